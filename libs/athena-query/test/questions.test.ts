import { fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as questions from '../src/index.ts';
import { arbitraryBars, arbitraryScope } from './arbitrary-bars.ts';
import * as oracle from './oracle.ts';
import { temporaryLake } from './temporary-lake.ts';

const lake = temporaryLake({ threads: 2 });

type Scope = questions.BarScopeOptions & { from: string; to: string };

/** Every question, and what it must answer. */
const PAIRS: Record<
  string,
  (bars: Parameters<typeof oracle.currentBars>[0], scope: Scope) => [questions.Question<unknown>, unknown[]]
> = {
  highestHourlyHigh: (bars, scope) => [questions.highestHourlyHigh(scope), oracle.highestHourlyHigh(bars, scope)],
  dailyRange: (bars, scope) => [questions.dailyRange(scope), oracle.dailyRange(bars, scope)],
  'resample to 5 minutes': (bars, scope) => {
    const options = { ...scope, everyMinutes: 5 };
    return [questions.resample(options), oracle.resample(bars, options)];
  },
  'resample to 90 minutes': (bars, scope) => {
    const options = { ...scope, everyMinutes: 90 };
    return [questions.resample(options), oracle.resample(bars, options)];
  },
  latestBars: (bars, scope) => [questions.latestBars(scope), oracle.latestBars(bars, scope)],
  'latestBars, three': (bars, scope) => {
    const options = { ...scope, count: 3 };
    return [questions.latestBars(options), oracle.latestBars(bars, options)];
  },
  'movers per day': (bars, scope) => [questions.movers(scope), oracle.movers(bars, scope)],
  'movers per range': (bars, scope) => {
    const options = { ...scope, per: 'range' as const, limit: 1 };
    return [questions.movers(options), oracle.movers(bars, options)];
  },
  missingMinutes: (bars, { extendedHours: _extendedHours, ...scope }) => {
    const options = { ...scope, now: () => fromNewYork('2025-03-10', 12, 0, 30) };
    return [questions.missingMinutes(options), oracle.missingMinutes(bars, options)];
  },
};

const RUNS = 30;

it('answers every question as the plain reading of the records does', async () => {
  const answered: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(arbitraryBars, arbitraryScope, async (bars, scope) => {
      await lake.hold(bars);
      for (const [name, pair] of Object.entries(PAIRS)) {
        const [question, expected] = pair(bars, scope);
        expect(await lake.ask(question), name).toEqual(expected);
        answered[name] = (answered[name] ?? 0) + expected.length;
      }
    }),
    { numRuns: RUNS },
  );
  // Two empty answers are equal too: the records and options must be such that there is something to compare.
  for (const name of Object.keys(PAIRS)) expect(answered[name], name).toBeGreaterThan(RUNS / 3);
}, 300_000);

it('gives the same answer without a range as with one that holds everything', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryBars, async (bars) => {
      await lake.hold(bars);
      expect(await lake.ask(questions.highestHourlyHigh())).toEqual(oracle.highestHourlyHigh(bars, {}));
      expect(await lake.ask(questions.dailyRange({ extendedHours: true }))).toEqual(
        oracle.dailyRange(bars, { extendedHours: true }),
      );
    }),
    { numRuns: 5 },
  );
}, 60_000);

it('does not depend on the order of files and rows', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryBars, async (bars) => {
      const answers = [];
      for (const [order, files] of [
        [bars, 1],
        [bars.toReversed(), 3],
      ] as const) {
        await lake.hold(order, files);
        answers.push(await lake.ask(questions.latestBars({ count: 5, extendedHours: true })));
      }
      expect(answers[0]).toEqual(answers[1]);
    }),
    { numRuns: 15 },
  );
}, 60_000);
