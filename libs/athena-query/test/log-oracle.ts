import { formatNewYork, fromNewYork } from '@tickerlake/market-calendar';
import {
  type Bar,
  eventTimeMs,
  type Forex,
  intervalMs,
  type MarketRecord,
  type News,
  partitionOf,
} from '@tickerlake/record-schema';
import type {
  ForexRangeOptions,
  LatestNewsOptions,
  LogScopeOptions,
  MovesWithNewsOptions,
  RecordCountsOptions,
} from '../src/index.ts';
import { by, currentBars, groupBy } from './oracle.ts';

/*
 * What the questions about stories and rates must answer, computed from records in plain TypeScript, with none of the
 * queries' tricks.
 */

const MINUTE_MS = 60_000;
const NOTHING = Number.NEGATIVE_INFINITY;

const dateOf = (record: MarketRecord): string => partitionOf(record).dt;
const isSimulated = ({ source }: MarketRecord): boolean => source === 'simulated';
const observedMs = ({ observedAt }: MarketRecord): number =>
  observedAt === undefined ? NOTHING : Date.parse(observedAt);

const inScope = (record: MarketRecord, { from = '0000', to = '9999', market }: LogScopeOptions): boolean =>
  dateOf(record) >= from &&
  dateOf(record) <= to &&
  (market === undefined || (market === 'simulated') === isSimulated(record));

/** Of each group the first in that order, larger first. */
const newestOf = <T>(
  records: readonly T[],
  same: (record: T) => string,
  ...keys: ((record: T) => string | number)[]
): T[] =>
  [...groupBy(records, same).values()].flatMap((group) => group.toSorted((a, b) => by(...keys)(b, a)).slice(0, 1));

/** What is left of groups with a real member when the simulated are left out of them. */
const oneMarket = <T extends MarketRecord>(records: readonly T[], same: (record: T) => string): T[] =>
  [...groupBy(records, same).values()].flatMap((group) =>
    group.every(isSimulated) ? group : group.filter((record) => !isSimulated(record)),
  );

const currentStories = (records: readonly News[], scope: LogScopeOptions): News[] =>
  newestOf(
    records.filter((record) => inScope(record, scope)),
    (story) => `${story.id} ${isSimulated(story)}`,
    observedMs,
    eventTimeMs,
    (story) => story.headline,
    (story) => story.summary ?? '',
    (story) => story.symbols.join(','),
    (story) => story.publisher ?? '',
    (story) => story.url ?? '',
    (story) => story.sentiment ?? NOTHING,
    (story) => story.source ?? '',
  );

export function latestNews(records: readonly News[], { symbols, limit = 20, ...scope }: LatestNewsOptions) {
  return oneMarket(currentStories(records, scope), dateOf)
    .filter((story) => symbols === undefined || story.symbols.some((symbol) => symbols.includes(symbol)))
    .toSorted(
      by(
        (story) => -eventTimeMs(story),
        (story) => story.id,
      ),
    )
    .slice(0, limit)
    .map(({ id, ts, headline, summary = null, symbols: about, publisher = null, url = null, sentiment = null }) => ({
      id,
      ts,
      headline,
      summary,
      symbols: about,
      publisher,
      url,
      sentiment,
    }));
}

const middle = ({ bid, ask }: Forex): number => (bid + ask) / 2;
const rounded = (value: number): number => Math.round(value * 1e10) / 1e10;

export function forexRange(records: readonly Forex[], { pairs, per = 'day', ...scope }: ForexRangeOptions) {
  const hourOf = (rate: Forex): string | null => (per === 'hour' ? rate.ts.slice(11, 13) : null);
  const asked = records.filter((record) => inScope(record, scope) && (pairs?.includes(record.name) ?? true));
  const newest = newestOf(
    asked,
    (rate) => `${rate.name} ${eventTimeMs(rate)} ${isSimulated(rate)}`,
    observedMs,
    (rate) => rate.bid,
    (rate) => rate.ask,
    (rate) => rate.source ?? '',
  );
  const rates = oneMarket(newest, (rate) => `${rate.name} ${dateOf(rate)}`).toSorted(by<Forex>(eventTimeMs));
  return [...groupBy(rates, (rate) => `${rate.name} ${dateOf(rate)} ${hourOf(rate)}`).values()]
    .flatMap((group) => {
      const [first, last] = [group[0], group.at(-1)];
      if (!first || !last) return [];
      const high = Math.max(...group.map(middle));
      const low = Math.min(...group.map(middle));
      const tenDecimals = group.reduce((sum, { bid, ask }) => sum + Math.round((ask - bid) * 1e10), 0);
      const averageSpread = tenDecimals / 1e10 / group.length;
      return {
        pair: first.name,
        date: dateOf(first),
        hour: hourOf(first),
        open: rounded(middle(first)),
        high: rounded(high),
        low: rounded(low),
        close: rounded(middle(last)),
        highestAsk: Math.max(...group.map(({ ask }) => ask)),
        lowestBid: Math.min(...group.map(({ bid }) => bid)),
        averageSpread,
        averageSpreadPips: averageSpread / (first.name.endsWith('JPY') ? 0.01 : 0.0001),
        highTs: group.find((rate) => middle(rate) === high)?.ts,
        lowTs: group.find((rate) => middle(rate) === low)?.ts,
        rates: group.length,
      };
    })
    .toSorted(
      by(
        (row) => row.pair,
        (row) => row.date,
        (row) => row.hour ?? '',
      ),
    );
}

/** What is one record: everything of it that never changes. */
function identityOf(record: Exclude<MarketRecord, News>): string {
  const interval = 'interval' in record ? record.interval : '';
  return `${record.kind ?? 'bar'} ${record.name} ${interval} ${eventTimeMs(record)} ${isSimulated(record)}`;
}

export function recordCounts(records: readonly MarketRecord[], scope: RecordCountsOptions) {
  const asked = records.filter((record) => inScope(record, scope));
  const stories = currentStories(
    asked.flatMap((record) => (record.kind === 'news' ? [record] : [])),
    scope,
  );
  const others = asked.flatMap((record) => (record.kind === 'news' ? [] : [record]));
  const seen = [...stories, ...new Map(others.map((record) => [identityOf(record), record])).values()];
  const cell = (record: MarketRecord) => `${record.kind ?? 'bar'} ${dateOf(record)}`;
  return [...groupBy(asked, cell)]
    .map(([key, rows]) => ({
      kind: rows[0]?.kind ?? 'bar',
      date: rows[0] ? dateOf(rows[0]) : '',
      stored: rows.length,
      records: seen.filter((record) => cell(record) === key).length,
    }))
    .toSorted(
      by(
        (row) => row.kind,
        (row) => row.date,
      ),
    );
}

interface Move {
  readonly start: Bar;
  readonly end: Bar;
  readonly startPrice: number;
  readonly endPrice: number;
  readonly changePercent: number;
  readonly basis: 'open-close' | 'middle';
}

/** Every move of a day: each bar's first price to its own or a later bar's last. */
function movesOf(day: readonly Bar[], windowMinutes: number): Move[] {
  const traded = day.every(({ open, close }) => open !== undefined && close !== undefined);
  const halfway = (bar: Bar): number => (bar.high + bar.low) / 2;
  return day.flatMap((start) =>
    day.flatMap((end) => {
      const apartMs = eventTimeMs(end) - eventTimeMs(start);
      const startPrice = traded ? (start.open ?? 0) : halfway(start);
      const endPrice = traded ? (end.close ?? 0) : halfway(end);
      if (apartMs < 0 || apartMs > (windowMinutes - 1) * MINUTE_MS || startPrice <= 0) return [];
      const changePercent = ((endPrice - startPrice) / startPrice) * 100;
      return [{ start, end, startPrice, endPrice, changePercent, basis: traded ? 'open-close' : 'middle' } as const];
    }),
  );
}

const largestFirst = by<Move>(
  (move) => -Math.abs(move.changePercent),
  (move) => eventTimeMs(move.end),
  (move) => -move.changePercent,
  (move) => -eventTimeMs(move.start),
);

const shifted = (date: string, minutes: number): string =>
  formatNewYork(fromNewYork(date, 12) + minutes * MINUTE_MS).slice(0, 10);

export function movesWithNews(
  bars: readonly Bar[],
  news: readonly News[],
  { windowMinutes = 15, beforeMinutes = 60, afterMinutes = 30, limit, ...scope }: MovesWithNewsOptions,
) {
  const companies = groupBy(currentBars(bars, scope), (bar) => bar.name);
  const moves = [...companies.values()]
    .flatMap((company) =>
      [...groupBy(company, dateOf).values()]
        .flatMap((day) => movesOf(day, windowMinutes))
        .toSorted(largestFirst)
        .slice(0, 1),
    )
    .toSorted(
      by(
        (move) => -Math.abs(move.changePercent),
        (move) => move.start.name,
      ),
    )
    .slice(0, limit);
  const days = {
    ...(scope.from !== undefined && { from: shifted(scope.from, -1440 * Math.ceil((beforeMinutes + 60) / 1440)) }),
    ...(scope.to !== undefined && { to: shifted(scope.to, 1440 * Math.ceil((afterMinutes + 120) / 1440)) }),
  };
  const stories = currentStories(news, days);
  return moves.flatMap(({ start, end, startPrice, endPrice, changePercent, basis }) => {
    const endMs = eventTimeMs(end) + (end.interval === undefined ? MINUTE_MS : intervalMs(end.interval));
    const told = stories
      .filter((story) => story.symbols.includes(start.name) && isSimulated(story) === isSimulated(start))
      .filter((story) => eventTimeMs(story) >= eventTimeMs(start) - beforeMinutes * MINUTE_MS)
      .filter((story) => eventTimeMs(story) <= endMs + afterMinutes * MINUTE_MS)
      .toSorted(by<News>(eventTimeMs, (story) => story.id));
    const move = {
      name: start.name,
      date: dateOf(start),
      startTs: start.ts,
      endTs: formatNewYork(endMs),
      startPrice,
      endPrice,
      change: endPrice - startPrice,
      changePercent,
      basis,
    };
    const rows: readonly (News | undefined)[] = told.length > 0 ? told : [undefined];
    return rows.map((story) => ({
      ...move,
      storyId: story?.id ?? null,
      storyTs: story?.ts ?? null,
      headline: story?.headline ?? null,
      publisher: story?.publisher ?? null,
      url: story?.url ?? null,
      sentiment: story?.sentiment ?? null,
    }));
  });
}
