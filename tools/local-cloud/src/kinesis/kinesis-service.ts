import { blob, type Fields, list, optionalText, text, wholeNumber } from '../fields.ts';
import { jsonService } from '../json-service.ts';
import { ACCOUNT_ID, type Service, ServiceError } from '../service.ts';
import { decodeIterator, encodeIterator, startingOffset } from './shard-iterator.ts';
import type { PutEntry, PutOutcome, Shard, Stream } from './stream.ts';

/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
export const PUT_RECORDS_MAX_ENTRIES = 500;
/** Data and partition keys of one request together; PutRecords' own limit, as above. */
export const PUT_RECORDS_MAX_BYTES = 10 << 20;
/** Data and partition key of a record, the default of a stream. @see https://docs.aws.amazon.com/streams/latest/dev/large-records.html */
export const RECORD_MAX_BYTES = 1 << 20;
/** Unicode characters. @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html */
export const PARTITION_KEY_MAX_CHARS = 256;
/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
export const GET_RECORDS_MAX_BYTES = 10 << 20;
const GET_RECORDS_MAX_RECORDS = 10_000;

/** Kinesis Data Streams: what producers and readers of a stream call. */
export function kinesisService(streams: ReadonlyMap<string, Stream>, now: () => number): Service {
  const find = (fields: Fields): Stream => byName(streams, streamName(fields));
  return jsonService('Kinesis', 'Kinesis_20131202', {
    DescribeStreamSummary: (fields) => ({ StreamDescriptionSummary: summary(find(fields)) }),
    ListShards: (fields) => listShards(fields, (name) => byName(streams, name)),
    PutRecord: (fields) => putRecord(find(fields), fields),
    PutRecords: (fields) => putRecords(find(fields), fields),
    GetShardIterator: (fields) => getShardIterator(find(fields), fields, now()),
    GetRecords: (fields) => getRecords(fields, (name) => byName(streams, name), now()),
  });
}

function streamName(fields: Fields): string {
  const arn = optionalText(fields, 'StreamARN', { max: 2048 });
  const name = arn?.slice(arn.lastIndexOf('/') + 1);
  return name ?? text(fields, 'StreamName', { max: 128, pattern: /^[a-zA-Z0-9_.-]+$/ });
}

function byName(streams: ReadonlyMap<string, Stream>, name: string): Stream {
  const stream = streams.get(name);
  if (stream) return stream;
  throw new ServiceError('ResourceNotFoundException', `Stream ${name} under account ${ACCOUNT_ID} not found.`);
}

const summary = ({ name, arn, createdMs, shards, settings }: Stream) => ({
  StreamName: name,
  StreamARN: arn,
  StreamStatus: 'ACTIVE',
  StreamModeDetails: { StreamMode: settings.mode },
  RetentionPeriodHours: settings.retentionHours,
  StreamCreationTimestamp: createdMs / 1000,
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: 'NONE',
  OpenShardCount: shards.length,
  ConsumerCount: 0,
  MaxRecordSizeInKiB: RECORD_MAX_BYTES / 1024,
});

/** A next token is the stream's name and the last shard given. */
function listShards(fields: Fields, find: (name: string) => Stream): object {
  const [name = '', last] = optionalText(fields, 'NextToken')?.split('/') ?? [streamName(fields)];
  const stream = find(name);
  const after = last ?? optionalText(fields, 'ExclusiveStartShardId') ?? '';
  const left = stream.shards.filter(({ id }) => id > after);
  const page = left.slice(0, wholeNumber(fields, 'MaxResults', 1000, 1, 10_000));
  return {
    Shards: page.map((shard) => ({
      ShardId: shard.id,
      HashKeyRange: stream.map.ranges[shard.index],
      SequenceNumberRange: { StartingSequenceNumber: stream.sequenceNumber(shard, 0) },
    })),
    ...(page.length < left.length && { NextToken: `${name}/${page.at(-1)?.id}` }),
  };
}

function readEntry(fields: Fields): PutEntry {
  const partitionKey = text(fields, 'PartitionKey', { max: PARTITION_KEY_MAX_CHARS });
  const data = blob(fields, 'Data', RECORD_MAX_BYTES);
  const bytes = sizeOf({ data, partitionKey });
  if (bytes > RECORD_MAX_BYTES)
    throw invalid(`A record of ${bytes} bytes, partition key included, exceeds the limit of ${RECORD_MAX_BYTES} bytes`);
  return { data, partitionKey, explicitHashKey: optionalText(fields, 'ExplicitHashKey') };
}

const sizeOf = ({ data, partitionKey }: PutEntry): number => data.length + Buffer.byteLength(partitionKey);
const invalid = (message: string) => new ServiceError('InvalidArgumentException', message);

function putRecord(stream: Stream, fields: Fields): object {
  const [outcome] = stream.put([readEntry(fields)]);
  if (!outcome || outcome instanceof ServiceError) throw outcome ?? invalid('No record');
  return { ShardId: outcome.shardId, SequenceNumber: outcome.sequenceNumber, EncryptionType: 'NONE' };
}

function putRecords(stream: Stream, fields: Fields): object {
  const entries = list(fields, 'Records', PUT_RECORDS_MAX_ENTRIES).map(readEntry);
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > PUT_RECORDS_MAX_BYTES)
    throw invalid(
      `Records of ${bytes} bytes in all, partition keys included, exceed the limit of ${PUT_RECORDS_MAX_BYTES} bytes`,
    );
  const outcomes = stream.put(entries);
  const failed = outcomes.filter((outcome) => outcome instanceof ServiceError).length;
  return { FailedRecordCount: failed, Records: outcomes.map(resultEntry), EncryptionType: 'NONE' };
}

const resultEntry = (outcome: PutOutcome) =>
  outcome instanceof ServiceError
    ? { ErrorCode: outcome.code, ErrorMessage: outcome.message }
    : { ShardId: outcome.shardId, SequenceNumber: outcome.sequenceNumber };

function getShardIterator(stream: Stream, fields: Fields, nowMs: number): object {
  const id = text(fields, 'ShardId');
  const shard = stream.shards.find((one) => one.id === id);
  if (!shard) {
    const message = `Shard ${id} in stream ${stream.name} under account ${ACCOUNT_ID} does not exist`;
    throw new ServiceError('ResourceNotFoundException', message);
  }
  const offset = startingOffset(stream, shard, fields);
  return { ShardIterator: encodeIterator({ stream: stream.name, shard: shard.index, offset, issuedMs: nowMs }) };
}

function getRecords(fields: Fields, find: (name: string) => Stream, nowMs: number): object {
  const iterator = decodeIterator(text(fields, 'ShardIterator', { max: 512 }), nowMs);
  const stream = find(iterator.stream);
  const shard = stream.shards[iterator.shard];
  if (!shard) throw invalid('Invalid ShardIterator.');
  return readShard(
    stream,
    shard,
    iterator.offset,
    wholeNumber(fields, 'Limit', GET_RECORDS_MAX_RECORDS, 1, 10_000),
    nowMs,
  );
}

function readShard(stream: Stream, shard: Shard, from: number, limit: number, nowMs: number): object {
  const records = shard.log.read(from, GET_RECORDS_MAX_BYTES, limit);
  const last = records.at(-1);
  const offset = last ? last.offset + 1 : Math.max(from, shard.log.first);
  const behindMs = last && offset < shard.log.next ? Math.max(0, nowMs - last.arrivalMs) : 0;
  return {
    Records: records.map((record) => ({
      SequenceNumber: stream.sequenceNumber(shard, record.offset),
      ApproximateArrivalTimestamp: record.arrivalMs / 1000,
      Data: record.data.toString('base64'),
      PartitionKey: record.partitionKey,
      EncryptionType: 'NONE',
    })),
    NextShardIterator: encodeIterator({ stream: stream.name, shard: shard.index, offset, issuedMs: nowMs }),
    MillisBehindLatest: behindMs,
  };
}
