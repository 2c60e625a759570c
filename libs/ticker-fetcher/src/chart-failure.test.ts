import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartFailure } from './chart-failure.ts';
import { RangeNotAvailableError } from './errors.ts';

const error = (code: string, description: string): string =>
  JSON.stringify({ chart: { result: null, error: { code, description } } });
const chart = JSON.stringify({ chart: { result: [{ meta: {}, indicators: { quote: [{}] } }], error: null } });
const OUT_OF_RANGE =
  '1m data not available for startTime=1 and endTime=2. The requested range must be within the last 30 days.';

describe('chartFailure', () => {
  it.each([
    [404, error('Not Found', 'No data found, symbol may be delisted'), 'unknown-symbol', false],
    [200, error('Not Found', 'No data found, symbol may be delisted'), 'unknown-symbol', false],
    [422, error('Unprocessable Entity', OUT_OF_RANGE), 'range-not-available', false],
    [400, error('Bad Request', "Data doesn't exist for startDate = 1, endDate = 2"), 'range-not-available', false],
    [400, error('Bad Request', 'Invalid input - interval=7m is not supported'), 'bad-response', false],
    [401, error('Unauthorized', 'Invalid Crumb'), 'bad-response', false],
    [404, '<html>no such page here</html>', 'bad-response', false],
    [429, 'Too Many Requests\r\n', 'rate-limited', true],
    [999, 'Request denied', 'rate-limited', true],
    [200, 'Too Many Requests\r\n', 'rate-limited', true],
    [500, error('Internal Server Error', 'oops'), 'bad-response', true],
    [502, '<html>Bad Gateway</html>', 'bad-response', true],
    [200, chart.slice(0, -5), 'bad-response', true],
    [200, 'aB3.xYz/9qR', 'bad-response', true],
    [200, '', 'bad-response', true],
    [200, '{"chart":{"result":[],"error":null}}', 'bad-response', false],
    [200, '{"chart":null}', 'bad-response', false],
    [200, '{"finance":{"result":[]}}', 'bad-response', false],
    [200, '[]', 'bad-response', false],
  ])('takes %i %s for %s (retriable: %s)', (status, body, reason, retriable) => {
    expect(chartFailure({ status, body })).toMatchObject({ reason, retriable });
  });

  it('finds nothing wrong with a chart, be it empty', () => {
    expect(chartFailure({ status: 200, body: chart })).toBeUndefined();
  });

  it('passes on Yahoo’s words, how far back it serves, and how long it wants to be left alone', () => {
    const refusal = chartFailure({ status: 422, body: error('Unprocessable Entity', OUT_OF_RANGE) });
    expect(refusal).toBeInstanceOf(RangeNotAvailableError);
    expect(refusal).toMatchObject({ message: OUT_OF_RANGE, servedDays: 30 });
    expect(chartFailure({ status: 429, body: '', retryAfterMs: 7000 })?.retryAfterMs).toBe(7000);
    expect(chartFailure({ status: 503, body: '', retryAfterMs: 9000 })?.retryAfterMs).toBe(9000);
  });

  it('quotes no more than a line of an answer', () => {
    const failure = chartFailure({ status: 200, body: `{"x":"${'y'.repeat(100_000)}"}` });
    expect(failure?.message.length).toBeLessThan(400);
  });

  it('makes something of whatever comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(chartFailure({ status, body })?.reason).toBeTypeOf('string');
      }),
    );
  });
});
