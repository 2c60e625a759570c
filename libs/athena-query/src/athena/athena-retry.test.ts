import { describe, expect, it } from 'vitest';
import { isTransient, mayHaveWorked, pauseAfter } from './athena-retry.ts';

const error = (facts: object) => Object.assign(new Error('no'), facts);
const metadata = (httpStatusCode: number, attempts = 1) => ({ $metadata: { httpStatusCode, attempts } });

describe('a failure', () => {
  it.each([
    ['TooManyRequestsException', error({ name: 'TooManyRequestsException', ...metadata(400) }), true, false],
    ['any 429', error(metadata(429)), true, false],
    ['credentials that have run out', error({ name: 'ExpiredTokenException', ...metadata(400) }), true, false],
    ["a throttle after the SDK's own second attempt", error({ name: 'SlowDown', ...metadata(503, 2) }), true, true],
    ['a lost connection', error({ code: 'ECONNRESET' }), true, true],
    ['an answer that did not come in time', error({ name: 'TimeoutError' }), true, true],
    ['a fault of the server', error(metadata(500)), true, true],
    ['a wrong query', error({ name: 'InvalidRequestException', ...metadata(400) }), false, false],
    ['missing credentials', error({ name: 'CredentialsProviderError' }), false, false],
    ['a fault of a program', new TypeError('undefined is not a function'), false, false],
    ['no error at all', undefined, false, false],
  ])('that is %s: transient and done or not', (_what, failure, transient, worked) => {
    expect([isTransient(failure), mayHaveWorked(failure)]).toEqual([transient, worked]);
  });
});

it('the pause is anything up to a bound that doubles, five seconds at most', () => {
  const bounds = [1, 2, 3, 4, 5, 6, 20].map((failures) => pauseAfter(failures, () => 1));
  expect(bounds).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
  expect(pauseAfter(3, () => 0)).toBe(0);
  expect(pauseAfter(3, () => 0.25)).toBe(200);
});
