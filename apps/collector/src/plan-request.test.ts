import { expect, it } from 'vitest';
import { friday } from '../test/fakes.ts';
import { RequestError, RequestTooLargeError } from './errors.ts';
import type { CollectRequest } from './parse-request.ts';
import { MAX_BARS_PER_HTTP_CALL, MAX_BARS_PER_INVOCATION, planRequest } from './plan-request.ts';

const utc = (text: string): number => Date.parse(text);
const plan = (
  request: Partial<CollectRequest>,
  nowMs = utc('2026-12-24T12:00:00Z'),
  maxBars = MAX_BARS_PER_INVOCATION,
) =>
  planRequest(
    {
      symbols: ['DDOG'],
      from: '2026-11-20',
      to: '2026-11-20',
      interval: '1m',
      extendedHours: false,
      source: 'yahoo',
      seed: 1,
      ...request,
    },
    nowMs,
    maxBars,
  );

it('asks for each symbol from the open to the close', () => {
  const window = { fromMs: utc('2026-11-20T14:30:00Z'), toMs: utc('2026-11-20T21:00:00Z') };
  expect(plan({ symbols: ['DDOG', 'SNAP'] })).toEqual([
    { symbol: 'DDOG', ...window },
    { symbol: 'SNAP', ...window },
  ]);
});

it('ends with the early close of a half day', () => {
  expect(plan({ from: '2026-11-27', to: '2026-11-27' })[0]?.toMs).toBe(utc('2026-11-27T18:00:00Z'));
});

it('spans several sessions in one window, in the hours of each season', () => {
  expect(plan({ from: '2026-10-30', to: '2026-11-02' })).toEqual([
    { symbol: 'DDOG', fromMs: utc('2026-10-30T13:30:00Z'), toMs: utc('2026-11-02T21:00:00Z') },
  ]);
});

it('asks for the extended hours where they are wanted, on half days too', () => {
  expect(plan({ from: '2026-11-27', to: '2026-11-27', extendedHours: true })).toEqual([
    { symbol: 'DDOG', fromMs: utc('2026-11-27T09:00:00Z'), toMs: utc('2026-11-28T01:00:00Z') },
  ]);
});

it('ends with now while the session is running', () => {
  expect(plan({}, friday(10, 15))[0]?.toMs).toBe(friday(10, 15));
});

it('leaves out a session that has not opened', () => {
  expect(plan({ from: '2026-11-19' }, friday(8))[0]?.toMs).toBe(utc('2026-11-19T21:00:00Z'));
  expect(() => plan({}, friday(9, 30))).toThrow(RequestError);
  expect(() => plan({}, friday(9, 30))).toThrow(/is 2026-11-20, today, whose session has not opened yet/);
});

it('refuses more bars than one call collects, in figures', () => {
  const request = {
    symbols: Array.from({ length: 12 }, (_, index) => `S${index}`),
    from: '2026-11-02',
    to: '2026-11-13',
  };
  expect(plan(request, undefined, MAX_BARS_PER_HTTP_CALL)).toHaveLength(12);
  expect(() => plan({ ...request, to: '2026-11-16' }, undefined, MAX_BARS_PER_HTTP_CALL)).toThrow(
    new RequestTooLargeError([
      {
        field: 'from',
        message:
          'The range holds up to 51,480 bars (12 symbols × 11 sessions at 1m), but one call collects at most 50,000: ask for fewer symbols or days.',
      },
    ]),
  );
  expect(plan({ ...request, to: '2026-11-16', interval: '5m' }, undefined, MAX_BARS_PER_HTTP_CALL)).toHaveLength(12);
});
