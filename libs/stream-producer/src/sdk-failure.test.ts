import { describe, expect, it } from 'vitest';
import { entryResults, fromSdkError } from './sdk-failure.ts';

const errorOf = (facts: { name?: string; code?: string; $metadata?: object }) =>
  Object.assign(new Error('what it said'), facts);

describe('failures of the SDK', () => {
  it.each([
    [{ name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'LimitExceededException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'KMSThrottlingException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'ServiceUnavailableException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'SomethingNew', $metadata: { httpStatusCode: 500 } }],
    [{ name: 'SomethingNew', $metadata: { httpStatusCode: 503 } }],
    [{ name: 'SomethingNew', $metadata: { httpStatusCode: 429 } }],
    [{ name: 'TimeoutError' }],
    [{ name: 'SyntaxError' }],
    [{ code: 'ECONNRESET' }],
    [{ code: 'ECONNREFUSED' }],
    [{ code: 'ENOTFOUND' }],
    [{ code: 'EAI_AGAIN' }],
    [{ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 400, clockSkewCorrected: true } }],
  ])('may pass: %o', (facts) => {
    expect(fromSdkError(errorOf(facts))).toMatchObject({ retriable: true });
  });

  it.each([
    [{ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'InvalidArgumentException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'KMSAccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'InvalidSignatureException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'ExpiredTokenException', $metadata: { httpStatusCode: 400 } }],
    [{ name: 'CredentialsProviderError' }],
    [{ name: 'Error' }],
  ])('does not pass by itself: %o', (facts) => {
    expect(fromSdkError(errorOf(facts))).toMatchObject({ retriable: false });
  });

  it('keeps the facts and the cause', () => {
    const cause = errorOf({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
    const failure = fromSdkError(cause);
    expect(failure).toMatchObject({ code: 'AccessDeniedException', status: 400 });
    expect(failure.cause).toBe(cause);
    expect(failure.message).toBe('The request failed with AccessDeniedException: what it said');
    expect(fromSdkError('thrown text')).toMatchObject({ code: 'UnknownError', retriable: false, cause: 'thrown text' });
    expect(fromSdkError(errorOf({ code: 'EPIPE' }))).toMatchObject({ code: 'EPIPE', status: undefined });
  });
});

describe('results of entries', () => {
  it('are one for each entry sent, delivered where no code stands', () => {
    expect(entryResults(2, [{}, { ErrorCode: 'InternalFailure', ErrorMessage: 'm' }])).toEqual([
      undefined,
      { code: 'InternalFailure', message: 'm' },
    ]);
    expect(entryResults(1, [{ ErrorCode: 'InternalFailure' }])).toEqual([{ code: 'InternalFailure', message: '' }]);
  });

  it('count an entry that the answer leaves out as refused, not as delivered', () => {
    expect(entryResults(2, [{}])[1]).toMatchObject({ code: 'NoResult' });
    expect(entryResults(1, undefined)).toMatchObject([{ code: 'NoResult' }]);
  });
});
