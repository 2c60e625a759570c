import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloudOptions } from '../src/index.ts';
import { fixture } from './pipeline-options.ts';

/** Options of the log leg in small: stream → function `forward` → queue → function `store`, which notes in `<dir>/done`. */
export const mapped = (dir: string, more: Partial<LocalCloudOptions> = {}): LocalCloudOptions => ({
  dir: join(dir, 'state'),
  streams: [{ name: 'market', shards: 2 }],
  queues: [
    { name: 'logs', visibilityTimeoutMs: 20_000, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 3 } },
    { name: 'dead' },
  ],
  functions: [
    { name: 'forward', entry: fixture('forward.mjs'), timeoutMs: 20_000, env: { QUEUE: 'logs' } },
    { name: 'store', entry: fixture('mapped.mjs'), timeoutMs: 20_000, env: { DONE: join(dir, 'done') } },
  ],
  eventSourceMappings: [
    { function: 'forward', source: { stream: 'market' } },
    { function: 'store', source: { queue: 'logs' } },
  ],
  ...more,
});

/** Options of one stream whose function notes in `<dir>/done`, each invocation taking some time. */
export const mappedStream = (dir: string, more: Partial<LocalCloudOptions> = {}): LocalCloudOptions => ({
  dir: join(dir, 'state'),
  streams: [{ name: 'market', shards: 2 }],
  functions: [
    { name: 'store', entry: fixture('mapped.mjs'), timeoutMs: 20_000, env: { DONE: join(dir, 'done'), WORK_MS: '5' } },
  ],
  eventSourceMappings: [{ function: 'store', source: { stream: 'market' }, batchSize: 20 }],
  ...more,
});

export interface Done {
  readonly shard?: string;
  readonly id: number;
}

/** What the function noted, in its order. */
export const doneIn = (dir: string): Done[] =>
  readFileSync(join(dir, 'done'), { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .filter(Boolean)
    .map((line): Done => JSON.parse(line));
