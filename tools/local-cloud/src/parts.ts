import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeliveryEndpoint, firehoseService } from './firehose/firehose-service.ts';
import { type DeliveryOptions, openDelivery } from './firehose/open-delivery.ts';
import { kinesisService } from './kinesis/kinesis-service.ts';
import { Stream } from './kinesis/stream.ts';
import type { FunctionSettings } from './lambda/function-setup.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { LambdaService } from './lambda/lambda-service.ts';
import { runtimeService } from './lambda/runtime-service.ts';
import type { EventSourceMapping } from './mappings/event-source-mapping.ts';
import { type MappingOptions, openMapping } from './mappings/open-mapping.ts';
import type { StreamOptions } from './options.ts';
import type { PartContext } from './part-context.ts';
import { Bucket } from './s3/bucket.ts';
import { s3Service } from './s3/s3-service.ts';
import type { Service } from './service.ts';
import { snsService } from './sns/sns-service.ts';
import { type DeclaredSubscription, Topic } from './sns/topic.ts';
import { Queue, type QueueSettings } from './sqs/queue.ts';
import { sqsService } from './sqs/sqs-service.ts';

/**
 * The parts that there are, each by its name. They come one after the other, what one needs first, and can go and change
 * while the others work; who removes one sees to it that no other needs it.
 */
export class Parts {
  readonly streams = new Map<string, Stream>();
  readonly queues = new Map<string, Queue>();
  readonly topics = new Map<string, Topic>();
  readonly buckets = new Map<string, Bucket>();
  readonly functions = new Map<string, LambdaFunction>();
  readonly deliveries = new Map<string, DeliveryEndpoint>();
  readonly mappings = new Set<EventSourceMapping>();
  readonly lambda: LambdaService;
  readonly context: PartContext;
  readonly #endpoint: () => string;
  #hasBegun = false;

  /** `endpoint` is asked only once the server listens. */
  constructor(context: PartContext, endpoint: () => string) {
    this.context = context;
    this.lambda = new LambdaService(this.functions, () => context.clock.now());
    this.#endpoint = endpoint;
  }

  #folder(...names: readonly string[]): string {
    return join(this.context.dir, ...names);
  }

  async addBucket(name: string, dir: string): Promise<Bucket> {
    const bucket = new Bucket(name, dir, () => this.context.faults.diskError());
    await bucket.open();
    this.buckets.set(name, bucket);
    return bucket;
  }

  addStream({ name, shards }: StreamOptions): Stream {
    const { region, faults, clock } = this.context;
    const dir = this.#folder('kinesis', name);
    const stream = new Stream({ name, shards, dir, region, faults, now: () => clock.now() });
    this.streams.set(name, stream);
    return stream;
  }

  addQueue(name: string, settings: QueueSettings): Queue {
    const queue = new Queue({ ...this.context, name, dir: this.#folder('sqs', name), ...settings });
    this.queues.set(name, queue);
    return queue;
  }

  addTopic(name: string, subscriptions: readonly DeclaredSubscription[] = []): Topic {
    const { queues } = this;
    const dir = this.#folder('sns', name);
    const topic = new Topic({ ...this.context, name, dir, subscriptions, queues, endpoint: this.#endpoint });
    this.topics.set(name, topic);
    if (this.#hasBegun) topic.begin();
    return topic;
  }

  addFunction(name: string, settings: FunctionSettings): LambdaFunction {
    const { region } = this.context;
    const dir = this.#folder('lambda');
    const added = new LambdaFunction({ ...settings, name, region, dir, endpoint: this.#endpoint });
    this.functions.set(name, added);
    return added;
  }

  addDelivery(options: DeliveryOptions): DeliveryEndpoint {
    const delivery = openDelivery(options, this, this.context);
    this.deliveries.set(options.name, delivery);
    if (this.#hasBegun) delivery.begin();
    return delivery;
  }

  addMapping(options: MappingOptions): EventSourceMapping {
    const mapping = openMapping(options, this, this.context);
    this.mappings.add(mapping);
    if (this.#hasBegun && !mapping.isPaused) mapping.begin();
    return mapping;
  }

  /** Sets a delivery stream up anew. It goes on where it was. */
  async changeDelivery(options: DeliveryOptions): Promise<void> {
    const old = this.deliveries.get(options.name);
    await old?.stop();
    const { counts } = this.addDelivery(options).stream;
    if (old) Object.assign(counts, old.stream.counts);
  }

  /** Sets a mapping up anew. It goes on where it was. */
  async changeMapping(old: EventSourceMapping, options: MappingOptions): Promise<EventSourceMapping> {
    await old.stop();
    this.mappings.delete(old);
    const next = this.addMapping(options);
    Object.assign(next.counts, old.counts);
    return next;
  }

  /** Removes a stream with its records. */
  async removeStream(name: string): Promise<void> {
    this.streams.get(name)?.close();
    this.streams.delete(name);
    await this.#discard('kinesis', name);
  }

  /** Removes a queue with its messages. */
  async removeQueue(name: string): Promise<void> {
    this.queues.get(name)?.close();
    this.queues.delete(name);
    await this.#discard('sqs', name);
  }

  /** Removes a topic with its subscriptions. */
  async removeTopic(name: string): Promise<void> {
    const topic = this.topics.get(name);
    this.topics.delete(name);
    await topic?.stop();
    await this.#discard('sns', name);
  }

  /** Removes a bucket with its objects. */
  async removeBucket(name: string): Promise<void> {
    const bucket = this.buckets.get(name);
    this.buckets.delete(name);
    if (bucket) await rm(bucket.dir, { recursive: true, force: true });
  }

  /** Removes a function; what it printed stays. */
  removeFunction(name: string): void {
    this.functions.get(name)?.stop();
    this.functions.delete(name);
  }

  /** Removes a delivery stream with what it has not delivered. */
  async removeDelivery(name: string): Promise<void> {
    const delivery = this.deliveries.get(name);
    this.deliveries.delete(name);
    await delivery?.stop();
    delivery?.release();
    await this.#discard('firehose', name);
  }

  async removeMapping(mapping: EventSourceMapping): Promise<void> {
    this.mappings.delete(mapping);
    await mapping.stop();
    await mapping.remove();
  }

  async #discard(...names: readonly string[]): Promise<void> {
    await rm(this.#folder(...names), { recursive: true, force: true });
  }

  /** The order matters: the first that matches a request gets it. */
  services(): Service[] {
    const now = () => this.context.clock.now();
    return [
      kinesisService(this.streams, now),
      firehoseService(this.deliveries),
      sqsService(this.queues, this.#endpoint),
      snsService(this.topics),
      runtimeService(this.functions),
      this.lambda,
      s3Service(this.buckets, this.context.region),
    ];
  }

  /** Goes on where the last run stopped, and starts a process of each function that is about to be needed. */
  begin(): void {
    this.#hasBegun = true;
    for (const delivery of this.deliveries.values()) delivery.begin();
    for (const topic of this.topics.values()) topic.begin();
    for (const mapping of this.#running) mapping.begin();
  }

  get #running(): EventSourceMapping[] {
    return [...this.mappings].filter(({ isPaused }) => !isPaused);
  }

  /** Stage after stage, until nothing that one made is left for another. */
  async drain(): Promise<void> {
    const isPending = () => this.#running.some(({ pending }) => pending > 0);
    do {
      await this.lambda.settled();
      await Promise.all(this.#running.map((mapping) => mapping.flush()));
    } while (this.lambda.busy || isPending());
    await Promise.all([...this.deliveries.values()].map(({ stream }) => stream.flush()));
  }

  async stop(): Promise<void> {
    const workers = [...this.deliveries.values(), ...this.mappings, ...this.topics.values()];
    const stopped = workers.map((one) => one.stop());
    for (const one of this.functions.values()) one.stop();
    await Promise.all(stopped);
    for (const one of [...this.queues.values(), ...this.streams.values()]) one.close();
  }
}
