import { formatNewYork, newYorkDate, sessionsBetween } from '@tickerlake/market-calendar';

/** Which made-up bars are wanted: `from` and `to` are New York dates, the last session of 20 November 2026 where absent. */
export interface MadeUpSeriesOptions {
  readonly names: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly barMs?: number;
}

/** A company's bars as columns: entry `i` of each belongs to one bar. */
interface MadeUpColumns {
  readonly name: string;
  /** Starts of the bars, milliseconds since 1970 UTC. */
  readonly ts: number[];
  readonly open: number[];
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}
/** The same, to be read. */
export type MadeUpSeries = { readonly [Key in keyof MadeUpColumns]: Readonly<MadeUpColumns[Key]> };

/** A row as the question for the highest hourly high answers it. */
export interface MadeUpHigh {
  readonly name: string;
  readonly date: string;
  readonly hour: string;
  readonly high: number;
  readonly ts: string;
}

const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  const a = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  const b = (a + Math.imul(a ^ (a >>> 7), 61 | a)) ^ a;
  return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
};

/** A random walk over the sessions; prices from a few dollars to a few thousand. */
const walk = (name: string, seed: number, { from, to, barMs }: Required<MadeUpSeriesOptions>): MadeUpSeries => {
  const next = random(seed);
  const spread = 0.0004 + next() * 0.0012;
  let price = Math.exp(2.5 + next() * 5.5);
  const columns: MadeUpColumns = { name, ts: [], open: [], high: [], low: [], close: [], volume: [] };
  for (const session of sessionsBetween(from, to)) {
    price *= 1 + (next() - 0.5) * spread * 20;
    for (let ts = session.openMs; ts < session.closeMs; ts += barMs) {
      const close = price * (1 + (next() + next() - 1) * spread * Math.sqrt(barMs / 60_000));
      columns.ts.push(ts);
      columns.open.push(Math.fround(price));
      columns.high.push(Math.fround(Math.max(price, close) * (1 + next() * spread * 0.5)));
      columns.low.push(Math.fround(Math.min(price, close) * (1 - next() * spread * 0.5)));
      columns.close.push(Math.fround(close));
      columns.volume.push(Math.round(1_000 + Math.abs(close / price - 1) * 4_000_000));
      price = close;
    }
  }
  return columns;
};

/** The rows that the lake would answer for these bars. */
export function hourlyHighs(bars: readonly Pick<MadeUpSeries, 'name' | 'ts' | 'high'>[]): MadeUpHigh[] {
  return bars.flatMap(({ name, ts, high }) => {
    const hours = new Map<string, MadeUpHigh[]>();
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

/** Bars of made-up companies, the same for the same options. */
export function makeSeries(options: MadeUpSeriesOptions): MadeUpSeries[] {
  const complete = { from: '2026-11-20', to: options.from ?? '2026-11-20', barMs: 60_000, ...options };
  return options.names.map((name, i) => walk(name, i + 1, complete));
}
