import { join } from 'node:path';
import type { Stream } from '../kinesis/stream.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { DeliveryStreamOptions } from '../options.ts';
import type { PartContext } from '../part-context.ts';
import type { Bucket } from '../s3/bucket.ts';
import { type DeliverySetup, DeliveryStream } from './delivery-stream.ts';
import { DirectPut } from './direct-put.ts';
import type { DeliveryEndpoint } from './firehose-service.ts';
import type { Source } from './source-record.ts';

/** What a delivery stream may be between. */
interface DeliveryParts {
  readonly streams: ReadonlyMap<string, Stream>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
}

/** What a delivery stream can do beside, in an account. */
export type DeliveryOptions = Omit<DeliveryStreamOptions, 'table'> &
  Pick<DeliverySetup, 'begin' | 'backup' | 'compression' | 'fileExtension' | 'table'>;

/** A delivery stream of checked options, with what it reads: the shards of a data stream, or what is put to it directly. */
export function openDelivery(options: DeliveryOptions, parts: DeliveryParts, common: PartContext): DeliveryEndpoint {
  const { name, sourceStream = '', transformFunction = '' } = options;
  const dir = join(common.dir, 'firehose', name);
  const bucket = parts.buckets.get(options.bucket);
  if (!bucket) throw new Error(`No bucket ${options.bucket}`);
  const lambda = parts.functions.get(transformFunction);
  const origin = parts.streams.get(sourceStream);
  const wake = () => stream.wake();
  const direct = origin ? undefined : new DirectPut(dir, common.faults, () => common.clock.now(), wake);
  const sources = origin ? shardSources(origin, name) : direct ? [direct.source] : [];
  const stream = new DeliveryStream(
    {
      bufferBytes: 16 << 20,
      bufferMs: 60_000,
      ...options,
      ...common,
      dir,
      bucket,
      sourceStreamArn: origin?.arn,
      transform: lambda,
      lambdaArn: lambda && `${lambda.arn}:$LATEST`,
    },
    sources,
  );
  const disconnect = origin && connect(origin, stream, sources);
  return {
    stream,
    direct,
    begin: () => {
      lambda?.warm();
      wake();
    },
    stop: async () => {
      disconnect?.();
      await stream.stop();
      direct?.close();
    },
    release: () => origin?.removeConsumer(name),
  };
}

/** Keeps in a data stream what the delivery stream has not read, and wakes it when more comes. */
function connect(origin: Stream, delivery: DeliveryStream, sources: readonly Source[]): () => void {
  for (const [i, shard] of origin.shards.entries()) {
    const source = sources[i];
    if (source) origin.addConsumer(delivery.setup.name, shard, delivery.position(source));
  }
  return origin.onRecords(() => delivery.wake());
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
