import type { LocalCloudOptions } from '../src/index.ts';

/** A topic before a queue whose messages come again soon. */
export const queueCloud = (dir: string): LocalCloudOptions => ({
  dir,
  queues: [{ name: 'logs', visibilityTimeoutMs: 20 }],
  topics: [{ name: 'notices', subscriptions: [{ protocol: 'sqs', endpoint: 'logs', rawMessageDelivery: true }] }],
});
