import { sessionOn } from '@tickerlake/market-calendar';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { friday } from '../test/fakes.ts';
import { CLOSING_MS, createProgressBook, planSchedule, SETTLE_MS } from './plan-schedule.ts';

const MINUTE_MS = 60_000;
const options = { barMs: MINUTE_MS, overlapMs: 5 * MINUTE_MS };

/** Plans one run and, unless told otherwise, remembers it as a success. */
const run = (book: ReturnType<typeof createProgressBook>, atMs: number, symbols = ['DDOG'], settings = options) => {
  const plan = planSchedule(atMs, symbols, book, settings);
  if ('skipped' in plan) return plan;
  for (const { symbol } of plan.tasks) {
    if (plan.closing) plan.progress.settled.add(symbol);
    else plan.progress.collectedAtMs.set(symbol, atMs);
  }
  return plan;
};

it.each([
  ['2026-11-21T15:00:00Z', /closed on 2026-11-21: Saturday/],
  ['2026-11-26T15:00:00Z', /closed on 2026-11-26: Thanksgiving/],
  ['2026-11-20T14:30:00Z', /opens at 2026-11-20 09:30:00-05:00/],
  ['2026-11-20T22:00:00Z', /closed at 2026-11-20 16:00:00-05:00/],
  ['2026-11-27T19:00:00Z', /closed at 2026-11-27 13:00:00-05:00/],
])('has nothing to do at %s, and says why', (time, why) => {
  expect(planSchedule(Date.parse(time), ['DDOG'], createProgressBook(), options)).toEqual({
    skipped: expect.stringMatching(why),
  });
});

it('collects from the open in a container that knows nothing', () => {
  expect(run(createProgressBook(), friday(11, 7))).toMatchObject({
    closing: false,
    tasks: [{ symbol: 'DDOG', fromMs: friday(9, 30), toMs: friday(11, 7) }],
  });
});

it('collects from the last success less the overlap in a container that ran before', () => {
  const book = createProgressBook();
  run(book, friday(11, 0));
  expect(run(book, friday(11, 1))).toMatchObject({ tasks: [{ fromMs: friday(10, 55), toMs: friday(11, 1) }] });
});

it('never asks for what lies before the open', () => {
  const book = createProgressBook();
  run(book, friday(9, 31));
  expect(run(book, friday(9, 32))).toMatchObject({ tasks: [{ fromMs: friday(9, 30) }] });
});

it('asks again for the bar that was still running when it was last seen', () => {
  const book = createProgressBook();
  const settings = { barMs: 15 * MINUTE_MS, overlapMs: 0 };
  run(book, friday(10, 31), ['DDOG'], settings);
  expect(run(book, friday(10, 46), ['DDOG'], settings)).toMatchObject({ tasks: [{ fromMs: friday(10, 30) }] });
});

it('reaches further back for a symbol that failed, and for that one only', () => {
  const book = createProgressBook();
  run(book, friday(11, 0), ['DDOG', 'SNAP']);
  const plan = planSchedule(friday(11, 1), ['DDOG', 'SNAP'], book, options);
  if (!('skipped' in plan)) plan.progress.collectedAtMs.set('DDOG', friday(11, 1));
  expect(run(book, friday(11, 2), ['DDOG', 'SNAP'])).toMatchObject({
    tasks: [
      { symbol: 'DDOG', fromMs: friday(10, 56) },
      { symbol: 'SNAP', fromMs: friday(10, 55) },
    ],
  });
});

it('has nothing left to do for a late retry of a run that a later one made up for', () => {
  const book = createProgressBook();
  run(book, friday(11, 10));
  expect(run(book, friday(11, 1))).toEqual({ skipped: 'All until 2026-11-20 11:01:00-05:00 is collected.' });
});

it('begins every session anew', () => {
  const book = createProgressBook();
  const dayMs = 24 * 60 * MINUTE_MS;
  run(book, friday(11, 0) - dayMs);
  run(book, friday(16, 20) - dayMs);
  expect(run(book, friday(11, 0))).toMatchObject({ tasks: [{ fromMs: friday(9, 30) }] });
  expect(run(book, friday(16, 20))).toMatchObject({ closing: true, tasks: [{ fromMs: friday(9, 30) }] });
});

describe('after the close', () => {
  it('collects what the last minutes still lacked, then rests', () => {
    const book = createProgressBook();
    run(book, friday(15, 59));
    expect(run(book, friday(16, 1))).toMatchObject({
      closing: false,
      tasks: [{ fromMs: friday(15, 54), toMs: friday(16) }],
    });
    run(book, friday(16, 5));
    expect(run(book, friday(16, 6))).toEqual({
      skipped: 'All until 2026-11-20 16:00:00-05:00 is collected.',
    });
  });

  it('collects the whole session once more when it has settled, and then no more', () => {
    const book = createProgressBook();
    run(book, friday(16, 10));
    expect(run(book, friday(16, 20))).toMatchObject({
      closing: true,
      tasks: [{ fromMs: friday(9, 30), toMs: friday(16) }],
    });
    expect(run(book, friday(16, 21))).toHaveProperty('skipped');
  });

  it('tries that again for the symbols that failed', () => {
    const book = createProgressBook();
    const plan = planSchedule(friday(16, 20), ['DDOG', 'SNAP'], book, options);
    if (!('skipped' in plan)) plan.progress.settled.add('DDOG');
    expect(run(book, friday(16, 25), ['DDOG', 'SNAP'])).toMatchObject({ closing: true, tasks: [{ symbol: 'SNAP' }] });
  });

  it('does so at 13:20 on a half day', () => {
    expect(run(createProgressBook(), Date.parse('2026-11-27T18:20:00Z'))).toMatchObject({ closing: true });
  });
});

interface Course {
  date: string;
  periodMinutes: number;
  offsetSeconds: number;
  barMinutes: number;
  overlapMinutes: number;
  /** One for each run, over and over: 0 the run fails, 1 the container is a new one, else all is well. */
  fates: number[];
}

const course: fc.Arbitrary<Course> = fc.record({
  date: fc.constantFrom('2026-11-20', '2026-11-27', '2026-03-09', '2026-07-02'),
  periodMinutes: fc.constantFrom(1, 5, 15, 30),
  offsetSeconds: fc.nat({ max: 59 }),
  barMinutes: fc.constantFrom(1, 5, 60),
  overlapMinutes: fc.constantFrom(0, 5),
  fates: fc.array(fc.nat({ max: 9 }), { minLength: 50, maxLength: 50 }),
});

/** The bars of a session that a run, or one before it, should have seen after their end, and did not; and the last of them all. */
const missed = ({ date, periodMinutes, offsetSeconds, barMinutes, overlapMinutes, fates }: Course) => {
  const { openMs = 0, closeMs = 0 } = sessionOn(date) ?? {};
  const settings = { barMs: barMinutes * MINUTE_MS, overlapMs: overlapMinutes * MINUTE_MS };
  const bars = Array.from({ length: Math.ceil((closeMs - openMs) / settings.barMs) }, (_, index) => ({
    startMs: openMs + index * settings.barMs,
    endMs: Math.min(openMs + (index + 1) * settings.barMs, closeMs),
    seenMs: 0,
  }));
  const endMs = closeMs + SETTLE_MS + CLOSING_MS;
  let book = createProgressBook();
  let gaps = 0;
  let strays = 0;
  for (
    let [atMs, index] = [openMs - 3_600_000 + offsetSeconds * 1000, 0];
    atMs < endMs;
    atMs += periodMinutes * MINUTE_MS, index += 1
  ) {
    const fate = fates[index % fates.length];
    if (fate === 1) book = createProgressBook();
    // The last half hour is spared, for a session whose last runs all fail cannot be complete.
    if (fate === 0 && atMs < endMs - CLOSING_MS) continue;
    const plan = run(book, atMs, ['DDOG'], settings);
    for (const { fromMs, toMs } of 'skipped' in plan ? [] : plan.tasks) {
      if (fromMs < openMs || toMs > Math.min(atMs, closeMs)) strays += 1;
      for (const bar of bars) if (bar.startMs >= fromMs && bar.startMs < toMs) bar.seenMs = atMs;
    }
    gaps += bars.filter((bar) => bar.endMs <= atMs && bar.seenMs < bar.endMs).length;
  }
  return { gaps, strays, unsettled: bars.filter(({ seenMs }) => seenMs < closeMs + SETTLE_MS).length };
};

it('leaves no gap, and sees each bar settled, whatever the period, the failures and the new containers', () => {
  fc.assert(
    fc.property(course, (drawn) => {
      expect(missed(drawn)).toEqual({ gaps: 0, strays: 0, unsettled: 0 });
    }),
  );
});
