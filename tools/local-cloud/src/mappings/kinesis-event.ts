import type { Shard, Stream } from '../kinesis/stream.ts';
import { ACCOUNT_ID } from '../service.ts';
import type { LogRecord } from '../state/record-frames.ts';
import type { EventItem } from './event-payload.ts';

/**
 * A record as a function gets it: as it was put, KPL records not taken apart.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
export function kinesisItem(stream: Stream, shard: Shard, { offset, ...record }: LogRecord): EventItem {
  const sequenceNumber = stream.sequenceNumber(shard, offset);
  const json = JSON.stringify({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber,
      data: record.data.toString('base64'),
      approximateArrivalTimestamp: record.arrivalMs / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shard.id}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: `arn:aws:iam::${ACCOUNT_ID}:role/local-cloud`,
    awsRegion: stream.arn.split(':')[3],
    eventSourceARN: stream.arn,
  });
  return { id: sequenceNumber, json };
}
