import { CfnOutput, Duration } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BundledFunction } from '../constructs/bundled-function.ts';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { EncryptedQueue } from '../constructs/encrypted-queue.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { PartStack, type PartStackProps } from '../constructs/part-stack.ts';
import { INTERVAL_MINUTES, marketHoursSchedule } from '../market-hours.ts';
import type { LakeStack } from './lake-stack.ts';

export interface CollectorStackProps extends PartStackProps {
  readonly lake: LakeStack;
}

/**
 * The longest that a function may run. A minute's run takes seconds; a direct invocation for years of bars takes as long
 * as Yahoo's pace lets it. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const TIMEOUT = Duration.minutes(15);
/** It waits for Yahoo and holds a few symbols' bars: more memory would buy a faster start and nothing else. */
const MEMORY_MB = 512;

/** The API stops waiting after 30 s. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const API_TIMEOUT = Duration.seconds(29);
/** Requests a second. The function serves one after the other, so more could only be refused by it. */
const API_RATE = { rateLimit: 1, burstLimit: 5 };

/** Who asked for what, and why it was refused. Never a body or a query string. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    caller: AccessLogField.contextIdentityUserArn(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    error: AccessLogField.contextErrorMessage(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
    latencyMs: AccessLogField.contextResponseLatency(),
  }),
);

/** How bars come in: a function on a schedule and behind an HTTP API. */
export class CollectorStack extends PartStack {
  readonly collector: BundledFunction;
  readonly api: HttpApi;
  /** Scheduled events that Lambda could not be given. */
  readonly scheduleDeadLetters: Queue;

  constructor(scope: Construct, props: CollectorStackProps) {
    super(scope, 'collector', 'Tickerlake: fetches bars and puts them onto the stream', props);
    this.collector = this.#createFunction(props.lake);
    this.scheduleDeadLetters = new EncryptedQueue(this, 'ScheduleDeadLetters', {
      removalPolicy: this.dataRemovalPolicy,
    });
    this.#createSchedule();
    this.api = new HttpApi(this, 'Api', {
      apiName: this.stackName,
      description: 'Collects bars on demand; callers sign their requests',
      createDefaultStage: false,
      defaultAuthorizer: new HttpIamAuthorizer(),
    });
    const stage = this.#createRoutes(props.lake);
    new CfnOutput(this, 'FunctionName', { value: this.collector.function.functionName });
    new CfnOutput(this, 'ApiUrl', { value: stage.url });
  }

  #createFunction({ key, stream }: LakeStack): BundledFunction {
    const { config } = this;
    const collector = new BundledFunction(this, 'Collector', {
      config,
      app: 'collector',
      description: 'Fetches bars and puts them onto the stream',
      key,
      memoryMb: MEMORY_MB,
      timeout: TIMEOUT,
      // Two runs at once would ask Yahoo for the same bars twice, and each would spend the other's share of its pace.
      reservedConcurrentExecutions: 1,
      environment: {
        TICKERLAKE_STREAM: stream.streamName,
        TICKERLAKE_SYMBOLS: config.symbols.join(','),
        TICKERLAKE_INTERVAL: config.interval,
      },
    });
    const actions = ['kinesis:ListShards', 'kinesis:PutRecords'];
    collector.role.addToPolicy(new PolicyStatement({ actions, resources: [stream.streamArn] }));
    return collector;
  }

  #createSchedule(): void {
    const { config } = this;
    const minutes = INTERVAL_MINUTES[config.interval];
    new FunctionSchedule(this, 'MarketHours', {
      name: this.stackName,
      description: `Collects ${config.interval} bars in New York market hours`,
      expression: marketHoursSchedule(config.interval),
      enabled: config.schedule,
      target: this.collector,
      // Each run catches up what the runs before it could not collect: one that is late or failed is the next one's work.
      maxAge: Duration.minutes(minutes),
      retries: 0,
      deadLetters: this.scheduleDeadLetters,
      keepFailed: false,
    });
  }

  #createRoutes({ key }: LakeStack): HttpStage {
    const integration = new HttpLambdaIntegration('Collect', this.collector.function, { timeout: API_TIMEOUT });
    this.api.addRoutes({ path: '/collect', methods: [HttpMethod.GET, HttpMethod.POST], integration });
    const log = new EncryptedLogGroup(this, 'ApiLog', { key, name: `/${this.config.name}/collector-api` });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: API_RATE,
      accessLogSettings: { destination: new LogGroupLogDestination(log), format: ACCESS_LOG },
    });
  }
}
