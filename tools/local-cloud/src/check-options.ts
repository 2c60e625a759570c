import { isAbsolute } from 'node:path';
import { InvalidOptionsError } from './errors.ts';
import { checkPrefix } from './firehose/object-name.ts';
import { FUNCTION_TIMEOUT_MS, type LocalCloudOptions, type QueueOptions, VISIBILITY_TIMEOUT_MS } from './options.ts';

const NAME = /^[a-zA-Z0-9_.-]{1,64}$/;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const VISIBILITY_TIMEOUT_MAX_MS = 43_200_000;
const RECEIVES_MAX = 1000;
/** Of event source mappings. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const MAPPING_LIMITS = {
  batch: 10_000,
  batchWindowMs: 300_000,
  retries: 10_000,
  /** What a queue gives to an invocation without a batch window of a second at least. */
  batchWithoutWindow: 10,
  /** Invocations of a queue at once; AWS allows 1,000. */
  concurrency: 10,
};

/** The names that options may refer to. */
interface Names {
  readonly streams: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly buckets: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/** Throws `InvalidOptionsError` for the first thing that is wrong, a misspelt option included. */
export function checkOptions(options: LocalCloudOptions): void {
  const lists = 'streams queues topics buckets functions eventSourceMappings deliveryStreams';
  checkKeys('options', options, `dir port region ${lists} faults clock`);
  checkFolder('dir', options.dir);
  checkNumber('port', options.port ?? 0, 0, 65_535);
  const names = {
    streams: checkNamed('streams', options.streams, 'name shards'),
    queues: checkNamed('queues', options.queues, 'name visibilityTimeoutMs redrive'),
    buckets: checkNamed('buckets', options.buckets, 'name dir'),
    functions: checkNamed('functions', options.functions, 'name entry env timeoutMs'),
  };
  for (const { name, shards } of options.streams ?? []) checkNumber(`streams.${name}.shards`, shards, 1, 100);
  for (const { name, dir } of options.buckets ?? []) checkFolder(`buckets.${name}.dir`, dir);
  for (const { name, entry, timeoutMs = FUNCTION_TIMEOUT_MS } of options.functions ?? []) {
    checkFolder(`functions.${name}.entry`, entry);
    checkNumber(`functions.${name}.timeoutMs`, timeoutMs, 1, 900_000);
  }
  checkQueues(options.queues, names);
  checkTopics(options.topics, names);
  checkMappings(options, names);
  checkDeliveryStreams(options.deliveryStreams, names);
}

function checkQueues(queues: LocalCloudOptions['queues'] = [], names: Names): void {
  for (const { name, visibilityTimeoutMs = VISIBILITY_TIMEOUT_MS, redrive } of queues) {
    const path = `queues.${name}`;
    if (name.includes('.'))
      throw new InvalidOptionsError(`${path}: a queue's name has no dot; FIFO queues are not here.`);
    checkNumber(`${path}.visibilityTimeoutMs`, visibilityTimeoutMs, 0, VISIBILITY_TIMEOUT_MAX_MS);
    if (redrive === undefined) continue;
    checkKeys(`${path}.redrive`, redrive, 'deadLetterQueue maxReceiveCount');
    checkReference(`${path}.redrive.deadLetterQueue`, redrive.deadLetterQueue, names.queues);
    checkNumber(`${path}.redrive.maxReceiveCount`, redrive.maxReceiveCount, 1, RECEIVES_MAX);
  }
  for (const queue of queues) checkRedriveEnds(queue, queues);
}

/** A message that fails everywhere must come to rest somewhere. */
function checkRedriveEnds(queue: QueueOptions, queues: readonly QueueOptions[]): void {
  const next = (name: string) => queues.find((one) => one.name === name)?.redrive?.deadLetterQueue;
  const way = [queue.name];
  for (let name = next(queue.name); name !== undefined; name = next(name)) {
    way.push(name);
    if (name === queue.name)
      throw new InvalidOptionsError(`queues.${queue.name}.redrive goes in a circle: ${way.join(' → ')}.`);
    if (way.length > queues.length) return; // A circle further on, told at a queue of its own.
  }
}

function checkTopics(topics: LocalCloudOptions['topics'] = [], names: Names): void {
  checkNamed('topics', topics, 'name subscriptions');
  for (const { name, subscriptions = [] } of topics) {
    for (const [i, subscription] of subscriptions.entries()) {
      const path = `topics.${name}.subscriptions.${i}`;
      checkKeys(path, subscription, 'protocol endpoint filterPolicy rawMessageDelivery');
      checkReference(`${path}.protocol`, subscription.protocol, new Set(['sqs', 'http']));
      if (subscription.protocol === 'sqs') checkReference(`${path}.endpoint`, subscription.endpoint, names.queues);
      else if (!URL.canParse(subscription.endpoint) || !/^https?:/.test(subscription.endpoint))
        throw new InvalidOptionsError(`${path}.endpoint is '${subscription.endpoint}'; a URL http://… is needed.`);
    }
  }
}

function checkMappings(options: LocalCloudOptions, names: Names): void {
  const seen = new Set<string>();
  for (const [i, mapping] of (options.eventSourceMappings ?? []).entries()) {
    const path = `eventSourceMappings.${i}`;
    checkKeys(
      path,
      mapping,
      'function source batchSize batchWindowMs reportBatchItemFailures maximumRetryAttempts maxConcurrency',
    );
    checkReference(`${path}.function`, mapping.function, names.functions);
    checkKeys(`${path}.source`, mapping.source, 'stream queue');
    if (Object.keys(mapping.source).length !== 1)
      throw new InvalidOptionsError(`${path}.source needs either a stream or a queue.`);
    checkNumber(`${path}.batchSize`, mapping.batchSize ?? 1, 1, MAPPING_LIMITS.batch);
    checkNumber(`${path}.batchWindowMs`, mapping.batchWindowMs ?? 0, 0, MAPPING_LIMITS.batchWindowMs);
    if ('stream' in mapping.source) checkStreamMapping(path, mapping, mapping.source.stream, names);
    else checkQueueMapping(path, mapping, mapping.source.queue, names, options);
    const key = JSON.stringify([mapping.function, mapping.source]);
    if (seen.has(key)) throw new InvalidOptionsError(`${path} maps this source to ${mapping.function} a second time.`);
    seen.add(key);
  }
}

type Mapping = NonNullable<LocalCloudOptions['eventSourceMappings']>[number];

function checkStreamMapping(path: string, mapping: Mapping, stream: string, names: Names): void {
  checkReference(`${path}.source.stream`, stream, names.streams);
  checkNumber(`${path}.maximumRetryAttempts`, mapping.maximumRetryAttempts ?? -1, -1, MAPPING_LIMITS.retries);
  if (mapping.maxConcurrency !== undefined)
    throw new InvalidOptionsError(`${path}.maxConcurrency is of queues only: a stream has one invocation a shard.`);
}

function checkQueueMapping(
  path: string,
  mapping: Mapping,
  queue: string,
  names: Names,
  options: LocalCloudOptions,
): void {
  const { batchSize = 1, batchWindowMs = 0, maxConcurrency = 1, maximumRetryAttempts } = mapping;
  checkReference(`${path}.source.queue`, queue, names.queues);
  checkNumber(`${path}.maxConcurrency`, maxConcurrency, 1, MAPPING_LIMITS.concurrency);
  if (maximumRetryAttempts !== undefined)
    throw new InvalidOptionsError(
      `${path}.maximumRetryAttempts is of streams only: a queue has redrive.maxReceiveCount.`,
    );
  if (batchSize > MAPPING_LIMITS.batchWithoutWindow && batchWindowMs < 1000)
    throw new InvalidOptionsError(
      `${path}.batchSize is ${batchSize}; above ${MAPPING_LIMITS.batchWithoutWindow} a batchWindowMs of 1000 or more is needed.`,
    );
  const { visibilityTimeoutMs = VISIBILITY_TIMEOUT_MS } = options.queues?.find(({ name }) => name === queue) ?? {};
  const { timeoutMs = FUNCTION_TIMEOUT_MS } = options.functions?.find(({ name }) => name === mapping.function) ?? {};
  // @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  if (visibilityTimeoutMs < timeoutMs)
    throw new InvalidOptionsError(
      `queues.${queue}.visibilityTimeoutMs is ${visibilityTimeoutMs}, less than functions.${mapping.function}.timeoutMs, ${timeoutMs}: its messages would come again while they are processed.`,
    );
}

function checkDeliveryStreams(deliveries: LocalCloudOptions['deliveryStreams'] = [], names: Names): void {
  const keys = 'name sourceStream transformFunction bucket prefix errorPrefix bufferBytes bufferMs table';
  checkNamed('deliveryStreams', deliveries, keys);
  for (const delivery of deliveries) {
    const path = `deliveryStreams.${delivery.name}`;
    checkReference(`${path}.bucket`, delivery.bucket, names.buckets);
    if (delivery.sourceStream !== undefined)
      checkReference(`${path}.sourceStream`, delivery.sourceStream, names.streams);
    if (delivery.transformFunction !== undefined)
      checkReference(`${path}.transformFunction`, delivery.transformFunction, names.functions);
    checkNumber(`${path}.bufferBytes`, delivery.bufferBytes ?? 1, 1, Number.MAX_SAFE_INTEGER);
    checkNumber(`${path}.bufferMs`, delivery.bufferMs ?? 0, 0, 2 ** 31 - 1);
    checkPrefix(`${path}.prefix`, delivery.prefix, false);
    checkPrefix(`${path}.errorPrefix`, delivery.errorPrefix, true);
    if (delivery.prefix.includes('partitionKeyFromLambda') && delivery.transformFunction === undefined)
      throw new InvalidOptionsError(`${path}.prefix needs partition keys, which only a transformFunction gives.`);
  }
}

/** `known`: the names of the keys, with spaces between. */
export function checkKeys(path: string, value: object, known: string): void {
  const keys = known.split(' ');
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw new InvalidOptionsError(`Unknown option ${path}.${unknown}. Known: ${keys.join(', ')}.`);
}

/** Checks keys and names of a list, and returns the names. */
function checkNamed(path: string, items: readonly { readonly name: string }[] = [], keys: string): Set<string> {
  const names = new Set<string>();
  for (const item of items) {
    checkKeys(path, item, keys);
    if (!NAME.test(item.name) || /^\.+$/.test(item.name))
      throw new InvalidOptionsError(`${path} has the name '${item.name}'; allowed are 1 to 64 of a-z A-Z 0-9 _ . -`);
    if (names.has(item.name)) throw new InvalidOptionsError(`${path} has the name '${item.name}' twice.`);
    names.add(item.name);
  }
  return names;
}

function checkReference(path: string, name: string, known: ReadonlySet<string>): void {
  if (!known.has(name))
    throw new InvalidOptionsError(`${path} is '${name}'. Known: ${[...known].join(', ') || 'none'}.`);
}

export function checkFolder(path: string, value: string): void {
  if (typeof value !== 'string' || !isAbsolute(value))
    throw new InvalidOptionsError(`${path} is '${value}'; an absolute path is needed.`);
}

export function checkNumber(path: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidOptionsError(`${path} is ${value}; allowed is a whole number from ${min} to ${max}.`);
}
