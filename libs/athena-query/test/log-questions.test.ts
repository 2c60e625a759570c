import type { MarketRecord } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as questions from '../src/index.ts';
import { arbitraryBars, arbitraryScope, seldom } from './arbitrary-bars.ts';
import {
  arbitraryLogScope,
  arbitraryQuotes,
  arbitraryRates,
  arbitraryStories,
  arbitraryStoriesOfAllDays,
} from './arbitrary-logs.ts';
import * as oracle from './log-oracle.ts';
import { temporaryLake } from './temporary-lake.ts';

const RUNS = 30;

const lake = temporaryLake({ threads: 2 });

/** Two empty answers are equal too: most of the answers compared must hold something. */
function enoughToCompare() {
  let answered = 0;
  return {
    saw: (rows: readonly unknown[]) => void (answered += rows.length > 0 ? 1 : 0),
    check: () => expect(answered).toBeGreaterThan(RUNS / 3),
  };
}

const symbols = seldom(fc.constantFrom(['AAPL'], ['DDOG', 'BRK.B'], ['NONE']));
const limit = fc.constantFrom(undefined, 1, 5, 1000);

it('latestNews answers what a plain reading of the records answers', async () => {
  const compared = enoughToCompare();
  const options = fc
    .tuple(arbitraryLogScope, symbols, limit)
    .map(([scope, about, most]) => ({ ...scope, ...(about && { symbols: about }), ...(most && { limit: most }) }));
  const law = fc.asyncProperty(arbitraryStories, options, async (stories, asked) => {
    await lake.hold(stories);
    const expected = oracle.latestNews(stories, asked);
    expect(await lake.ask(questions.latestNews(asked))).toEqual(expected);
    compared.saw(expected);
  });
  await fc.assert(law, { numRuns: RUNS });
  compared.check();
});

it('forexRange answers what a plain reading of the records answers', async () => {
  const compared = enoughToCompare();
  const options = fc
    .tuple(arbitraryLogScope, seldom(fc.constantFrom(['EURUSD'], ['USDJPY', 'GBPUSD'])), fc.constantFrom('day', 'hour'))
    .map(([scope, pairs, per]) => ({ ...scope, ...(pairs && { pairs }), per }) as const);
  const law = fc.asyncProperty(arbitraryRates, options, async (rates, asked) => {
    await lake.hold(rates);
    const expected = oracle.forexRange(rates, asked);
    expect(await lake.ask(questions.forexRange(asked))).toEqual(expected);
    compared.saw(expected);
  });
  await fc.assert(law, { numRuns: RUNS });
  compared.check();
});

it('recordCounts answers what a plain reading of the records answers', async () => {
  const compared = enoughToCompare();
  const everything = fc
    .tuple(arbitraryBars, arbitraryQuotes, arbitraryRates, arbitraryStories)
    .map((kinds): MarketRecord[] => kinds.flat());
  const law = fc.asyncProperty(everything, arbitraryLogScope, async (records, { market: _market, ...days }) => {
    await lake.hold(records);
    const expected = oracle.recordCounts(records, days);
    expect(await lake.ask(questions.recordCounts(days))).toEqual(expected);
    compared.saw(expected);
  });
  await fc.assert(law, { numRuns: RUNS / 2 });
  compared.check();
});

const reach = fc.record(
  {
    windowMinutes: fc.constantFrom(1, 2, 31, 390),
    beforeMinutes: fc.constantFrom(0, 29, 1440, 3000),
    afterMinutes: fc.constantFrom(0, 1, 600, 3000),
    limit: fc.constant(1),
  },
  { requiredKeys: [] },
);

it('movesWithNews answers what a look at every pair of bars and every story answers', async () => {
  const compared = enoughToCompare();
  let told = 0;
  const law = fc.asyncProperty(
    arbitraryBars,
    arbitraryStoriesOfAllDays,
    arbitraryScope,
    reach,
    async (bars, stories, scope, around) => {
      await lake.hold([...bars, ...stories], 1);
      const asked = { ...scope, ...around };
      const expected = oracle.movesWithNews(bars, stories, asked);
      expect(await lake.ask(questions.movesWithNews(asked))).toEqual(expected);
      compared.saw(expected);
      told += expected.some(({ storyId }) => storyId !== null) ? 1 : 0;
    },
  );
  await fc.assert(law, { numRuns: RUNS });
  compared.check();
  expect(told).toBeGreaterThan(RUNS / 6);
}, 300_000);

it('what was delivered again, in whatever order and files, changes no answer but the count of stored rows', async () => {
  const law = fc.asyncProperty(
    arbitraryBars,
    arbitraryRates,
    arbitraryStoriesOfAllDays,
    async (bars, rates, stories) => {
      const records = [...bars, ...rates, ...stories];
      const answers = [];
      for (const [delivered, files] of [
        [records, 1],
        [[...records.toReversed(), ...records.slice(0, 30)], 3],
      ] as const) {
        await lake.hold(delivered, files);
        answers.push([
          await lake.ask(questions.latestNews({ limit: 1000 })),
          await lake.ask(questions.forexRange({ per: 'hour' })),
          await lake.ask(questions.movesWithNews({ extendedHours: true })),
          (await lake.ask(questions.recordCounts())).map(({ stored: _stored, ...rest }) => rest),
        ]);
      }
      expect(answers[0]).toEqual(answers[1]);
    },
  );
  await fc.assert(law, { numRuns: 8 });
});

it('recordCounts counts what the other questions read, where there is one market', async () => {
  const law = fc.asyncProperty(arbitraryRates, arbitraryStories, async (rates, stories) => {
    const records = [...rates, ...stories].map((record) => ({ ...record, source: 'simulated' }));
    await lake.hold(records);
    const counts = await lake.ask(questions.recordCounts());
    const sum = (kind: string) => counts.reduce((total, row) => total + (row.kind === kind ? row.records : 0), 0);
    const ranges = await lake.ask(questions.forexRange());
    expect(sum('forex')).toBe(ranges.reduce((total, row) => total + row.rates, 0));
    expect(sum('news')).toBe((await lake.ask(questions.latestNews({ limit: 1000 }))).length);
  });
  await fc.assert(law, { numRuns: 8 });
});
