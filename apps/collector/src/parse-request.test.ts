import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { config, friday } from '../test/fakes.ts';
import { RequestError } from './errors.ts';
import { DIRECT_FIELDS, HTTP_FIELDS, parseRequest } from './parse-request.ts';

/** Saturday, 21 November 2026. */
const SATURDAY = friday(24 + 10);

const parse = (fields: object, nowMs = SATURDAY) =>
  parseRequest(fields as Record<string, unknown>, DIRECT_FIELDS, config, nowMs);

const issuesOf = (fields: object, nowMs = SATURDAY) => {
  try {
    parse(fields, nowMs);
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError);
    return (error as RequestError).issues;
  }
  return [];
};

it('fills in what the configuration says, and the last session', () => {
  expect(parse({})).toEqual({
    symbols: ['DDOG', 'SNAP'],
    from: '2026-11-20',
    to: '2026-11-20',
    interval: '1m',
    extendedHours: false,
    source: 'yahoo',
    seed: 1,
  });
});

it('means the session that is running, where no date is named', () => {
  expect(parse({}, friday(9, 29)).from).toBe('2026-11-19');
  expect(parse({}, friday(9, 30)).from).toBe('2026-11-20');
});

it('reads every field', () => {
  const fields = {
    symbols: ['ttd', 'TTD', '^gspc'],
    from: '2026-11-16',
    to: '2026-11-18',
    interval: '5m',
    extendedHours: true,
    source: 'simulated',
    seed: 7,
  };
  expect(parse(fields)).toEqual({ ...fields, symbols: ['TTD', '^GSPC'] });
});

it('takes one date for both ends, and today for the end of an open range', () => {
  expect(parse({ date: '2026-11-18' })).toMatchObject({ from: '2026-11-18', to: '2026-11-18' });
  expect(parse({ from: '2026-11-18' })).toMatchObject({ from: '2026-11-18', to: '2026-11-21' });
});

it.each([
  [
    { date: '2026-11-21' },
    '2026-11-21 is a Saturday: the New York exchanges were closed. The last session before it was 2026-11-20.',
  ],
  [
    { date: '2026-11-15' },
    '2026-11-15 is a Sunday: the New York exchanges were closed. The last session before it was 2026-11-13. The next was 2026-11-16.',
  ],
  [
    { date: '2025-12-25' },
    '2025-12-25 is Christmas Day: the New York exchanges were closed. The last session before it was 2025-12-24. The next was 2025-12-26.',
  ],
  [{ date: '2026-11-23' }, 'is 2026-11-23, which is in the future: in New York it is 2026-11-21.'],
  [{ date: '2026-02-30' }, 'is "2026-02-30", but must be a New York date that exists, as in 2026-11-21.'],
  [{ date: '11/20/2026' }, 'is "11/20/2026", but must be a New York date that exists, as in 2026-11-21.'],
  [{ date: 20261120 }, 'is 20261120, but must be a New York date that exists, as in 2026-11-21.'],
  [{ date: '1989-12-29' }, expect.stringContaining('1990-01-01 to 2030-12-31')],
  [{ date: '1990-01-01' }, expect.stringContaining('1990-01-01 to 2030-12-31')],
])('explains why there are no bars of %j', (fields, message) => {
  expect(issuesOf(fields)).toEqual([{ field: 'date', message }]);
});

it('explains a range without a session', () => {
  expect(issuesOf({ from: '2026-11-14', to: '2026-11-15' })).toEqual([
    {
      field: 'from',
      message:
        'There was no session from 2026-11-14 to 2026-11-15. The last session before it was 2026-11-13. The next was 2026-11-16.',
    },
  ]);
});

it.each([
  [{ symbols: [] }, 'symbols', /is empty/],
  [{ symbols: 'DDOG' }, 'symbols', /is "DDOG", but must be a list of symbols/],
  [{ symbols: ['DDOG', ''] }, 'symbols', /"" is not a symbol/],
  [{ symbols: [7] }, 'symbols', /7 is not a symbol/],
  [{ symbols: ["A'; DROP"] }, 'symbols', /is not a symbol/],
  [{ interval: '3m' }, 'interval', /is "3m", but must be one of 1m, 2m, 5m, 15m, 30m, 1h/],
  [{ extendedHours: 'yes' }, 'extendedHours', /is "yes", but must be true or false/],
  [{ source: 'bloomberg' }, 'source', /must be one of yahoo, simulated/],
  [{ source: 'simulated', seed: 1.5 }, 'seed', /whole number/],
  [{ seed: 1 }, 'seed', /source 'simulated' only/],
  [{ to: '2026-11-20' }, 'from', /is missing/],
  [{ from: '2026-11-20', to: '2026-11-19' }, 'from', /is after to, 2026-11-19/],
  [{ date: '2026-11-20', from: '2026-11-20' }, 'date', /together with from or to/],
  [{ symbol: ['DDOG'] }, 'symbol', /Did you mean symbols\?/],
])('refuses %j', (fields, field, message) => {
  expect(issuesOf(fields)).toEqual([{ field, message: expect.stringMatching(message) }]);
});

it('names every wrong field at once', () => {
  expect(
    issuesOf({ date: 'x', interval: 'x', what: 1 })
      .map(({ field }) => field)
      .toSorted(),
  ).toEqual(['date', 'interval', 'what']);
});

it('leaves simulated bars to those who invoke the function itself', () => {
  expect(() => parseRequest({ source: 'simulated' }, HTTP_FIELDS, config, SATURDAY)).toThrow(/source: is not known/);
});

it('asks for symbols where neither the request nor the configuration names any', () => {
  expect(() => parseRequest({}, HTTP_FIELDS, { ...config, symbols: [] }, SATURDAY)).toThrow(
    /symbols: is missing, and TICKERLAKE_SYMBOLS names none/,
  );
});

it('answers any object with a request or with what is wrong with it', () => {
  const names = fc.constantFrom(...DIRECT_FIELDS, 'x', '__proto__');
  const values = fc.oneof(
    fc.jsonValue(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
    fc.constantFrom('1m', 'yahoo', ['DDOG']),
  );
  fc.assert(
    fc.property(fc.dictionary(names, values), (fields) => {
      try {
        const request = parse(fields);
        expect(request.from <= request.to && request.to <= '2026-11-21').toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RequestError);
      }
    }),
  );
});
