import { formatNewYork, fromNewYork, sessionOn, sessionsBetween } from '@tickerlake/market-calendar';
import { BAR_INTERVALS, type Bar, eventTimeMs, intervalMs, partitionOf } from '@tickerlake/record-schema';
import type { BarScopeOptions } from '../src/index.ts';

/*
 * What the questions must answer, computed from records in plain TypeScript: slowly, one record at a time, with none of
 * the queries' tricks.
 */

/** Smaller first. */
const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
/** Items by the first of these that differs. */
export const by =
  <T>(...keys: ((item: T) => string | number)[]) =>
  (a: T, b: T): number => {
    for (const key of keys) {
      const order = compare(key(a), key(b));
      if (order !== 0) return order;
    }
    return 0;
  };

export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const dateOf = (bar: Bar): string => partitionOf(bar).dt;
const high = (bars: readonly Bar[]): number => Math.max(...bars.map((bar) => bar.high));
const low = (bars: readonly Bar[]): number => Math.min(...bars.map((bar) => bar.low));
const rank = (bar: Bar): number =>
  bar.interval === undefined ? BAR_INTERVALS.length : BAR_INTERVALS.indexOf(bar.interval);

/** Newest first; null is oldest; then by content, larger first, nothing last. */
const NOTHING = Number.NEGATIVE_INFINITY;
function newestFirst(a: Bar, b: Bar): number {
  const keys: ((bar: Bar) => string | number)[] = [
    (bar) => (bar.observedAt === undefined ? NOTHING : Date.parse(bar.observedAt)),
    (bar) => bar.high,
    (bar) => bar.low,
    (bar) => bar.open ?? NOTHING,
    (bar) => bar.close ?? NOTHING,
    (bar) => bar.volume ?? NOTHING,
    (bar) => (bar.final === undefined ? NOTHING : Number(bar.final)),
    (bar) => bar.source ?? '',
  ];
  return by(...keys)(b, a);
}

/** Real bars if there are any, and of these one interval. */
function marketOf(day: readonly Bar[], interval: Bar['interval']): Bar[] {
  const real = day.filter((bar) => bar.source !== 'simulated');
  const market = real.length > 0 ? real : day;
  if (interval !== undefined) return market.filter((bar) => bar.interval === interval);
  const finest = Math.min(...market.map(rank));
  return market.filter((bar) => rank(bar) === finest);
}

const isOf = (market: BarScopeOptions['market'], bar: Bar): boolean =>
  market === undefined || (market === 'simulated') === (bar.source === 'simulated');

function inRegularSession(bar: Bar): boolean {
  const session = sessionOn(dateOf(bar));
  const ms = eventTimeMs(bar);
  return session !== undefined && ms >= session.openMs && ms < session.closeMs;
}

/** The bars that a question with these options is about. */
export function currentBars(records: readonly Bar[], options: BarScopeOptions): Bar[] {
  const { symbols, from = '0000', to = '9999', interval, extendedHours = false, market } = options;
  const asked = records.filter((bar) => {
    const date = dateOf(bar);
    return isOf(market, bar) && date >= from && date <= to && (symbols?.includes(bar.name) ?? true);
  });
  return [...groupBy(asked, (bar) => `${bar.name} ${dateOf(bar)}`).values()]
    .flatMap((day) => marketOf(day, interval))
    .filter((bar) => extendedHours || inRegularSession(bar))
    .toSorted(newestFirst)
    .filter((bar, index, all) => all.findIndex((other) => other.name === bar.name && other.ts === bar.ts) === index)
    .toSorted(by<Bar>((bar) => bar.name, eventTimeMs));
}

export function highestHourlyHigh(records: readonly Bar[], options: BarScopeOptions) {
  const hourOf = (bar: Bar) => bar.ts.slice(11, 13);
  const groups = groupBy(currentBars(records, options), (bar) => `${bar.name} ${dateOf(bar)} ${hourOf(bar)}`);
  return [...groups.values()]
    .flatMap((hour) => hour.filter((bar) => bar.high === high(hour)))
    .map((bar) => ({
      name: bar.name,
      date: dateOf(bar),
      hour: hourOf(bar),
      high: bar.high,
      ts: bar.ts,
      ms: eventTimeMs(bar),
    }))
    .toSorted(
      by(
        (row) => row.name,
        (row) => row.date,
        (row) => row.hour,
        (row) => row.ms,
      ),
    )
    .map(({ ms: _ms, ...row }) => row);
}

const sum = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** `bars` in order of time. */
function aggregate(bars: readonly Bar[]) {
  return {
    open: present(bars.map((bar) => bar.open))[0] ?? null,
    high: high(bars),
    low: low(bars),
    close: present(bars.map((bar) => bar.close)).at(-1) ?? null,
    volume: sum(present(bars.map((bar) => bar.volume))),
    bars: bars.length,
  };
}

export function dailyRange(records: readonly Bar[], options: BarScopeOptions) {
  return [...groupBy(currentBars(records, options), (bar) => `${bar.name} ${dateOf(bar)}`).values()].map((bars) => ({
    name: bars[0]?.name,
    date: bars[0] && dateOf(bars[0]),
    ...aggregate(bars),
    highTs: bars.find((bar) => bar.high === high(bars))?.ts,
    lowTs: bars.find((bar) => bar.low === low(bars))?.ts,
  }));
}

export function resample(records: readonly Bar[], options: BarScopeOptions & { everyMinutes: number }) {
  const everyMs = options.everyMinutes * 60_000;
  const startMs = (bar: Bar): number => {
    const bellMs = fromNewYork(dateOf(bar), 9, 30);
    const minuteMs = Math.floor(eventTimeMs(bar) / 60_000) * 60_000;
    return bellMs + Math.floor((minuteMs - bellMs) / everyMs) * everyMs;
  };
  return [...groupBy(currentBars(records, options), (bar) => `${bar.name} ${dateOf(bar)} ${startMs(bar)}`).values()]
    .map((bars) => ({
      name: bars[0]?.name ?? '',
      date: bars[0] && dateOf(bars[0]),
      ms: bars[0] ? startMs(bars[0]) : 0,
      bars,
    }))
    .toSorted(
      by(
        (row) => row.name,
        (row) => row.ms,
      ),
    )
    .map(({ ms, bars, ...row }) => ({ ...row, ts: formatNewYork(ms), ...aggregate(bars) }));
}

export function latestBars(records: readonly Bar[], { count = 1, ...options }: BarScopeOptions & { count?: number }) {
  return [...groupBy(currentBars(records, options), (bar) => bar.name).values()]
    .flatMap((bars) => bars.slice(-count).toReversed())
    .map((bar) => ({
      name: bar.name,
      date: dateOf(bar),
      ts: bar.ts,
      open: bar.open ?? null,
      high: bar.high,
      low: bar.low,
      close: bar.close ?? null,
      volume: bar.volume ?? null,
      interval: bar.interval ?? null,
      source: bar.source ?? null,
      observedAt: bar.observedAt ?? null,
      final: bar.final ?? null,
    }));
}

export function movers(
  records: readonly Bar[],
  { per = 'day', limit, ...options }: BarScopeOptions & { per?: 'day' | 'range'; limit?: number },
) {
  const middle = (bar: Bar): number => (bar.high + bar.low) / 2;
  return [
    ...groupBy(currentBars(records, options), (bar) =>
      per === 'day' ? `${bar.name} ${dateOf(bar)}` : bar.name,
    ).values(),
  ]
    .flatMap((bars) => {
      const [start, end] = [bars[0], bars.at(-1)];
      if (!start || !end) return [];
      const traded = start.open !== undefined && end.close !== undefined;
      const first = traded ? (start.open ?? 0) : middle(start);
      const last = traded ? (end.close ?? 0) : middle(end);
      return {
        name: start.name,
        from: dateOf(start),
        to: dateOf(end),
        first,
        last,
        change: last - first,
        changePercent: ((last - first) / first) * 100,
        basis: traded ? 'open-close' : 'middle',
        firstTs: start.ts,
        lastTs: end.ts,
      };
    })
    .toSorted(
      by(
        (row) => -Math.abs(row.changePercent),
        (row) => row.name,
        (row) => row.from,
      ),
    )
    .slice(0, limit);
}

export function missingMinutes(
  records: readonly Bar[],
  { now, ...options }: BarScopeOptions & { from: string; to: string; now: () => number },
) {
  const covered = new Set(
    currentBars(records, options).flatMap((bar) => {
      const minutes = bar.interval === undefined ? 1 : intervalMs(bar.interval) / 60_000;
      const firstMs = Math.floor(eventTimeMs(bar) / 60_000) * 60_000;
      return Array.from({ length: minutes }, (_, minute) => `${bar.name} ${firstMs + minute * 60_000}`);
    }),
  );
  const inRange = records.filter(
    (bar) => isOf(options.market, bar) && dateOf(bar) >= options.from && dateOf(bar) <= options.to,
  );
  const names = options.symbols ?? [...new Set(inRange.map((bar) => bar.name))];
  return names.toSorted().flatMap((name) =>
    sessionsBetween(options.from, options.to).flatMap(({ date, openMs, closeMs }) => {
      const runs: { name: string; date: string; fromMs: number; minutes: number }[] = [];
      for (let ms = openMs; ms < closeMs && ms + 60_000 <= now(); ms += 60_000) {
        if (covered.has(`${name} ${ms}`)) continue;
        const run = runs.at(-1);
        if (run && run.fromMs + run.minutes * 60_000 === ms) run.minutes += 1;
        else runs.push({ name, date, fromMs: ms, minutes: 1 });
      }
      return runs.map(({ fromMs, ...run }) => ({
        ...run,
        fromTs: formatNewYork(fromMs),
        toTs: formatNewYork(fromMs + (run.minutes - 1) * 60_000),
      }));
    }),
  );
}
