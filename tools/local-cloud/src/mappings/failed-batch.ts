import type { Shard, Stream } from '../kinesis/stream.ts';

/** Why a batch was given up. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface FailedBatch {
  /** What the function was given. */
  readonly event: string;
  readonly requestId: string;
  readonly functionArn: string;
  readonly condition: GivenUp;
  /** Invocations in a row that the batch failed. */
  readonly invocations: number;
  readonly stream: Stream;
  readonly shard: Shard;
  /** Offset of its first record. */
  readonly first: number;
  readonly count: number;
  readonly nowMs: number;
}

/** Takes what is told of a batch that is given up. When it fails, the batch is not given up yet. */
export type FailureDestination = (failed: FailedBatch) => Promise<void> | void;

/**
 * What a queue or topic for failures gets: where the records lie, not the records.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function failedBatchFacts(failed: FailedBatch): object {
  const { requestId, functionArn, condition, invocations, stream, shard, first, count, nowMs } = failed;
  const last = first + count - 1;
  const arrival = (offset: number) => new Date(shard.log.arrivalMs(offset) ?? nowMs).toISOString();
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: invocations },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    KinesisBatchInfo: {
      shardId: shard.id,
      startSequenceNumber: stream.sequenceNumber(shard, first),
      endSequenceNumber: stream.sequenceNumber(shard, last),
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: count,
      streamArn: stream.arn,
    },
  };
}

/** A bucket for failures gets the records too. */
export const failedBatchObject = (failed: FailedBatch): Buffer =>
  Buffer.from(JSON.stringify({ ...failedBatchFacts(failed), payload: failed.event }));
