import { RequestFailedError } from './errors.ts';
import type { EntryRefusal, EntryResult } from './sink.ts';

/** Exceptions that say "later": throttling, and failures within the service. All others are final. */
const RETRIABLE_NAMES = new Set([
  'InternalFailure',
  'InternalServerError',
  'KMSThrottlingException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  // An answer that is no JSON: cut off on the way, or a proxy's page. What became of the request is unknown.
  'SyntaxError',
]);

/** System errors of connections that broke or never came about: https://nodejs.org/api/errors.html#common-system-errors */
const RETRIABLE_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the SDK's errors carry; all of it may be absent. */
interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

/** An error of an AWS SDK client as a failed request, with whether another try may succeed. */
export function fromSdkError(error: unknown): RequestFailedError {
  if (!(error instanceof Error)) return RequestFailedError.unexpected(error);
  const { name, message, code, $metadata }: SdkError = error;
  const status = $metadata?.httpStatusCode;
  const isServerSide = status !== undefined && (status >= 500 || status === 429);
  const retriable =
    isServerSide ||
    RETRIABLE_NAMES.has(name) ||
    (typeof code === 'string' && RETRIABLE_CODES.has(code)) ||
    // The SDK has set its clock by the answer: signed again, the request is accepted.
    $metadata?.clockSkewCorrected === true;
  const said = name !== 'Error' ? name : typeof code === 'string' ? code : 'UnknownError';
  return new RequestFailedError({ code: said, message, retriable, status, cause: error });
}

/** One result per entry sent, from an answer's list. An entry that the answer leaves out counts as refused. */
export function entryResults(
  sent: number,
  answered: readonly { ErrorCode?: string | undefined; ErrorMessage?: string | undefined }[] | undefined,
): EntryResult[] {
  return Array.from({ length: sent }, (_unused, index): EntryRefusal | undefined => {
    const result = answered?.[index];
    if (result === undefined) return { code: 'NoResult', message: 'the answer has no result for this entry' };
    if (result.ErrorCode === undefined || result.ErrorCode === null) return undefined;
    return { code: result.ErrorCode, message: result.ErrorMessage ?? '' };
  });
}
