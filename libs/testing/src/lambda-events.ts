import { createHash } from 'node:crypto';
import type {
  APIGatewayProxyEventV2,
  Context,
  EventBridgeEvent,
  FirehoseTransformationEvent,
  FirehoseTransformationEventRecord,
  KinesisStreamEvent,
  KinesisStreamRecord,
  SQSEvent,
  SQSMessageAttributes,
  SQSRecord,
} from 'aws-lambda';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';
const ARRIVED_MS = Date.UTC(2026, 10, 20, 15, 0);

const base64 = (data: string | Uint8Array): string =>
  Buffer.from(typeof data === 'string' ? new TextEncoder().encode(data) : data).toString('base64');

/** A record as Firehose hands it to a transformation when its source is a Kinesis stream. */
export const firehoseRecord = (
  data: string | Uint8Array,
  index = 0,
  overrides: Partial<FirehoseTransformationEventRecord> = {},
): FirehoseTransformationEventRecord => {
  const sequenceNumber = `4965764412030578432916728904${String(index).padStart(28, '0')}`;
  return {
    recordId: `${sequenceNumber}0000`,
    approximateArrivalTimestamp: ARRIVED_MS,
    data: base64(data),
    kinesisRecordMetadata: {
      sequenceNumber,
      subsequenceNumber: '',
      partitionKey: 'DDOG',
      shardId: 'shardId-000000000000',
      approximateArrivalTimestamp: ARRIVED_MS,
    },
    ...overrides,
  };
};

/** A transformation event of a delivery stream that reads a Kinesis stream; each datum is one record. */
export const firehoseEvent = (data: readonly (string | Uint8Array)[]): FirehoseTransformationEvent => ({
  invocationId: '2b4d1ad9-2f48-94bd-a088-767c317e994a',
  sourceKinesisStreamArn: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/market-records`,
  deliveryStreamArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/bars`,
  region: REGION,
  records: data.map((datum, index) => firehoseRecord(datum, index)),
});

/** A record as an event source mapping on a Kinesis stream hands it on: aggregated ones as they are. */
export const kinesisRecord = (data: string | Uint8Array, index = 0): KinesisStreamRecord => {
  const sequenceNumber = `4965764412030578432916728904${String(index).padStart(28, '0')}`;
  return {
    awsRegion: REGION,
    eventID: `shardId-000000000000:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/market-records`,
    eventVersion: '1.0',
    invokeIdentityArn: `arn:aws:iam::${ACCOUNT}:role/function`,
    kinesis: {
      approximateArrivalTimestamp: ARRIVED_MS / 1000,
      data: base64(data),
      kinesisSchemaVersion: '1.0',
      partitionKey: 'DDOG',
      sequenceNumber,
    },
  };
};

/** The event of an event source mapping on a Kinesis stream; each datum is one record. */
export const kinesisEvent = (data: readonly (string | Uint8Array)[]): KinesisStreamEvent => ({
  Records: data.map((datum, index) => kinesisRecord(datum, index)),
});

/** A message of a queue, as far as tests choose it. */
export interface SqsMessage {
  readonly body: string;
  readonly messageId?: string;
  /** How often it was received, this time included. @default 1 */
  readonly receiveCount?: number;
  /** Message attributes; numbers become Number, texts String. */
  readonly attributes?: Readonly<Record<string, string | number>>;
}

const sqsAttributes = (attributes: NonNullable<SqsMessage['attributes']>): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { dataType: typeof value === 'number' ? 'Number' : 'String', stringValue: String(value) },
    ]),
  );

/** A message as an event source mapping on a queue hands it on. */
export const sqsRecord = (message: string | SqsMessage, index = 0): SQSRecord => {
  const {
    body,
    messageId,
    receiveCount = 1,
    attributes = {},
  }: SqsMessage = typeof message === 'string' ? { body: message } : message;
  return {
    messageId: messageId ?? `059f36b4-87a3-44ab-83d2-${String(index).padStart(12, '0')}`,
    receiptHandle: `AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(ARRIVED_MS),
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: String(ARRIVED_MS),
    },
    messageAttributes: sqsAttributes(attributes),
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:logs`,
    awsRegion: REGION,
  };
};

/** The event of an event source mapping on a queue. */
export const sqsEvent = (messages: readonly (string | SqsMessage)[]): SQSEvent => ({
  Records: messages.map((message, index) => sqsRecord(message, index)),
});

/** The event of an EventBridge rule with a schedule expression. `time` is the scheduled instant, ISO UTC in whole seconds. */
export const scheduledEvent = (time: string): EventBridgeEvent<'Scheduled Event', Record<string, never>> => ({
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time,
  region: REGION,
  resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/collect-every-minute`],
  detail: {},
});

/** What EventBridge Scheduler sends to a target without an input of its own: like a rule's event, but `detail` is a text. */
export const schedulerEvent = (time: string): EventBridgeEvent<'Scheduled Event', string> => ({
  ...scheduledEvent(time),
  source: 'aws.scheduler',
  resources: [`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/collect-every-minute`],
  detail: '{}',
});

/** A request as an HTTP API hands it on (payload format 2.0, IAM authoriser). */
export const httpEvent = (
  request: {
    method?: string;
    query?: Record<string, string>;
    /** Sent as it is; an object is sent as JSON. */
    body?: string | object;
    base64?: boolean;
  } = {},
): APIGatewayProxyEventV2 => {
  const { method = request.body === undefined ? 'GET' : 'POST', query, body } = request;
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  return {
    version: '2.0',
    routeKey: `${method} /collect`,
    rawPath: '/collect',
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: '*/*',
      'content-length': String(Buffer.byteLength(text ?? '')),
      ...(text !== undefined && { 'content-type': 'application/json' }),
      host: `abcdefghij.execute-api.${REGION}.amazonaws.com`,
      'x-amz-date': '20261120T150000Z',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'abcdefghij',
      domainName: `abcdefghij.execute-api.${REGION}.amazonaws.com`,
      domainPrefix: 'abcdefghij',
      http: { method, path: '/collect', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `${method} /collect`,
      stage: '$default',
      time: '20/Nov/2026:15:00:00 +0000',
      timeEpoch: ARRIVED_MS,
    },
    ...(text !== undefined && { body: request.base64 ? base64(text) : text }),
    isBase64Encoded: request.base64 ?? false,
  };
};

/** A Lambda context with this much time left. */
export const lambdaContext = (remainingMs = 60_000): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:function`,
  memoryLimitInMB: '512',
  awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  logGroupName: '/aws/lambda/function',
  logStreamName: '2026/11/20/[$LATEST]f7b1c0de',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
