import { describe, expect, it } from 'vitest';
import { dailyRange } from './daily-range.ts';
import { forexRange } from './forex-range.ts';
import { highestHourlyHigh } from './highest-hourly-high.ts';
import { latestBars } from './latest-bars.ts';
import { latestNews } from './latest-news.ts';
import { missingMinutes } from './missing-minutes.ts';
import { movers } from './movers.ts';
import { movesWithNews } from './moves-with-news.ts';
import { recordCounts } from './record-counts.ts';
import { resample } from './resample.ts';

const anything = (options: object) => options as never;

describe.each([
  ['highestHourlyHigh', highestHourlyHigh, {}],
  ['dailyRange', dailyRange, {}],
  ['resample', resample, { everyMinutes: 5 }],
  ['latestBars', latestBars, {}],
  ['movers', movers, {}],
  ['missingMinutes', missingMinutes, {}],
  ['movesWithNews', movesWithNews, {}],
])('%s', (name, ask, needed) => {
  it.each([
    [{ form: '2024-01-01' }, 'form', `${name} has no option "form": it has`],
    [{ symbols: [] }, 'symbols', 'give a list of at least one symbol'],
    [{ symbols: 'AAPL' }, 'symbols', 'symbols is "AAPL"'],
    [{ symbols: ['AAPL', ' '] }, 'symbols', 'at least one symbol'],
    [{ from: '2024-1-1' }, 'from', 'from is "2024-1-1": give an existing date as YYYY-MM-DD'],
    [{ from: '2024-01-01', to: '2024-02-30' }, 'to', 'to is "2024-02-30"'],
    [{ from: '2024-02-01', to: '2024-01-01' }, 'from', 'from is 2024-02-01, after to, which is 2024-01-01'],
    [{ from: '1989-12-31', to: '1990-01-31' }, 'from', 'No sessions are known for 1989-12-31'],
    [{ from: '2030-12-01', to: '2031-01-01' }, 'to', 'No sessions are known for 2031-01-01'],
    [{ market: 'grey' }, 'market', 'market is "grey": give one of real, simulated'],
    [{ interval: '7m' }, 'interval', 'interval is "7m": give one of 1m, 2m'],
  ])('refuses %o', (options, option, message) => {
    const make = () => ask(anything({ ...needed, ...options }));
    expect(make).toThrow(
      expect.objectContaining({ name: 'QuestionOptionError', option, message: expect.stringContaining(message) }),
    );
  });

  it('is a pure object that compiles to the same text again and again', () => {
    const question = ask(
      anything({ ...needed, symbols: ['ddog', 'DDOG', ' aapl '], from: '2024-11-29', to: '2024-11-29' }),
    );
    expect(question.name).toBe(name);
    expect(question.compile()).toEqual(question.compile());
    const symbols = question.compile().parameters.filter((value) => !String(value).startsWith('2024'));
    expect([...new Set(symbols)]).toEqual(['DDOG', 'AAPL', ...(name === 'latestBars' ? [1] : [])]);
  });
});

describe.each([
  ['latestNews', latestNews],
  ['forexRange', forexRange],
  ['recordCounts', recordCounts],
])('%s', (name, ask) => {
  it.each([
    [{ form: '2024-01-01' }, 'form', `${name} has no option "form": it has from, to`],
    [{ interval: '1m' }, 'interval', `${name} has no option "interval"`],
    [{ from: '2024-1-1' }, 'from', 'from is "2024-1-1": give an existing date as YYYY-MM-DD'],
    [{ to: '2024-02-30' }, 'to', 'to is "2024-02-30"'],
    [{ from: '2024-02-01', to: '2024-01-01' }, 'from', 'from is 2024-02-01, after to, which is 2024-01-01'],
  ])('refuses %o', (options, option, message) => {
    expect(() => ask(anything(options))).toThrow(
      expect.objectContaining({ name: 'QuestionOptionError', option, message: expect.stringContaining(message) }),
    );
  });

  it('asks of any days that a record can have, sessions or none, and compiles to the same text again', () => {
    const question = ask({ from: '1970-01-01', to: '2199-12-31' });
    expect(question.name).toBe(name);
    expect(question.compile()).toEqual(question.compile());
    expect(question.compile()).toEqual(ask().compile());
  });
});

it.each([
  [() => latestNews({ symbols: [] }), 'symbols is []: give a list of at least one symbol'],
  [() => latestNews({ limit: 0 }), 'limit is 0: give a whole number from 1 to 10000'],
  [() => latestNews(anything({ market: 'grey' })), 'market is "grey": give one of real, simulated'],
  [() => latestNews(anything({ pairs: ['EURUSD'] })), 'latestNews has no option "pairs"'],
  [() => forexRange({ pairs: [] }), 'pairs is []: give a list of at least one currency pair'],
  [() => forexRange({ pairs: ['EURUSD', 'EUR'] }), 'pairs holds "EUR": give two currencies, such as EURUSD'],
  [() => forexRange(anything({ per: 'week' })), 'per is "week": give one of day, hour'],
  [() => forexRange(anything({ symbols: ['AAPL'] })), 'forexRange has no option "symbols"'],
  [() => recordCounts(anything({ market: 'real' })), 'recordCounts has no option "market": it has from, to'],
  [() => movesWithNews({ windowMinutes: 0 }), 'windowMinutes is 0: give a whole number from 1 to 1440'],
  [() => movesWithNews({ beforeMinutes: -1 }), 'beforeMinutes is -1: give a whole number from 0 to 10080'],
  [() => movesWithNews({ afterMinutes: 10_081 }), 'afterMinutes is 10081'],
  [() => movesWithNews({ limit: 0.5 }), 'limit is 0.5'],
])('%s is refused: %s', (ask, message) => {
  expect(ask).toThrow(message);
});

it('knows a currency pair however it is spelt, once', () => {
  const { parameters } = forexRange({ pairs: ['eur/usd', 'EURUSD', ' usdjpy '] }).compile();
  expect(parameters.slice(-2)).toEqual(['EURUSD', 'USDJPY']);
});

it.each([
  [() => resample({ everyMinutes: 0 }), 'everyMinutes is 0: give a whole number from 1 to 1440'],
  [() => resample({ everyMinutes: 1.5 }), 'everyMinutes is 1.5'],
  [() => resample(anything({})), 'everyMinutes is undefined'],
  [() => latestBars({ count: 0 }), 'count is 0: give a whole number from 1 to 10000'],
  [() => movers({ limit: -1 }), 'limit is -1'],
  [() => movers(anything({ per: 'week' })), 'per is "week": give one of day, range'],
  [() => highestHourlyHigh(anything({ extendedHours: 'yes' })), 'extendedHours is "yes": give one of true, false'],
  [() => missingMinutes(anything({ extendedHours: true })), 'missingMinutes has no option "extendedHours"'],
  [() => missingMinutes({ now: () => Number.NaN }), 'now must be a function'],
])('%s is refused: %s', (ask, message) => {
  expect(ask).toThrow(message);
});

it('reads days that the calendar does not know when extended hours are asked for', () => {
  expect(() => dailyRange({ from: '1980-01-01', to: '2040-01-01', extendedHours: true }).compile()).not.toThrow();
});

describe('missingMinutes', () => {
  it('looks at today in New York when no day is given', () => {
    const lateInTheEvening = () => Date.parse('2024-12-03T02:00:00Z');
    const { parameters } = missingMinutes({ now: lateInTheEvening }).compile();
    expect(parameters).toEqual(['2024-12-02', '2024-12-02', '2024-12-02', '2024-12-02']);
  });

  it('reads the clock once', () => {
    let readings = 0;
    const question = missingMinutes({ now: () => (readings += 1) * 1e12 });
    question.compile();
    question.compile();
    expect(readings).toBe(1);
  });
});
