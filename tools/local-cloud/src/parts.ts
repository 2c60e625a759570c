import { join } from 'node:path';
import { systemClock } from './clock.ts';
import type { PartContext } from './part-context.ts';
import type { Faults } from './faults.ts';
import { type DeliveryEndpoint, firehoseService } from './firehose/firehose-service.ts';
import { openDelivery } from './firehose/open-delivery.ts';
import { kinesisService } from './kinesis/kinesis-service.ts';
import { Stream } from './kinesis/stream.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { LambdaService } from './lambda/lambda-service.ts';
import { runtimeService } from './lambda/runtime-service.ts';
import type { EventSourceMapping } from './mappings/event-source-mapping.ts';
import { openMapping } from './mappings/open-mapping.ts';
import { FUNCTION_TIMEOUT_MS, type LocalCloudOptions, type QueueOptions, VISIBILITY_TIMEOUT_MS } from './options.ts';
import { Bucket } from './s3/bucket.ts';
import { s3Service } from './s3/s3-service.ts';
import type { Service } from './service.ts';
import { snsService } from './sns/sns-service.ts';
import { Topic } from './sns/topic.ts';
import { Queue } from './sqs/queue.ts';
import { sqsService } from './sqs/sqs-service.ts';

/** What the options name, each by its name. Made in the order in which one needs another. */
export class Parts {
  readonly streams = new Map<string, Stream>();
  readonly queues = new Map<string, Queue>();
  readonly topics = new Map<string, Topic>();
  readonly buckets = new Map<string, Bucket>();
  readonly functions = new Map<string, LambdaFunction>();
  readonly deliveries = new Map<string, DeliveryEndpoint>();
  readonly mappings: EventSourceMapping[] = [];
  readonly lambda = new LambdaService(this.functions);
  readonly #options: LocalCloudOptions;
  readonly #endpoint: () => string;
  readonly #common: PartContext;

  /** `endpoint` is asked only once the server listens. */
  constructor(options: LocalCloudOptions, faults: Faults, endpoint: () => string) {
    const { dir, region = 'us-east-1', clock = systemClock } = options;
    this.#options = options;
    this.#endpoint = endpoint;
    this.#common = { dir, region, faults, clock };
  }

  async open(): Promise<void> {
    const { buckets = [], streams = [], queues = [], functions = [], deliveryStreams = [] } = this.#options;
    const { dir, region, faults, clock } = this.#common;
    for (const one of buckets) this.buckets.set(one.name, new Bucket(one.name, one.dir, () => faults.diskError()));
    await Promise.all([...this.buckets.values()].map((bucket) => bucket.open()));
    for (const { name, shards } of streams) {
      const setup = { name, shards, dir: join(dir, 'kinesis', name), region, faults, now: () => clock.now() };
      this.streams.set(name, new Stream(setup));
    }
    for (const one of queues) this.#openQueue(one);
    this.#openTopics();
    for (const { name, entry, env = {}, timeoutMs = FUNCTION_TIMEOUT_MS } of functions) {
      const setup = { name, entry, env, timeoutMs, region, dir: join(dir, 'lambda'), endpoint: this.#endpoint };
      this.functions.set(name, new LambdaFunction(setup));
    }
    for (const one of deliveryStreams) this.deliveries.set(one.name, openDelivery(one, this, this.#common));
    for (const one of this.#options.eventSourceMappings ?? []) this.mappings.push(openMapping(one, this, this.#common));
  }

  /** A queue, and before it the one that takes its dead letters. */
  #openQueue({ name, visibilityTimeoutMs = VISIBILITY_TIMEOUT_MS, redrive }: QueueOptions): Queue {
    const made = this.queues.get(name);
    if (made) return made;
    const dir = join(this.#common.dir, 'sqs', name);
    const next = this.#options.queues?.find((one) => one.name === redrive?.deadLetterQueue);
    const letters = redrive && next && { ...redrive, deadLetterQueue: this.#openQueue(next) };
    const queue = new Queue({ ...this.#common, name, dir, visibilityTimeoutMs, redrive: letters });
    this.queues.set(name, queue);
    return queue;
  }

  #openTopics(): void {
    const { queues } = this;
    for (const { name, subscriptions = [] } of this.#options.topics ?? []) {
      const dir = join(this.#common.dir, 'sns', name);
      const setup = { ...this.#common, name, dir, subscriptions, queues, endpoint: this.#endpoint };
      this.topics.set(name, new Topic(setup));
    }
  }

  /** The order matters: the first that matches a request gets it. */
  services(): Service[] {
    const now = () => this.#common.clock.now();
    return [
      kinesisService(this.streams, now),
      firehoseService(this.deliveries),
      sqsService(this.queues, this.#endpoint),
      snsService(this.topics),
      runtimeService(this.functions),
      this.lambda,
      s3Service(this.buckets),
    ];
  }

  /** Goes on where the last run stopped, and starts a process of each function that is about to be needed. */
  begin(): void {
    for (const { stream } of this.deliveries.values()) {
      stream.setup.transform?.warm();
      stream.wake();
    }
    for (const topic of this.topics.values()) topic.begin();
    for (const mapping of this.mappings) mapping.begin();
  }

  /** Stage after stage, until nothing that one made is left for another. */
  async drain(): Promise<void> {
    do {
      await this.lambda.settled();
      await Promise.all(this.mappings.map((mapping) => mapping.flush()));
    } while (this.lambda.busy || this.mappings.some(({ pending }) => pending > 0));
    await Promise.all([...this.deliveries.values()].map(({ stream }) => stream.flush()));
  }

  async stop(): Promise<void> {
    const deliveries = [...this.deliveries.values()];
    const workers = [...deliveries.map(({ stream }) => stream), ...this.mappings, ...this.topics.values()];
    const stopped = workers.map((one) => one.stop());
    for (const one of this.functions.values()) one.stop();
    await Promise.all(stopped);
    for (const { direct } of deliveries) direct?.close();
    for (const one of [...this.queues.values(), ...this.streams.values()]) one.close();
  }
}
