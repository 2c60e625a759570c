import { describe, expect, it } from 'vitest';
import { dailyRange } from './daily-range.ts';
import { highestHourlyHigh } from './highest-hourly-high.ts';
import { latestBars } from './latest-bars.ts';
import { missingMinutes } from './missing-minutes.ts';
import { movers } from './movers.ts';
import { resample } from './resample.ts';

const anything = (options: object) => options as never;

describe.each([
  ['highestHourlyHigh', highestHourlyHigh, {}],
  ['dailyRange', dailyRange, {}],
  ['resample', resample, { everyMinutes: 5 }],
  ['latestBars', latestBars, {}],
  ['movers', movers, {}],
  ['missingMinutes', missingMinutes, {}],
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
