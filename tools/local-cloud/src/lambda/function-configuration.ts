import { parse } from 'node:path';
import { ACCOUNT_ID } from '../service.ts';
import { MEMORY_MB } from './function-environment.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** How a function is set up, as GetFunctionConfiguration tells it. @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function configurationOf({ name, arn, setup }: LambdaFunction): object {
  const { entry, handler = 'handler', env, timeoutMs, memoryMb = MEMORY_MB, facts } = setup;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Role: `arn:aws:iam::${ACCOUNT_ID}:role/local-cloud`,
    Handler: `${parse(entry).name}.${handler}`,
    Timeout: Math.ceil(timeoutMs / 1000),
    MemorySize: memoryMb,
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    Environment: { Variables: env },
    ...facts,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
