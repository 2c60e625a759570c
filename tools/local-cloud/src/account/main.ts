import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type LocalAccount, startLocalAccount } from './index.ts';

const USAGE = `Runs a local AWS account in the foreground.

npx nx run local-cloud:start [--dir <folder>] [--port <port>] [--region <region>]

  --dir     where its state is, from the workspace's root  (.local-account)
  --port    on 127.0.0.1, 0 for any free one               (4566)
  --region                                                 (us-east-1)`;
/** Fixed, so that what was exported for a shell once is right after a restart too. */
const DEFAULT_PORT = '4566';

const OPTIONS = {
  dir: { type: 'string', default: '.local-account' },
  port: { type: 'string', default: DEFAULT_PORT },
  region: { type: 'string', default: 'us-east-1' },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(USAGE);
  else run(await start(values), values.region);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function start(values: { dir: string; port: string; region: string }): Promise<LocalAccount> {
  const dir = resolve(values.dir);
  mkdirSync(dir, { recursive: true });
  return startLocalAccount({ dir, port: Number(values.port), region: values.region });
}

function run(account: LocalAccount, region: string): void {
  console.log(`export AWS_ENDPOINT_URL=${account.endpoint}`);
  console.log('export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local');
  console.log(`export AWS_REGION=${region}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void account.stop());
}
