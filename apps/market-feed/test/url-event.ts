import type { LambdaFunctionURLEvent } from 'aws-lambda';

const DOMAIN = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws';

/** A request as a function URL hands it on (payload format 2.0, IAM). */
export function urlEvent(
  address: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): LambdaFunctionURLEvent {
  const [path = '', query = ''] = address.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: '*/*',
      authorization: 'AWS4-HMAC-SHA256 Credential=…',
      host: DOMAIN,
      'x-amz-date': '20261120T150000Z',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghijklmnopqrstuvwxyz012345',
      domainName: DOMAIN,
      domainPrefix: 'abcdefghijklmnopqrstuvwxyz012345',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
      requestId: '4a1c5f5e-9c3d-4f0e-8f63-0f1c2d3e4f50',
      routeKey: '$default',
      stage: '$default',
      time: '20/Nov/2026:15:00:00 +0000',
      timeEpoch: Date.UTC(2026, 10, 20, 15),
    },
    isBase64Encoded: false,
  };
}
