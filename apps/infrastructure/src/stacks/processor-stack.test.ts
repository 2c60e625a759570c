import { describe, expect, it } from 'vitest';
import { at, ofType, synthesise, targetOf } from '../../test/deployment.ts';
import { grantsOf, named, only, shortened } from '../../test/short-form.ts';

const STACK = 'tickerlake-processor';
const deployment = synthesise();
const logPipe = named(deployment, STACK, 'LogPipeFunction');
const processor = named(deployment, STACK, 'ProcessorFunction');
const queue = named(deployment, STACK, 'Queue', 'AWS::SQS::Queue');
const mappingOf = (target: typeof logPipe) =>
  ofType(deployment, 'AWS::Lambda::EventSourceMapping').find(
    ({ stack, properties }) => targetOf(deployment, stack, properties['FunctionName']) === target,
  )?.properties;

describe('the log pipe', () => {
  it('reads the stream from its beginning, a minute or 6 MB at a time', () => {
    expect(mappingOf(logPipe)).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 60,
    });
  });

  it('gives up what it cannot take after six hours, not after so many tries, and lays it aside whole in the lake', () => {
    const mapping = mappingOf(logPipe) ?? {};
    expect(mapping).toMatchObject({ MaximumRecordAgeInSeconds: 21_600, BisectBatchOnFunctionError: true });
    expect(mapping).not.toHaveProperty('MaximumRetryAttempts');
    const destination = targetOf(deployment, STACK, at(mapping, 'DestinationConfig', 'OnFailure', 'Destination'));
    expect(destination?.type).toBe('AWS::S3::Bucket');
  });

  it('may read the stream, send to the queue, and lay aside below aws/lambda/', () => {
    expect(grantsOf(deployment, logPipe)).toEqual({
      'tickerlake-processor/LogPipeLog': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'tickerlake-processor/Queue': ['sqs:SendMessage'],
      'tickerlake-lake/Stream': [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      'tickerlake-lake/Bucket': ['s3:ListBucket'],
      'tickerlake-lake/Bucket/aws/lambda/*': ['s3:PutObject'],
    });
  });
});

describe('the queue', () => {
  it('hides a message for six time-outs of the processor', () => {
    expect(queue.properties['VisibilityTimeout']).toBe(6 * Number(processor.properties['Timeout']));
  });

  it('gives a message up only after the processor would have, and before it expires', () => {
    const { VisibilityTimeout: hidden, MessageRetentionPeriod: kept } = queue.properties;
    const receives = Number(at(queue.properties, 'RedrivePolicy', 'maxReceiveCount'));
    const own = Number(at(processor.properties, 'Environment', 'Variables', 'TICKERLAKE_MAX_RECEIVES'));
    expect([own, receives]).toEqual([3, 50]);
    expect(receives * Number(hidden)).toBeLessThan(Number(kept));
  });
});

describe('the processor', () => {
  it('knows where objects, notices and dead letters go', () => {
    expect(shortened(deployment, processor, 'Environment', 'Variables')).toMatchObject({
      TICKERLAKE_BUCKET: 'tickerlake-lake/Bucket',
      TICKERLAKE_TOPIC_ARN: 'tickerlake-processor/Notices',
      TICKERLAKE_DEAD_LETTER_QUEUE_URL: 'tickerlake-processor/DeadLetterQueue',
      TICKERLAKE_MAX_RECEIVES: '3',
    });
  });

  it('writes the tables of logs and no other: never bars, raw records or quarantine', () => {
    const objects = ['s3:GetObject', 's3:PutObject'];
    expect(grantsOf(deployment, processor)).toEqual({
      'tickerlake-processor/ProcessorLog': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'tickerlake-lake/Bucket/forex/*': objects,
      'tickerlake-lake/Bucket/news/*': objects,
      'tickerlake-lake/Bucket/quotes/*': objects,
      'tickerlake-processor/Notices': ['sns:Publish'],
      'tickerlake-processor/DeadLetterQueue': ['sqs:SendMessage'],
      'tickerlake-processor/Queue': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    });
  });

  it('takes ten messages at once, ten times at once', () => {
    expect(mappingOf(processor)).toMatchObject({ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 10 } });
  });
});

describe('notices', () => {
  it('are encrypted with the key that AWS keeps for SNS', () => {
    const { KmsMasterKeyId: key } = only(deployment, STACK, 'AWS::SNS::Topic').properties;
    expect(JSON.stringify(key)).toContain(':alias/aws/sns"');
  });

  it('go to nobody unless an address is given', () => {
    const subscriptions = (of: typeof deployment) =>
      ofType(of, 'AWS::SNS::Subscription').map(({ properties }) => [properties['Protocol'], properties['Endpoint']]);
    expect(subscriptions(deployment)).toEqual([]);
    expect(subscriptions(synthesise({ noticeEmail: 'notices@example.com' }))).toEqual([
      ['email', 'notices@example.com'],
    ]);
  });
});
