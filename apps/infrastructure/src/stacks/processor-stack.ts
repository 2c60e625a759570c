import type { TableName } from '@tickerlake/record-schema';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { EncryptedQueue } from '../constructs/encrypted-queue.ts';
import { allowObjects } from '../constructs/object-access.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface ProcessorStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** Of 6 MB of records, or ten messages of 1 MiB; a batch takes well below a second, the rest is for a slow service. */
const FUNCTION = { memoryMb: 512, timeout: Duration.minutes(1) };

/**
 * How long log records wait for company on their way to the queue: the fewer and larger objects the lake gets. The feed
 * makes its logs once a minute, and no question asks for fresher ones.
 */
const LOG_WINDOW = Duration.minutes(1);
/** As many as Lambda hands over at once; 6 MB of them are the limit that is met first. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const LOG_BATCH = 10_000;
/**
 * How long Lambda tries records that the log pipe fails with, until it lays them aside. No count of tries decides: a queue that
 * refuses would use it up in minutes, while nobody knows. By then the alarm on the iterator's age has rung for hours, so
 * nothing is laid aside unseen, and the stream, which keeps records for a day at least, still has them too.
 */
const LOG_MAX_AGE = Duration.hours(6);

/** How long a message waits while nothing processes it: until somebody is back from a long weekend. */
const QUEUE_RETENTION = Duration.days(4);
/** As AWS advises, so that Lambda can try again what it could not start. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_TIMEOUTS = 6;
/** How often a message is tried before the processor itself lays what is unreadable of it among the dead letters, with the reason. */
const MAX_RECEIVES = 3;
/** When SQS gives a message up, as after a processor that dies of it each time: 5 hours, so not for a service's bad hour. */
const BACKSTOP_RECEIVES = 50;
/** Messages of an invocation. More would make it larger, not better: each message makes objects of its own. */
const MESSAGES = 10;
/** Processors at once: a backlog must not take the account's concurrency, 1,000 by default, from the other functions. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PROCESSORS = 10;

/** What Lambda's poller does on a stream without enhanced fan-out. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html */
const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];
/** What Lambda's poller does on a queue. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const READ_QUEUE = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
/** Where in a bucket Lambda lays aside what it gave up. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const LAID_ASIDE = 'aws/lambda/';

/** The tables that logs become. */
const LOG_TABLES = ['quotes', 'forex', 'news'] as const satisfies readonly TableName[];

/** Quotes, rates and stories on their way into the lake: log pipe, queue, processor, notices. */
export class ProcessorStack extends PartStack {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly notices: Topic;
  readonly logPipe: BundledFunction;
  readonly processor: BundledFunction;

  constructor(scope: Construct, props: ProcessorStackProps) {
    super(scope, 'processor', 'Tickerlake: quotes, rates and stories from the stream into the lake', props);
    const { lake } = props;
    const { deadLetters, queue } = this.#createQueues();
    this.deadLetterQueue = deadLetters;
    this.queue = queue;
    this.notices = this.#createTopic();
    this.logPipe = this.#createLogPipe(lake);
    this.#readStream(lake);
    this.processor = this.#createProcessor(lake);
    this.#readQueue();
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: this.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'TopicArn', { value: this.notices.topicArn });
    new CfnOutput(this, 'FunctionName', { value: this.processor.function.functionName });
    new CfnOutput(this, 'LogPipeFunctionName', { value: this.logPipe.function.functionName });
  }
  #createQueues(): { readonly deadLetters: Queue; readonly queue: Queue } {
    const removalPolicy = this.dataRemovalPolicy;
    const deadLetters = new EncryptedQueue(this, 'DeadLetterQueue', { removalPolicy });
    const queue = new EncryptedQueue(this, 'Queue', {
      removalPolicy,
      retention: QUEUE_RETENTION,
      visibilityTimeout: Duration.seconds(FUNCTION.timeout.toSeconds() * VISIBILITY_TIMEOUTS),
      deadLetters: { queue: deadLetters, maxReceiveCount: BACKSTOP_RECEIVES },
    });
    return { deadLetters, queue };
  }

  #createTopic(): Topic {
    const topic = new Topic(this, 'Notices', {
      // The processor publishes with this account's own role, which AWS's key for SNS allows; no service does.
      masterKey: Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns'),
      enforceSSL: true,
    });
    const { noticeEmail } = this.config;
    if (noticeEmail !== undefined) topic.addSubscription(new EmailSubscription(noticeEmail));
    return topic;
  }

  #createLogPipe({ key }: LakeStack): BundledFunction {
    const logPipe = new BundledFunction(this, 'LogPipe', {
      ...FUNCTION,
      config: this.config,
      app: 'log-pipe',
      description: 'Forwards quotes, rates and stories from the stream to the queue',
      key,
      environment: { TICKERLAKE_QUEUE_URL: this.queue.queueUrl },
    });
    allow(logPipe, [this.queue.queueArn], ['sqs:SendMessage']);
    return logPipe;
  }

  /** The log pipe on the stream: in order and without end, but for what it can never take, which is laid aside whole. */
  #readStream({ stream, bucket }: LakeStack): void {
    allow(this.logPipe, [stream.streamArn], READ_STREAM);
    // https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
    allow(this.logPipe, [bucket.bucketArn], ['s3:ListBucket']);
    allowObjects({
      role: this.logPipe.role,
      bucket,
      prefix: LAID_ASIDE,
      actions: ['s3:PutObject'],
      reason: 'Lambda names what it lays aside by mapping, shard, time and chance, below this prefix only',
    });
    new EventSourceMapping(this, 'Records', {
      target: this.logPipe.function,
      eventSourceArn: stream.streamArn,
      // What the stream has from before the first deployment is taken too; twice is harmless, never is not.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: LOG_BATCH,
      maxBatchingWindow: LOG_WINDOW,
      reportBatchItemFailures: true,
      // Those before the one that is at fault need not wait with it.
      bisectBatchOnError: true,
      maxRecordAge: LOG_MAX_AGE,
      supportS3OnFailureDestination: true,
      // A queue or topic would be told the records' numbers only, and the stream forgets those after a day.
      onFailure: { bind: () => ({ destination: bucket.bucketArn }) },
    });
  }

  #createProcessor({ key, bucket }: LakeStack): BundledFunction {
    const processor = new BundledFunction(this, 'Processor', {
      ...FUNCTION,
      config: this.config,
      app: 'processor',
      description: 'Makes Parquet objects of quotes, rates and stories, and sends a notice of each',
      key,
      environment: {
        TICKERLAKE_BUCKET: bucket.bucketName,
        TICKERLAKE_TOPIC_ARN: this.notices.topicArn,
        TICKERLAKE_DEAD_LETTER_QUEUE_URL: this.deadLetterQueue.queueUrl,
        TICKERLAKE_MAX_RECEIVES: String(MAX_RECEIVES),
      },
    });
    for (const table of LOG_TABLES) {
      allowObjects({
        role: processor.role,
        bucket,
        prefix: `${table}/`,
        // An object that is there already is read back, for its checksum.
        actions: ['s3:GetObject', 's3:PutObject'],
        reason: "Keys end in a hash of the records; the prefix is one table of the processor's own",
      });
    }
    allow(processor, [this.notices.topicArn], ['sns:Publish']);
    allow(processor, [this.deadLetterQueue.queueArn], ['sqs:SendMessage']);
    return processor;
  }

  #readQueue(): void {
    allow(this.processor, [this.queue.queueArn], READ_QUEUE);
    new EventSourceMapping(this, 'Logs', {
      target: this.processor.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: MESSAGES,
      maxConcurrency: MAX_PROCESSORS,
      reportBatchItemFailures: true,
    });
  }
}

const allow = ({ role }: BundledFunction, resources: string[], actions: string[]): void => {
  role.addToPolicy(new PolicyStatement({ actions, resources }));
};
