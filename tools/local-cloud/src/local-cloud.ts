import { join } from 'node:path';
import { type Clock, systemClock } from './clock.ts';
import { countStages, type StageCounts } from './counts.ts';
import { Faults } from './faults.ts';
import { DeliveryStream } from './firehose/delivery-stream.ts';
import { DirectPut } from './firehose/direct-put.ts';
import { type DeliveryEndpoint, firehoseService } from './firehose/firehose-service.ts';
import type { Source } from './firehose/source-record.ts';
import { route } from './front-door.ts';
import { kinesisService } from './kinesis/kinesis-service.ts';
import { Stream } from './kinesis/stream.ts';
import { LambdaFunction } from './lambda/lambda-function.ts';
import { LambdaService } from './lambda/lambda-service.ts';
import { runtimeService } from './lambda/runtime-service.ts';
import { listen, type LoopbackServer } from './loopback-server.ts';
import { checkOptions } from './check-options.ts';
import type { DeliveryStreamOptions, LocalCloudOptions } from './options.ts';
import { Bucket } from './s3/bucket.ts';
import { s3Service } from './s3/s3-service.ts';
import type { Service } from './service.ts';
import { lockFolder } from './state/lock-file.ts';

/** A local cloud that runs. */
export interface LocalCloud {
  /** `http://127.0.0.1:PORT`: what AWS clients take as `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  counts(): StageCounts;
  /**
   * Resolves when everything accepted so far, asynchronous invocations included, is in a bucket: delivered, or under an
   * error prefix. Does not wait for buffers to fill. Rejects with `DeliveryError` when delivery cannot go on, say on a full disk.
   */
  drain(): Promise<StageCounts>;
  /** Ends everything it started and gives the state folder back. What is not delivered yet is, after the next start. */
  stop(): Promise<void>;
}

/**
 * Starts the AWS calls that the pipeline makes on one loopback port, over folders.
 * @throws {InvalidOptionsError} for wrong options, typos included.
 * @throws {StateLockedError} when another process works on `dir`.
 * @throws {DamagedStateError} {@link StateMismatchError} when the state cannot be gone on with.
 * @throws {PortInUseError}
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  checkOptions(options);
  const faults = new Faults(options.faults);
  const unlock = lockFolder(options.dir);
  const parts = new Parts(options, faults);
  let server: LoopbackServer | undefined;
  try {
    await parts.open(() => server?.endpoint ?? '');
    const services = parts.services();
    server = await listen(options.port ?? 0, (request) => route(services, faults, request));
    parts.begin();
    return running(parts, server, unlock);
  } catch (error) {
    await parts.stop().finally(unlock);
    throw error;
  }
}

function running(parts: Parts, server: LoopbackServer, unlock: () => void): LocalCloud {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    // First the server, so that nobody writes to a log that is closed.
    await server.close();
    await parts.stop().finally(unlock);
  };
  return {
    endpoint: server.endpoint,
    counts: () => parts.counts(),
    drain: async () => {
      await parts.lambda.settled();
      await Promise.all([...parts.deliveries.values()].map(({ stream }) => stream.flush()));
      return parts.counts();
    },
    stop: () => (stopped ??= stop()),
  };
}

/** Everything that the services share, built from the options. */
class Parts {
  readonly streams = new Map<string, Stream>();
  readonly buckets = new Map<string, Bucket>();
  readonly functions = new Map<string, LambdaFunction>();
  readonly deliveries = new Map<string, DeliveryEndpoint>();
  readonly lambda = new LambdaService(this.functions);
  readonly #options: LocalCloudOptions;
  readonly #faults: Faults;
  readonly #clock: Clock;
  readonly #region: string;

  constructor(options: LocalCloudOptions, faults: Faults) {
    this.#options = options;
    this.#faults = faults;
    this.#clock = options.clock ?? systemClock;
    this.#region = options.region ?? 'us-east-1';
  }

  async open(endpoint: () => string): Promise<void> {
    const { dir, streams = [], buckets = [], functions = [], deliveryStreams = [] } = this.#options;
    const region = this.#region;
    const fault = () => this.#faults.diskError();
    for (const one of buckets) this.buckets.set(one.name, new Bucket(one.name, one.dir, fault));
    await Promise.all([...this.buckets.values()].map((bucket) => bucket.open()));
    for (const { name, shards } of streams) {
      const setup = {
        name,
        shards,
        dir: join(dir, 'kinesis', name),
        region,
        faults: this.#faults,
        now: () => this.#clock.now(),
      };
      this.streams.set(name, new Stream(setup));
    }
    for (const { name, entry, env = {}, timeoutMs = 60_000 } of functions) {
      const setup = { name, entry, env, timeoutMs, region, dir: join(dir, 'lambda'), endpoint };
      this.functions.set(name, new LambdaFunction(setup));
    }
    for (const one of deliveryStreams) this.#openDelivery(one);
  }

  #openDelivery(options: DeliveryStreamOptions): void {
    const { name, sourceStream = '', transformFunction = '' } = options;
    const dir = join(this.#options.dir, 'firehose', name);
    const bucket = this.buckets.get(options.bucket);
    if (!bucket) return;
    const lambda = this.functions.get(transformFunction);
    const origin = this.streams.get(sourceStream);
    const onRecords = () => this.deliveries.get(name)?.stream.wake();
    const direct = origin ? undefined : new DirectPut(dir, this.#faults, () => this.#clock.now(), onRecords);
    const setup = {
      bufferBytes: 16 << 20,
      bufferMs: 60_000,
      ...options,
      dir,
      region: this.#region,
      bucket,
      sourceStreamArn: origin?.arn,
      transform: lambda,
      lambdaArn: lambda && `${lambda.arn}:$LATEST`,
      faults: this.#faults,
      clock: this.#clock,
    };
    const sources = origin ? shardSources(origin, name) : direct ? [direct.source] : [];
    const stream = new DeliveryStream(setup, sources);
    for (const [i, shard] of (origin?.shards ?? []).entries()) {
      const source = sources[i];
      if (source) origin?.addConsumer(name, shard, stream.position(source));
    }
    origin?.onRecords(onRecords);
    this.deliveries.set(name, { stream, direct });
  }

  /** The order matters: the first that matches a request gets it. */
  services(): Service[] {
    return [
      kinesisService(this.streams, () => this.#clock.now()),
      firehoseService(this.deliveries),
      runtimeService(this.functions),
      this.lambda,
      s3Service(this.buckets),
    ];
  }

  /** Goes on where the last run stopped, and starts a process of each transform ahead of its first records. */
  begin(): void {
    for (const { stream } of this.deliveries.values()) {
      stream.setup.transform?.warm();
      stream.wake();
    }
  }

  counts(): StageCounts {
    const endpoints = [...this.deliveries.values()];
    const directs = endpoints.flatMap(({ direct }) => direct ?? []);
    const deliveries = endpoints.map(({ stream }) => stream);
    return countStages([...this.streams.values()], directs, deliveries, [...this.functions.values()]);
  }

  async stop(): Promise<void> {
    const deliveries = [...this.deliveries.values()].map(({ stream }) => stream.stop());
    for (const one of this.functions.values()) one.stop();
    await Promise.all(deliveries);
    for (const { direct } of this.deliveries.values()) direct?.close();
    for (const stream of this.streams.values()) stream.close();
  }
}

/** The shards of a data stream as sources of a delivery stream. */
function shardSources(stream: Stream, consumer: string): Source[] {
  return stream.shards.map((shard) => ({
    id: `${stream.name}/${shard.id}`,
    shardId: shard.id,
    log: shard.log,
    sequenceNumber: (offset) => stream.sequenceNumber(shard, offset),
    trim: (offset) => stream.consumed(consumer, shard, offset),
  }));
}
