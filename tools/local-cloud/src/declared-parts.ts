import { FUNCTION_TIMEOUT_MS, type LocalCloudOptions, type QueueOptions, VISIBILITY_TIMEOUT_MS } from './options.ts';
import type { Parts } from './parts.ts';
import type { Queue } from './sqs/queue.ts';

/** Makes the parts that checked options name, in the order in which one needs another. */
export async function addDeclared(parts: Parts, options: LocalCloudOptions): Promise<void> {
  const { buckets = [], streams = [], queues = [], topics = [], functions = [] } = options;
  await Promise.all(buckets.map(({ name, dir }) => parts.addBucket(name, dir)));
  for (const one of streams) parts.addStream(one);
  for (const one of queues) addQueue(parts, one, queues);
  for (const { name, subscriptions } of topics) parts.addTopic(name, subscriptions);
  for (const { name, entry, env = {}, timeoutMs = FUNCTION_TIMEOUT_MS } of functions)
    parts.addFunction(name, { entry, env, timeoutMs });
  for (const { table, ...one } of options.deliveryStreams ?? [])
    parts.addDelivery({ ...one, ...(table && { table: () => table }) });
  for (const one of options.eventSourceMappings ?? []) parts.addMapping(one);
}

/** A queue, and before it the one that takes its dead letters. */
function addQueue(parts: Parts, queue: QueueOptions, queues: readonly QueueOptions[]): Queue {
  const { name, visibilityTimeoutMs = VISIBILITY_TIMEOUT_MS, redrive } = queue;
  const made = parts.queues.get(name);
  if (made) return made;
  const next = queues.find((one) => one.name === redrive?.deadLetterQueue);
  const letters = redrive && next && { ...redrive, deadLetterQueue: addQueue(parts, next, queues) };
  return parts.addQueue(name, { visibilityTimeoutMs, redrive: letters });
}
