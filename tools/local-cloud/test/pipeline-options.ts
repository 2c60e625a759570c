import { join } from 'node:path';
import type { LocalCloudOptions } from '../src/index.ts';

export const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** Options of the usual pipeline: stream → transform fixture → bucket `lake` in `<dir>/lake`. */
export const pipeline = (dir: string, more: Partial<LocalCloudOptions> = {}): LocalCloudOptions => ({
  dir: join(dir, 'state'),
  streams: [{ name: 'market', shards: 2 }],
  buckets: [{ name: 'lake', dir: join(dir, 'lake') }],
  functions: [{ name: 'transformer', entry: fixture('transform.mjs') }],
  deliveryStreams: [
    {
      name: 'bars',
      sourceStream: 'market',
      transformFunction: 'transformer',
      bucket: 'lake',
      prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/',
      errorPrefix: 'quarantine/',
    },
  ],
  ...more,
});
