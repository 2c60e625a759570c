import { sessionsBetween } from '@tickerlake/market-calendar';
import type { SeriesColumns } from '@tickerlake/presentation';
import { type MadeUpSeries, makeSeries } from '@tickerlake/testing';
import fc from 'fast-check';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** More bars than that show nothing new and take long. */
const MAX_BARS = 12_000;

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const FIRST_DAY = Date.parse('2025-12-15') / DAY_MS;
const LAST_DAY = Date.parse('2026-12-31') / DAY_MS;

/** What becomes of well-behaved bars on their way. */
interface Fate {
  /** Prices times ten to this power. */
  readonly magnitude: number;
  /** One bar in so many has no open, no close, no volume; none where that is 1. */
  readonly noOpen: number;
  readonly noClose: number;
  readonly noVolume: number;
  /** Stretches that are missing, as shares of all bars. */
  readonly gaps: readonly (readonly [from: number, length: number])[];
  /** So many bars come before the opening bell, by an hour each. */
  readonly early: number;
  /** Prices that never move. */
  readonly isFlat: boolean;
  /** The first bar lies a day earlier: on a Sunday, as currencies have, or a holiday. */
  readonly isDayBefore: boolean;
}

const share = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
const rarely = fc.constantFrom(false, false, false, true);

const fate: fc.Arbitrary<Fate> = fc.record({
  magnitude: fc.integer({ min: -6, max: 5 }),
  noOpen: fc.integer({ min: 1, max: 6 }),
  noClose: fc.integer({ min: 1, max: 6 }),
  noVolume: fc.integer({ min: 1, max: 6 }),
  gaps: fc.array(fc.tuple(share(1), share(0.4)), { maxLength: 3 }),
  early: fc.constantFrom(0, 0, 0, 1, 5),
  isFlat: rarely,
  isDayBefore: rarely,
});

const dropping = (values: readonly number[], every: number): (number | null)[] =>
  values.map((value, i) => (every > 1 && i % every === 0 ? null : value));

const suffer = (series: MadeUpSeries, suffered: Fate): SeriesColumns => {
  const { magnitude, isFlat, gaps, early, isDayBefore } = suffered;
  const kept = [...series.ts.keys()].filter((i) => {
    const at = i / series.ts.length;
    return !gaps.some(([from, length]) => at >= from && at < from + length);
  });
  const scaled = (values: readonly number[]): number[] =>
    kept.map((i) => (isFlat ? 10 : (values[i] ?? 0)) * 10 ** magnitude);
  const before = isDayBefore ? [DAY_MS] : Array.from({ length: early }, (_, i) => (early - i) * HOUR_MS);
  return {
    name: series.name,
    ts: kept.map((index, i) => (series.ts[index] ?? 0) - (before[i] ?? 0)),
    open: dropping(scaled(series.open), suffered.noOpen),
    high: scaled(series.high),
    low: scaled(series.low),
    close: dropping(scaled(series.close), suffered.noClose),
    volume: dropping(
      kept.map((i) => series.volume[i] ?? 0),
      suffered.noVolume,
    ),
  };
};

const NAMES = ['AAPL', 'BRK-B', 'EURUSD=X', 'Berkshire Hathaway Inc. Class A', 'Ünïcödé & <Söhne>', 'C', '삼성전자'];

/**
 * Bars of one company or up to fifty, of a minute to a day each, over any days of a year with its half days and both
 * changes of the clock; with holes, without opens, closes or volumes here and there, before the bell and on days
 * without a session.
 */
export const arbitrarySessions: fc.Arbitrary<SeriesColumns[]> = fc
  .record({
    companies: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 50 })),
    start: fc.integer({ min: FIRST_DAY, max: LAST_DAY }),
    length: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 380 })),
    barMs: fc.constantFrom(1, 5, 15, 30, 60, 90, 1440).map((minutes) => minutes * MINUTE_MS),
    fates: fc.array(fate, { minLength: 1, maxLength: 5 }),
  })
  .map(({ companies, start, length, barMs, fates }) => {
    const perDay = Math.ceil((390 * MINUTE_MS) / barMs);
    const days = Math.max(1, Math.min(length, Math.floor(MAX_BARS / perDay / companies)));
    const [from, to] = [dateOf(start), dateOf(start + days - 1)];
    if (sessionsBetween(from, to).length === 0) return [];
    const names = Array.from({ length: companies }, (_, i) => `${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : i}`);
    return makeSeries({ names, from, to, barMs }).flatMap((series, i) => {
      const suffered = fates[i % fates.length];
      return suffered ? suffer(series, suffered) : [];
    });
  });
