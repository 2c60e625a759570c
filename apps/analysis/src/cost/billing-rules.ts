// How the services round what they bill, each with the page that says so. Where "KB" can be read in two ways, the reading stands
// here that costs more, unless the page itself counts the bytes.

/** Kinesis on demand: each record is billed rounded up to 1 KB, 1,024 bytes. https://aws.amazon.com/kinesis/data-streams/pricing/ */
export const ON_DEMAND_STEP_BYTES = 1_024;

/** Kinesis provisioned: each record is billed in whole PUT payload units of 25 KB. https://aws.amazon.com/kinesis/data-streams/pricing/ */
export const PUT_UNIT_BYTES = 25_000;

/** Kinesis: what a shard takes in a second. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const SHARD_BYTES_PER_SECOND = 1_000_000;
/** Kinesis: records that a shard takes in a second. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const SHARD_RECORDS_PER_SECOND = 1_000;

/**
 * Kinesis on demand: shards that a new stream has, enough for 4 MB/s. Aggregates are made by shard, so this matters to how full
 * they get. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html
 */
export const ON_DEMAND_SHARDS = 4;

/**
 * Firehose: each record is billed rounded up to 5 KB. The page does not say whether a record of an aggregate is one; here it is,
 * which costs more. Its pricing examples count 1,024 bytes a KB. https://aws.amazon.com/firehose/pricing/
 */
export const FIREHOSE_STEP_BYTES = 5_120;

/** SQS: each 64 KB of a payload is a request. https://aws.amazon.com/sqs/pricing/ */
export const SQS_REQUEST_BYTES = 65_536;

/** SNS: each 64 KB of a notice is a publish; what goes to a queue is delivered free. https://aws.amazon.com/sns/pricing/ */
export const SNS_REQUEST_BYTES = 65_536;

/** Athena: a query is billed for 10 MB at least. https://aws.amazon.com/athena/pricing/ */
const ATHENA_MINIMUM_BYTES = 10_000_000;
/** Athena: more is billed rounded up to the megabyte. https://aws.amazon.com/athena/pricing/ */
const ATHENA_STEP_BYTES = 1_000_000;

/** Lambda: time is billed rounded up to the millisecond, that of INIT too since August 2025. https://aws.amazon.com/lambda/pricing/ */
export const LAMBDA_STEP_MS = 1;

/** Glue: a crawler's run is billed as so many minutes at least. https://aws.amazon.com/glue/pricing/ */
export const CRAWL_MINUTES = 10;

/** CloudWatch: a custom metric is paid for the hours in which it is sent. https://aws.amazon.com/cloudwatch/pricing/ */
export const metricMonths = (metrics: number, sentHours: number, monthHours: number): number =>
  (metrics * sentHours) / monthHours;

/** A GB as the data of Kinesis, Firehose, S3 and CloudWatch is billed: 2^30 bytes. https://aws.amazon.com/firehose/pricing/ */
export const GB_BYTES = 2 ** 30;
/** A TB as Athena bills it: the smaller reading, so the estimate is the larger one. https://aws.amazon.com/athena/pricing/ */
export const TB_BYTES = 1e12;

/** Whole steps that hold an amount. */
export const stepsOf = (amount: number, step: number): number => Math.ceil(amount / step);

/** An amount rounded up to whole steps. */
export const roundedUp = (amount: number, step: number): number => stepsOf(amount, step) * step;

/** What Athena bills for a query that scans so many bytes. */
export const athenaBilledBytes = (scannedBytes: number): number =>
  Math.max(ATHENA_MINIMUM_BYTES, roundedUp(scannedBytes, ATHENA_STEP_BYTES));
