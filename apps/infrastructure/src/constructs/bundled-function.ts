import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { MissingBundleError } from '../errors.ts';
import { namespaceVariables } from '../metrics-namespace.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';

/** The apps that are Lambda functions. */
export type FunctionApp = 'collector' | 'transformer' | 'log-pipe' | 'processor' | 'market-feed';

export interface BundledFunctionProps {
  readonly config: Config;
  /** The app whose `dist/handler.mjs` runs. */
  readonly app: FunctionApp;
  readonly description: string;
  /** Encrypts the function's log. */
  readonly key: IKey;
  readonly memoryMb: number;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
  /** @default none: the function shares the account's concurrency */
  readonly reservedConcurrentExecutions?: number;
  /** Files of `dist` that do not belong to the function, besides the build's own report. */
  readonly exclude?: readonly string[];
}

const APPS = join(import.meta.dirname, '../../..');

/**
 * A Lambda function from an app's built bundle, with a role and a log group of its own. The role may write that log and
 * nothing else: what the function calls is granted by the stack that has it.
 * @throws {MissingBundleError} when the app was not built.
 */
export class BundledFunction extends Construct {
  readonly app: FunctionApp;
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const { config, app, key, environment, reservedConcurrentExecutions } = props;
    this.app = app;
    this.logGroup = new EncryptedLogGroup(this, 'Log', { key, name: `/${config.name}/${app}` });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: bundleOf(app, props.exclude),
      handler: 'handler.handler',
      role: this.role,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      logGroup: this.logGroup,
      // The handlers write their lines themselves, JSON and metrics: they reach the log as they are, without a wrapper.
      loggingFormat: LoggingFormat.TEXT,
      environment: { ...environment, ...namespaceVariables(config.name) },
      ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
    });
  }
}

function bundleOf(app: FunctionApp, exclude: readonly string[] = []): Code {
  const dist = join(APPS, app, 'dist');
  if (!existsSync(join(dist, 'handler.mjs'))) throw new MissingBundleError(app);
  return Code.fromAsset(dist, { exclude: ['metafile-*.json', ...exclude] });
}
