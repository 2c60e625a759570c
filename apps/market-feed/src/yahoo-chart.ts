import {
  CALENDAR_RANGE,
  newYorkDate,
  previousSession,
  type Session,
  sessionAt,
  sessionsBetween,
} from '@tickerlake/market-calendar';
import { type Bar, type BarInterval, eventTimeMs, type Quote } from '@tickerlake/record-schema';
import { currentSession } from './current-session.ts';
import { latestEvents } from './latest-events.ts';
import type { Market } from './market.ts';
import { periodsOf, tradingPeriodsOf, zoneAt } from './yahoo-periods.ts';
import type { ChartSpan, YahooInterval } from './yahoo-refusals.ts';

export interface ChartQuery extends ChartSpan {
  /** One of the market's companies. */
  readonly symbol: string;
  readonly includePrePost: boolean;
  /** As asked, or empty: what Yahoo's answer repeats. */
  readonly range: string;
}

/** A row of a chart: the start of a bar, seconds since 1970 UTC, and what the price did. */
type Row = Required<Pick<Bar, 'open' | 'high' | 'low' | 'close' | 'volume'>> & { readonly stamp: number };

const FIRST_TRADE_SECONDS = 345_479_400;
export const VALID_RANGES = ['1d', '5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'] as const;

const barInterval = (interval: YahooInterval): BarInterval =>
  interval === '60m' || interval === '1d' ? '1h' : interval;

const rowOf = (bar: Bar): Row => {
  const { high, low, open = high, close = high, volume = 0 } = bar;
  return { stamp: eventTimeMs(bar) / 1000, open, high, low, close, volume };
};

/** One row for a session: what its bars add up to. */
function dayRow(rows: readonly Row[], { openMs }: Session): Row[] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return [];
  return [
    {
      stamp: openMs / 1000,
      open: first.open,
      high: Math.max(...rows.map(({ high }) => high)),
      low: Math.min(...rows.map(({ low }) => low)),
      close: last.close,
      volume: rows.reduce((sum, { volume }) => sum + volume, 0),
    },
  ];
}

async function rowsOf(market: Market, query: ChartQuery, sessions: readonly Session[]): Promise<Row[]> {
  const { symbol, interval, fromSeconds, toSeconds } = query;
  const isDaily = interval === '1d';
  const rows: Row[] = [];
  for (const session of sessions) {
    const fromMs = isDaily ? session.openMs : Math.max(session.openMs, fromSeconds * 1000);
    const toMs = isDaily ? session.closeMs : Math.min(session.closeMs, toSeconds * 1000);
    if (fromMs >= toMs) continue;
    const window = { symbols: [symbol], fromMs, toMs, interval: barInterval(interval) };
    const found = (await market.bars.fetchBars(window)).bars.map(rowOf);
    rows.push(...(isDaily ? dayRow(found, session) : found));
  }
  return rows;
}

/** The live quote that Yahoo appends while the session runs: a point in time, not a bar. */
function liveRow({ toSeconds, interval }: ChartQuery, quote: Quote, nowMs: number): Row[] {
  const stamp = Math.floor(eventTimeMs(quote) / 1000);
  const isLive = sessionAt(nowMs) !== undefined && toSeconds * 1000 >= nowMs && interval !== '1d';
  // On the full minute it could not be told from that minute's bar.
  if (!isLive || stamp % 60 === 0) return [];
  const { price } = quote;
  return [{ stamp, open: price, high: price, low: price, close: price, volume: 0 }];
}

/** The price at which the session before another one closed, `undefined` before the calendar's first. */
async function closeBefore(market: Market, symbol: string, { date }: Session): Promise<number | undefined> {
  if (date.startsWith(CALENDAR_RANGE.first.slice(0, 7))) return undefined;
  const { openMs, closeMs } = previousSession(date);
  const { bars } = await market.bars.fetchBars({ symbols: [symbol], fromMs: openMs, toMs: closeMs, interval: '1h' });
  return bars.at(-1)?.close;
}

/** Sessions that a span touches and that have begun. */
const sessionsOf = ({ fromSeconds, toSeconds }: ChartQuery, nowMs: number): Session[] => {
  const [fromMs, toMs] = [fromSeconds * 1000, Math.min(toSeconds * 1000, nowMs)];
  if (fromMs >= toMs) return [];
  return sessionsBetween(newYorkDate(fromMs), newYorkDate(toMs - 1)).filter(
    ({ openMs, closeMs }) => openMs < toMs && closeMs > fromMs,
  );
};

async function metaOf(market: Market, query: ChartQuery, sessions: readonly Session[], quote: Quote) {
  const nowMs = market.clock.nowMs();
  const today = currentSession(nowMs);
  const previousClose = await closeBefore(market, query.symbol, sessions[0] ?? today);
  const isDaily = query.interval === '1d';
  return {
    currency: 'USD',
    symbol: query.symbol,
    exchangeName: 'NMS',
    fullExchangeName: 'NasdaqGS',
    instrumentType: 'EQUITY',
    firstTradeDate: FIRST_TRADE_SECONDS,
    regularMarketTime: Math.floor(eventTimeMs(quote) / 1000),
    hasPrePostMarketData: true,
    ...zoneAt(nowMs),
    exchangeTimezoneName: 'America/New_York',
    regularMarketPrice: quote.price,
    regularMarketVolume: quote.volume ?? 0,
    longName: `${query.symbol} (simulated)`,
    shortName: `${query.symbol} (simulated)`,
    ...(previousClose !== undefined && { chartPreviousClose: previousClose }),
    priceHint: 2,
    currentTradingPeriod: periodsOf(today),
    ...(!isDaily && { tradingPeriods: tradingPeriodsOf(sessions, query.includePrePost) }),
    dataGranularity: query.interval === '60m' ? '1h' : query.interval,
    range: query.range,
    validRanges: VALID_RANGES,
  };
}

function indicatorsOf(rows: readonly Row[], isDaily: boolean) {
  const column = (name: keyof Row): number[] => rows.map((row) => row[name]);
  const [open, high, low, close, volume] = (['open', 'high', 'low', 'close', 'volume'] as const).map(column);
  return {
    quote: [{ open, high, low, close, volume }],
    ...(isDaily && { adjclose: [{ adjclose: close }] }),
  };
}

/** A chart as Yahoo's v8 answers it; without rows where nothing was traded, as Yahoo does. `undefined` where it knows no price. */
export async function yahooChart(market: Market, query: ChartQuery): Promise<object | undefined> {
  const nowMs = market.clock.nowMs();
  const [quote] = await latestEvents(market, 'quote', [query.symbol]);
  if (quote?.kind !== 'quote') return undefined;
  const sessions = sessionsOf(query, nowMs);
  const rows = await rowsOf(market, query, sessions);
  if (rows.length > 0) rows.push(...liveRow(query, quote, nowMs));
  const meta = await metaOf(market, query, sessions, quote);
  const filled = { timestamp: rows.map(({ stamp }) => stamp), indicators: indicatorsOf(rows, query.interval === '1d') };
  const result = { meta, ...(rows.length > 0 ? filled : { indicators: { quote: [{}] } }) };
  return { chart: { result: [result], error: null } };
}
