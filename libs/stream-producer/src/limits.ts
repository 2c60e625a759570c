// Limits of the services, each with its source. Where sources disagree, the reading that cannot be refused stands here.

/** Kinesis: entries of one `PutRecords`. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
export const KINESIS_MAX_ENTRIES_PER_REQUEST = 500;

/**
 * Kinesis: bytes of one `PutRecords`, partition keys included: 10 MiB. It was 5 MiB before late 2025, which many pages still
 * say. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export const KINESIS_MAX_REQUEST_BYTES = 10_485_760;

/**
 * Kinesis: bytes of one entry, data and partition key, on a stream as created: 1 MiB.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 */
export const KINESIS_DEFAULT_MAX_ENTRY_BYTES = 1_048_576;

/**
 * Kinesis: bytes of one entry once the stream's `MaxRecordSizeInKiB` is raised as far as it goes: 10 MiB.
 * https://docs.aws.amazon.com/streams/latest/dev/large-records.html
 */
export const KINESIS_MAX_ENTRY_BYTES = 10_485_760;

/**
 * Kinesis: Unicode characters of a partition key; UTF-16 units are counted here, which are never fewer.
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsRequestEntry.html
 */
export const KINESIS_MAX_PARTITION_KEY_CHARACTERS = 256;

/**
 * Kinesis, provisioned mode: a PUT payload unit, 25 KB; each entry is billed in whole units. The smaller of the two readings
 * of "KB". https://aws.amazon.com/kinesis/data-streams/pricing/
 */
export const KINESIS_PUT_UNIT_BYTES = 25_000;

/**
 * Firehose: records that it takes apart again from one; beyond them it hands the whole record on.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const FIREHOSE_MAX_RECORDS_PER_AGGREGATE = 500;

/**
 * Firehose: entries of one `PutRecordBatch`.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const FIREHOSE_MAX_ENTRIES_PER_REQUEST = 500;

/**
 * Firehose: bytes of one `PutRecordBatch`, "4 MB": decimal, the reading that cannot be refused.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const FIREHOSE_MAX_REQUEST_BYTES = 4_000_000;

/**
 * Firehose: bytes of one record before base64, "1,000 KB": decimal, the reading that cannot be refused.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const FIREHOSE_DEFAULT_MAX_ENTRY_BYTES = 1_000_000;

/**
 * Firehose: the same limit read as 1,000 KiB, as the quotas page has it.
 * https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
export const FIREHOSE_MAX_ENTRY_BYTES = 1_024_000;

/** Firehose: each record is billed rounded up to 5 KB. https://aws.amazon.com/firehose/pricing/ */
export const FIREHOSE_BILLING_STEP_BYTES = 5_000;
