import type {
  APIGatewayProxyEventV2,
  Context,
  EventBridgeEvent,
  FirehoseTransformationEvent,
  FirehoseTransformationEventRecord,
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
