import type { DeliveryOptions } from '../../firehose/open-delivery.ts';
import type { Compression } from '../../firehose/compression.ts';
import { checkPrefix } from '../../firehose/object-name.ts';
import type { Bucket } from '../../s3/bucket.ts';
import { ResourceError } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { functionNameOf, parseArn } from './arn.ts';
import type { Properties, PropertyTable } from './properties.ts';
import { parquetTable } from './table-catalog.ts';

/** @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
const INTERVAL_SECONDS = { min: 0, max: 900 };
const SIZE_MIB = { min: 1, max: 128 };
const DEFAULT_INTERVAL_MS = 300_000;
const DEFAULT_SIZE_MIB = 5;
/** With a format conversion nobody gives a size for. */
const CONVERSION_SIZE_MIB = 128;
/** With dynamic partitions or a format conversion, as above; the interval with partitions only. */
const LARGE_MIN_MIB = 64;
const PARTITIONING_MIN_MS = 60_000;
/** Ours: a delivery takes some twenty times that in memory. The hints are what AWS may fill at most, too. */
const BUFFER_MAX_BYTES = 16 << 20;

const DESTINATION: PropertyTable = {
  used:
    'BucketARN BufferingHints CompressionFormat CustomTimeZone DataFormatConversionConfiguration DynamicPartitioningConfiguration ' +
    'ErrorOutputPrefix FileExtension Prefix ProcessingConfiguration S3BackupConfiguration S3BackupMode',
  unused: 'CloudWatchLoggingOptions EncryptionConfiguration RoleARN',
  refused: {},
};
const BACKUP: PropertyTable = {
  used: 'BucketARN BufferingHints CompressionFormat Prefix',
  unused: 'CloudWatchLoggingOptions EncryptionConfiguration ErrorOutputPrefix RoleARN',
  refused: {},
};

/** What an `ExtendedS3DestinationConfiguration` asks for; throws for what cannot be. */
export function readDelivery(destination: Properties, account: AccountParts): Omit<DeliveryOptions, 'name'> {
  destination.only(DESTINATION);
  const zone = destination.text('CustomTimeZone') ?? 'UTC';
  if (zone !== 'UTC') throw destination.fault('CustomTimeZone', `'${zone}' is not here: prefixes are in UTC`);
  const table = readConversion(destination.object('DataFormatConversionConfiguration'), account);
  const compression = readCompression(destination);
  if (table && compression !== 'UNCOMPRESSED')
    throw destination.fault('CompressionFormat', 'with a format conversion it must be UNCOMPRESSED');
  const transformFunction = readProcessor(destination.object('ProcessingConfiguration'), account);
  return {
    bucket: bucketOf(destination, account).name,
    ...readPrefixes(destination, transformFunction !== undefined),
    ...readBuffer(destination, table !== undefined),
    ...(transformFunction !== undefined && { transformFunction }),
    compression,
    fileExtension: destination.text('FileExtension'),
    table,
    backup: readBackup(destination, account),
  };
}

function bucketOf(properties: Properties, { parts }: AccountParts): Bucket {
  const arn = properties.need('BucketARN', properties.text('BucketARN'));
  const bucket = parts.buckets.get(parseArn(arn).resource);
  if (!bucket) throw properties.fault('BucketARN', `there is no bucket ${arn}`);
  return bucket;
}

const readCompression = (properties: Properties): Compression =>
  properties.choice<Compression>('CompressionFormat', ['UNCOMPRESSED', 'GZIP']) ?? 'UNCOMPRESSED';

function isPartitioned(destination: Properties): boolean {
  return destination.object('DynamicPartitioningConfiguration')?.flag('Enabled') ?? false;
}

function readPrefixes(destination: Properties, hasTransform: boolean): { prefix: string; errorPrefix: string } {
  const prefix = destination.text('Prefix') ?? '';
  const errorPrefix = destination.text('ErrorOutputPrefix') ?? '';
  checkPrefix('Prefix', prefix, false);
  checkPrefix('ErrorOutputPrefix', errorPrefix, true);
  if (prefix.includes('!{') && errorPrefix === '')
    throw new ResourceError('ErrorOutputPrefix cannot be null or empty when Prefix contains expressions');
  const needsKeys = prefix.includes('partitionKeyFromLambda');
  if (needsKeys && !isPartitioned(destination))
    throw new ResourceError('DynamicPartitioningConfiguration must be enabled when Prefix contains partition keys');
  if (needsKeys && !hasTransform)
    throw new ResourceError('Prefix contains partition keys, which only a Lambda processor gives here');
  return { prefix, errorPrefix };
}

function readBuffer(destination: Properties, isConverted: boolean): { bufferBytes: number; bufferMs: number } {
  const hints = destination.object('BufferingHints');
  const defaultMib = isConverted ? CONVERSION_SIZE_MIB : DEFAULT_SIZE_MIB;
  const sizeMib = hints?.number('SizeInMBs', SIZE_MIB) ?? defaultMib;
  const bufferMs = hints?.seconds('IntervalInSeconds', INTERVAL_SECONDS) ?? DEFAULT_INTERVAL_MS;
  const large = isConverted ? 'data format conversion' : 'dynamic partitioning';
  if ((isConverted || isPartitioned(destination)) && sizeMib < LARGE_MIN_MIB)
    throw new ResourceError(`BufferingHints.SizeInMBs must be at least ${LARGE_MIN_MIB} when ${large} is enabled.`);
  if (isPartitioned(destination) && bufferMs < PARTITIONING_MIN_MS)
    throw new ResourceError(
      'BufferingHints.IntervalInSeconds must be at least 60 seconds when Dynamic Partitioning is enabled.',
    );
  return { bufferBytes: Math.min(sizeMib << 20, BUFFER_MAX_BYTES), bufferMs };
}

/** The name of the function of the one processor. */
function readProcessor(processing: Properties | undefined, { parts }: AccountParts): string | undefined {
  if (!processing?.flag('Enabled')) return undefined;
  const [processor, second] = processing.objects('Processors');
  const type = processor?.text('Type');
  if (!processor || second || type !== 'Lambda')
    throw processing.fault('Processors', `one of type Lambda is needed${type === undefined ? '' : `, not ${type}`}`);
  const parameters = new Map(
    processor.objects('Parameters').map((one) => [one.text('ParameterName'), one.text('ParameterValue')]),
  );
  const arn = parameters.get('LambdaArn') ?? '';
  const name = functionNameOf(arn);
  if (parts.functions.has(name)) return name;
  throw processor.fault('Parameters', `LambdaArn is '${arn}'; there is no such function`);
}

/** The table whose columns the rows of Parquet files have. It is looked up for each file: columns may come. */
function readConversion(conversion: Properties | undefined, { tables }: AccountParts): DeliveryOptions['table'] {
  if (!conversion || conversion.flag('Enabled') === false) return undefined;
  const serializer = conversion.object('OutputFormatConfiguration')?.object('Serializer');
  if (!serializer?.has('ParquetSerDe'))
    throw conversion.fault('OutputFormatConfiguration', 'rows are written as Parquet here: a ParquetSerDe is needed');
  const schema = conversion.need('SchemaConfiguration', conversion.object('SchemaConfiguration'));
  const database = schema.need('DatabaseName', schema.text('DatabaseName'));
  const name = schema.need('TableName', schema.text('TableName'));
  parquetTable(tables, database, name);
  return () => parquetTable(tables, database, name);
}

function readBackup(destination: Properties, account: AccountParts): DeliveryOptions['backup'] {
  if (destination.choice('S3BackupMode', ['Disabled', 'Enabled']) !== 'Enabled') return undefined;
  const backup = destination.need('S3BackupConfiguration', destination.object('S3BackupConfiguration')).only(BACKUP);
  const prefix = backup.text('Prefix') ?? '';
  checkPrefix('S3BackupConfiguration.Prefix', prefix, false);
  if (prefix.includes('partitionKey')) throw backup.fault('Prefix', 'source records have no partition keys');
  return { bucket: bucketOf(backup, account), prefix, compression: readCompression(backup) };
}
