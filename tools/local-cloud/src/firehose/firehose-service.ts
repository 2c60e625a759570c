import { blob, type Fields, list, object, text } from '../fields.ts';
import { jsonService } from '../json-service.ts';
import { ACCOUNT_ID, type Service, ServiceError } from '../service.ts';
import type { DeliveryStream } from './delivery-stream.ts';
import type { DirectPut } from './direct-put.ts';

/** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
const PUT_BATCH_MAX_ENTRIES = 500;
const PUT_BATCH_MAX_BYTES = 4 << 20;
/** 1,000 KiB before base64, as above. */
const FIREHOSE_RECORD_MAX_BYTES = 1_024_000;

/** A delivery stream with what it reads; without `direct` that is a data stream, and it takes no puts. */
export interface DeliveryEndpoint {
  readonly stream: DeliveryStream;
  readonly direct?: DirectPut | undefined;
  /** Starts delivering, and a process of the transform ahead of its first records. */
  begin(): void;
  /** Resolves when nothing is under way any more. What is pending stays for the next start. */
  stop(): Promise<void>;
  /** Its source need keep nothing for it any more. To be called after the end. */
  release(): void;
}

/** Firehose: putting records and describing delivery streams. */
export function firehoseService(endpoints: ReadonlyMap<string, DeliveryEndpoint>): Service {
  const find = (fields: Fields): DeliveryEndpoint => {
    const name = text(fields, 'DeliveryStreamName', { max: 64, pattern: /^[a-zA-Z0-9_.-]+$/ });
    const endpoint = endpoints.get(name);
    if (endpoint) return endpoint;
    throw new ServiceError('ResourceNotFoundException', `Firehose ${name} under account ${ACCOUNT_ID} not found.`);
  };
  return jsonService('Firehose', 'Firehose_20150804', {
    PutRecord: (fields) => putRecord(directOf(find(fields)), fields),
    PutRecordBatch: (fields) => putRecordBatch(directOf(find(fields)), fields),
    DescribeDeliveryStream: (fields) => ({ DeliveryStreamDescription: describe(find(fields)) }),
  });
}

const invalid = (message: string) => new ServiceError('InvalidArgumentException', message);

function directOf({ direct }: DeliveryEndpoint): DirectPut {
  if (direct) return direct;
  throw invalid('This operation is not permitted on KinesisStreamAsSource delivery stream type.');
}

const dataOf = (record: Fields): Buffer => blob(record, 'Data', FIREHOSE_RECORD_MAX_BYTES);

function putRecord(direct: DirectPut, fields: Fields): object {
  const [outcome] = direct.put([dataOf(object(fields['Record'], 'Record'))]);
  if (typeof outcome !== 'string') throw outcome ?? invalid('No record');
  return { RecordId: outcome, Encrypted: false };
}

function putRecordBatch(direct: DirectPut, fields: Fields): object {
  const records = list(fields, 'Records', PUT_BATCH_MAX_ENTRIES).map(dataOf);
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  if (bytes > PUT_BATCH_MAX_BYTES)
    throw invalid(`Records of ${bytes} bytes in all exceed the limit of ${PUT_BATCH_MAX_BYTES} bytes`);
  const outcomes = direct.put(records);
  return {
    FailedPutCount: outcomes.filter((outcome) => typeof outcome !== 'string').length,
    Encrypted: false,
    RequestResponses: outcomes.map((outcome) =>
      typeof outcome === 'string' ? { RecordId: outcome } : { ErrorCode: outcome.code, ErrorMessage: outcome.message },
    ),
  };
}

function describe({ stream, direct }: DeliveryEndpoint): object {
  const { name, bucket, prefix, errorPrefix, bufferBytes, bufferMs, sourceStreamArn } = stream.setup;
  const { compression = 'UNCOMPRESSED', backup } = stream.setup;
  const destination = {
    RoleARN: `arn:aws:iam::${ACCOUNT_ID}:role/local-cloud`,
    BucketARN: `arn:aws:s3:::${bucket.name}`,
    Prefix: prefix,
    ErrorOutputPrefix: errorPrefix,
    BufferingHints: { SizeInMBs: Math.ceil(bufferBytes / 2 ** 20), IntervalInSeconds: Math.ceil(bufferMs / 1000) },
    CompressionFormat: compression,
    EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
    S3BackupMode: backup ? 'Enabled' : 'Disabled',
  };
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamType: direct ? 'DirectPut' : 'KinesisStreamAsSource',
    VersionId: '1',
    ...(sourceStreamArn !== undefined && {
      Source: { KinesisStreamSourceDescription: { KinesisStreamARN: sourceStreamArn } },
    }),
    Destinations: [{ DestinationId: 'destinationId-000000000001', ExtendedS3DestinationDescription: destination }],
    HasMoreDestinations: false,
  };
}
