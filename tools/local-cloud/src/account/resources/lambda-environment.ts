import { ResourceError } from '../resource-handler.ts';
import type { Properties } from './properties.ts';

/** Names that Lambda sets itself. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set(
  (
    '_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME ' +
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME ' +
    'AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_LAMBDA_RUNTIME_API ' +
    'LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR'
  ).split(' '),
);
/** Names and values together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 4096;

export interface FunctionEnvironment {
  /** As the template has it. */
  readonly told: Readonly<Record<string, string>>;
  /** With what Lambda adds for its logging. */
  readonly all: Readonly<Record<string, string>>;
}

/** The environment of a function. Throws for names that Lambda keeps to itself, and for more than it takes. */
export function readEnvironment(properties: Properties): FunctionEnvironment {
  const variables = properties.object('Environment')?.object('Variables');
  const told = Object.fromEntries(
    Object.keys(variables?.values ?? {}).map((name) => [name, variables?.text(name) ?? '']),
  );
  const reserved = Object.keys(told).filter((name) => RESERVED.has(name));
  if (reserved.length > 0)
    throw new ResourceError(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  const bytes = Buffer.byteLength(JSON.stringify(told));
  if (bytes > MAX_BYTES)
    throw new ResourceError(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit: ${bytes} bytes`,
    );
  return { told, all: { ...logging(properties.object('LoggingConfig')), ...told } };
}

function logging(config: Properties | undefined): Record<string, string> {
  const settings = {
    AWS_LAMBDA_LOG_GROUP_NAME: config?.text('LogGroup'),
    AWS_LAMBDA_LOG_FORMAT: config?.choice('LogFormat', ['Text', 'JSON']),
    AWS_LAMBDA_LOG_LEVEL: config?.text('ApplicationLogLevel'),
  };
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
