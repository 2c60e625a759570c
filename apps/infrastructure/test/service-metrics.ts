import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const CDK = dirname(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'));

/** What CDK was given by the services: names of metrics. It has a file for each service, generated from what AWS's console shows. */
const canned = (module: string): string[] => {
  const name = module.slice('aws-'.length);
  const text = readFileSync(join(CDK, module, 'lib', `${name}-canned-metrics.generated.js`), 'utf8');
  return [...text.matchAll(/metricName:"([^"]+)"/g)].map(([, metric = '']) => metric);
};

/** What a service measures, of what, and by which dimension. */
export interface ServiceMetrics {
  readonly names: ReadonlySet<string>;
  readonly dimension: string;
  readonly resourceType: string;
}

const service = (
  module: string,
  dimension: string,
  resourceType: string,
  more: readonly string[] = [],
): ServiceMetrics => ({
  names: new Set([...canned(module), ...more]),
  dimension,
  resourceType,
});

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html: what CDK's list lacks. */
const MORE_OF_FIREHOSE = [
  'ExecuteProcessing.Duration',
  'ExecuteProcessing.Success',
  'FailedConversion.Records',
  'PartitionCount',
  'PartitionCountExceeded',
  'ThrottledGetRecords',
  'ThrottledGetShardIterator',
];

/** The services whose metrics are looked at, by namespace. */
export const SERVICE_METRICS: Readonly<Record<string, ServiceMetrics>> = {
  'AWS/Firehose': service(
    'aws-kinesisfirehose',
    'DeliveryStreamName',
    'AWS::KinesisFirehose::DeliveryStream',
    MORE_OF_FIREHOSE,
  ),
  'AWS/Kinesis': service('aws-kinesis', 'StreamName', 'AWS::Kinesis::Stream'),
  'AWS/Lambda': service('aws-lambda', 'FunctionName', 'AWS::Lambda::Function'),
  'AWS/SNS': service('aws-sns', 'TopicName', 'AWS::SNS::Topic'),
  'AWS/SQS': service('aws-sqs', 'QueueName', 'AWS::SQS::Queue'),
};
