import { devNull } from 'node:os';
import { dirname, join, parse } from 'node:path';
import type { FunctionSetup } from './function-setup.ts';

/** Told to a function whose options say nothing; AWS gives 128 then. */
export const MEMORY_MB = 512;
/** What a function may inherit from the machine; the rest (credentials above all) stays outside. */
const INHERITED = /^(PATH|HOME|TMPDIR|TEMP|TMP|SYSTEMROOT|NODE_EXTRA_CA_CERTS|NODE_USE_ENV_PROXY|(HTTPS?|NO)_PROXY)$/i;

/**
 * The environment of a process of a function; its token lets it into the Runtime API.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(setup: FunctionSetup, token: string): NodeJS.ProcessEnv {
  const { name, entry, handler = 'handler', env, region, endpoint, dir, memoryMb = MEMORY_MB } = setup;
  const inherited = Object.entries(process.env).filter(([key]) => INHERITED.test(key));
  const url = endpoint();
  return {
    ...Object.fromEntries(inherited),
    TZ: ':UTC',
    NODE_COMPILE_CACHE: join(dir, 'compile-cache'),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: token,
    LAMBDA_TASK_ROOT: dirname(entry),
    ...env,
    _HANDLER: `${parse(entry).name}.${handler}`,
    AWS_LAMBDA_RUNTIME_API: `${url.slice('http://'.length)}/_runtime/${token}`,
  };
}
