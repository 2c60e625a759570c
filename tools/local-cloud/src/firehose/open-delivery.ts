import { join } from 'node:path';
import type { PartContext } from '../part-context.ts';
import type { Stream } from '../kinesis/stream.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { DeliveryStreamOptions } from '../options.ts';

import type { Bucket } from '../s3/bucket.ts';
import { DeliveryStream } from './delivery-stream.ts';
import { DirectPut } from './direct-put.ts';
import type { DeliveryEndpoint } from './firehose-service.ts';
import type { Source } from './source-record.ts';

/** What a delivery stream may be between. */
interface DeliveryParts {
  readonly streams: ReadonlyMap<string, Stream>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
}

/** A delivery stream of checked options, with what it reads: the shards of a data stream, or what is put to it directly. */
export function openDelivery(
  options: DeliveryStreamOptions,
  parts: DeliveryParts,
  common: PartContext,
): DeliveryEndpoint {
  const { name, sourceStream = '', transformFunction = '' } = options;
  const dir = join(common.dir, 'firehose', name);
  const bucket = parts.buckets.get(options.bucket);
  if (!bucket) throw new Error(`No bucket ${options.bucket}`);
  const lambda = parts.functions.get(transformFunction);
  const origin = parts.streams.get(sourceStream);
  const onRecords = () => stream.wake();
  const direct = origin ? undefined : new DirectPut(dir, common.faults, () => common.clock.now(), onRecords);
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
  for (const [i, shard] of (origin?.shards ?? []).entries()) {
    const source = sources[i];
    if (source) origin?.addConsumer(name, shard, stream.position(source));
  }
  origin?.onRecords(onRecords);
  return { stream, direct };
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
