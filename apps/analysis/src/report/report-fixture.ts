import { formatNewYork, newYorkDate, sessionsBetween } from '@tickerlake/market-calendar';
import type { HighestHourlyHighRow, ReportData, SeriesColumns } from './report.ts';

/** What a made-up report should hold. */
export interface FixtureOptions {
  readonly names: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly barMs?: number;
}

const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  const a = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  const b = (a + Math.imul(a ^ (a >>> 7), 61 | a)) ^ a;
  return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
};

/** A random walk over the sessions; prices from a few dollars to a few thousand. */
const walk = (name: string, seed: number, { from, to, barMs }: Required<FixtureOptions>): SeriesColumns => {
  const next = random(seed);
  const spread = 0.0004 + next() * 0.0012;
  let price = Math.exp(2.5 + next() * 5.5);
  const columns = { name, ts: [] as number[], high: [] as number[], low: [] as number[], close: [] as number[] };
  for (const session of sessionsBetween(from, to)) {
    price *= 1 + (next() - 0.5) * spread * 20;
    for (let ts = session.openMs; ts < session.closeMs; ts += barMs) {
      const close = price * (1 + (next() + next() - 1) * spread * Math.sqrt(barMs / 60_000));
      columns.ts.push(ts);
      columns.high.push(Math.fround(Math.max(price, close) * (1 + next() * spread * 0.5)));
      columns.low.push(Math.fround(Math.min(price, close) * (1 - next() * spread * 0.5)));
      columns.close.push(Math.fround(close));
      price = close;
    }
  }
  return columns;
};

/** The rows that the lake would answer for these bars. */
export function hourlyHighs(bars: readonly SeriesColumns[]): HighestHourlyHighRow[] {
  return bars.flatMap(({ name, ts, high }) => {
    const hours = new Map<string, HighestHourlyHighRow[]>();
    ts.forEach((startMs, i) => {
      const row = {
        name,
        date: newYorkDate(startMs),
        hour: formatNewYork(startMs).slice(11, 13),
        high: high[i] ?? 0,
        ts: formatNewYork(startMs),
      };
      const key = `${row.date} ${row.hour}`;
      const best = hours.get(key);
      if (!best || (best[0]?.high ?? 0) < row.high) hours.set(key, [row]);
      else if (best[0]?.high === row.high) best.push(row);
    });
    return [...hours.values()].flat();
  });
}

/** A whole report of made-up prices, the same for the same options. */
export function makeReport(options: FixtureOptions): ReportData {
  const complete = { from: '2026-11-20', to: options.from ?? '2026-11-20', barMs: 60_000, ...options };
  const bars = options.names.map((name, i) => walk(name, i + 1, complete));
  const count = bars.reduce((sum, { ts }) => sum + ts.length, 0);
  return {
    title: 'Highest hourly highs',
    market: { source: 'simulated', simulated: true, seed: 1 },
    interval: complete.barMs === 60_000 ? '1m' : `${complete.barMs / 60_000}m`,
    from: complete.from,
    to: complete.to,
    asOfMs: Date.UTC(2026, 10, 21, 22, 4),
    highs: hourlyHighs(bars),
    bars,
    stages: [
      { stage: 'collect', in: count + 2, out: count, dropped: 2, failed: 0, note: 'bars from the source' },
      { stage: 'stream', in: count, out: count, dropped: 0, failed: 0 },
      { stage: 'transform', in: count, out: count, dropped: 0, failed: 0 },
      { stage: 'lake', in: count, out: count, dropped: 0, failed: 0, note: 'rows in Parquet' },
    ],
    failures: [],
    csvPath: 'results/hourly-highs.csv',
  };
}
