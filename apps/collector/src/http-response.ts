import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type RequestError, RequestTooLargeError } from './errors.ts';
import type { CollectReport } from './report.ts';

const json = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** 200 when all that was asked for is on the stream, 207 when a part of it is, 502 when none of it could be had. */
export function httpReport(report: CollectReport): APIGatewayProxyStructuredResultV2 {
  const complete = report.failures.length === 0 && report.account.rejected === 0;
  const partly = report.account.delivered > 0 ? 207 : 502;
  return json(complete ? 200 : partly, report);
}

/** 400 naming each wrong field, or 422 for a range that is too large for one call. */
export function httpRefusal(error: RequestError): APIGatewayProxyStructuredResultV2 {
  return json(error instanceof RequestTooLargeError ? 422 : 400, { errors: error.issues });
}
