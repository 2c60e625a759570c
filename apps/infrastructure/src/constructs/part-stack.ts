import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** The parts of a deployment, one stack each. */
export type Part = 'lake' | 'transformer' | 'collector' | 'processor' | 'market-feed' | 'monitoring';

export interface PartStackProps {
  readonly config: Config;
}

/** A stack's name, which is its construct's id too. */
const stackName = ({ name }: Pick<Config, 'name'>, part: Part): string => `${name}-${part}`;

/** A part's stack: named, tagged and placed as the configuration says. */
export abstract class PartStack extends Stack {
  readonly config: Config;

  protected constructor(scope: Construct, part: Part, description: string, { config }: PartStackProps) {
    super(scope, stackName(config, part), {
      description,
      env: {
        ...(config.account !== undefined && { account: config.account }),
        ...(config.region !== undefined && { region: config.region }),
      },
      terminationProtection: part === 'lake' && !config.removeData,
    });
    this.config = config;
    Tags.of(this).add('project', 'tickerlake');
    Tags.of(this).add('deployment', config.name);
    Tags.of(this).add('part', part);
  }

  /**
   * What becomes of data with the stack: it stays, unless the deployment is a trial, or the very creation fails: then nothing
   * has used it yet, and each try would leave another stream and key to pay for.
   */
  protected get dataRemovalPolicy(): RemovalPolicy {
    return this.config.removeData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
  }
}
