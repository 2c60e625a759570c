import { CfnOutput, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type FunctionUrl, FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { EncryptedQueue } from '../constructs/encrypted-queue.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import type { LakeStack } from './lake-stack.ts';

export interface MarketFeedStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/** An event stream lasts as long as a function may run; its client then resumes it, and misses nothing. */
const TIMEOUT = Duration.minutes(15);
/** It computes its market: at this size Lambda gives it a whole core. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MEMORY_MB = 1_769;
/** Each open event stream keeps one function running: a bound on what forgotten ones cost, and on what they take from the others. */
const MAX_CONCURRENT = 10;

/** The feed simulates companies only, as many as its pages can show: see apps/market-feed/src/config.ts. */
const COMPANY = /^(?=.*[A-Z])[A-Z0-9]{1,10}(?:[.-][A-Z0-9]{1,4})?$/;
const MAX_COMPANIES = 100;

/** Of the symbols that are collected those that can be on the simulated market; none leaves it its own. */
const companiesOf = (symbols: readonly string[]): Readonly<Record<string, string>> => {
  const companies = symbols.filter((symbol) => COMPANY.test(symbol)).slice(0, MAX_COMPANIES);
  return companies.length > 0 ? { TICKERLAKE_SYMBOLS: companies.join(',') } : {};
};

/** The simulated market as a function behind a URL. */
export class MarketFeedStack extends PartStack {
  readonly marketFeed: BundledFunction;
  readonly url: FunctionUrl;
  /** Scheduled events whose minute of logs could not be made. */
  readonly scheduleDeadLetters: Queue;

  constructor(scope: Construct, props: MarketFeedStackProps) {
    super(scope, 'market-feed', 'Tickerlake: the simulated market', props);
    this.marketFeed = this.#createFunction(props.lake);
    this.url = this.marketFeed.function.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      // Else an event stream would be kept back until it ends.
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    this.scheduleDeadLetters = new EncryptedQueue(this, 'ScheduleDeadLetters', {
      removalPolicy: this.dataRemovalPolicy,
    });
    this.#createSchedule();
    new CfnOutput(this, 'FunctionName', { value: this.marketFeed.function.functionName });
    new CfnOutput(this, 'FeedUrl', { value: this.url.url });
  }

  #createFunction({ key, stream }: LakeStack): BundledFunction {
    const { config } = this;
    const marketFeed = new BundledFunction(this, 'MarketFeed', {
      config,
      app: 'market-feed',
      description: 'Shows a simulated market, and puts its logs onto the stream',
      key,
      memoryMb: MEMORY_MB,
      timeout: TIMEOUT,
      reservedConcurrentExecutions: MAX_CONCURRENT,
      environment: { TICKERLAKE_STREAM: stream.streamName, ...companiesOf(config.symbols) },
      // The same server as a program.
      exclude: ['main.mjs'],
    });
    const actions = ['kinesis:ListShards', 'kinesis:PutRecords'];
    marketFeed.role.addToPolicy(new PolicyStatement({ actions, resources: [stream.streamArn] }));
    return marketFeed;
  }

  #createSchedule(): void {
    new FunctionSchedule(this, 'EveryMinute', {
      name: this.stackName,
      description: "Puts the last minute's quotes, rates and stories onto the stream",
      // Rates never sleep, so every minute of every day.
      expression: ScheduleExpression.cron({ minute: '*' }),
      enabled: this.config.feedSchedule,
      target: this.marketFeed,
      // No later run makes this minute's logs: it is tried again, and kept if that does not help.
      maxAge: Duration.hours(1),
      retries: 2,
      deadLetters: this.scheduleDeadLetters,
      keepFailed: true,
    });
  }
}
