import { newYorkDate, type Session, sessionsBetween, toNewYork } from '@tickerlake/market-calendar';
import type { Chart, ChartQuery } from './yahoo-stand-in-chart.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const INTERVAL_SECONDS: Readonly<Record<string, number>> = {
  '1m': MINUTE,
  '2m': 2 * MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '60m': HOUR,
  '1h': HOUR,
};

/** Trading hours of one day, seconds since 1970 UTC, ends excluded. */
interface Hours {
  readonly start: number;
  readonly end: number;
  readonly isRegular: boolean;
}

interface Market {
  readonly instrumentType: string;
  readonly exchangeName: string;
  readonly timeZone: string;
  readonly hasPrePost: boolean;
  readonly hours: (query: ChartQuery) => Hours[];
}

const untilMidnight = (session: Session): number => {
  const { hour, minute } = toNewYork(session.openMs);
  return session.openMs / 1000 - hour * HOUR - minute * MINUTE;
};

/** Pre-market from 04:00, the session, post-market until four hours after its close. */
function newYorkHours(query: ChartQuery): Hours[] {
  const sessions = sessionsBetween(newYorkDate(query.fromSeconds * 1000), newYorkDate(query.toSeconds * 1000));
  return sessions.flatMap((session) => {
    const [open, close] = [session.openMs / 1000, session.closeMs / 1000];
    return [
      { start: untilMidnight(session) + 4 * HOUR, end: open, isRegular: false },
      { start: open, end: close, isRegular: true },
      { start: close, end: close + 4 * HOUR, isRegular: false },
    ];
  });
}

const allDay = (query: ChartQuery): Hours[] => [
  { start: Math.floor(query.fromSeconds / DAY) * DAY, end: Math.ceil(query.toSeconds / DAY) * DAY, isRegular: true },
];

/** Weekdays 08:00–16:30; London is taken to be on UTC all year round. */
function londonHours(query: ChartQuery): Hours[] {
  const days: Hours[] = [];
  for (let day = Math.floor(query.fromSeconds / DAY) * DAY; day < query.toSeconds; day += DAY) {
    const weekday = new Date(day * 1000).getUTCDay();
    if (weekday % 6 !== 0) days.push({ start: day + 8 * HOUR, end: day + 16.5 * HOUR, isRegular: true });
  }
  return days;
}

function marketOf(symbol: string): Market {
  if (symbol.endsWith('=X'))
    return {
      instrumentType: 'CURRENCY',
      exchangeName: 'CCY',
      timeZone: 'Europe/London',
      hasPrePost: false,
      hours: allDay,
    };
  if (/-[A-Z]{3}$/u.test(symbol))
    return { instrumentType: 'CRYPTOCURRENCY', exchangeName: 'CCC', timeZone: 'UTC', hasPrePost: false, hours: allDay };
  if (symbol.endsWith('.L'))
    return {
      instrumentType: 'EQUITY',
      exchangeName: 'LSE',
      timeZone: 'Europe/London',
      hasPrePost: false,
      hours: londonHours,
    };
  return {
    instrumentType: 'EQUITY',
    exchangeName: 'NMS',
    timeZone: 'America/New_York',
    hasPrePost: true,
    hours: newYorkHours,
  };
}

/** A repeatable fraction of 1 for any text and number (FNV-1a, then a finaliser). */
function hash(text: string, salt: number): number {
  let value = 2_166_136_261 ^ salt;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619);
  value = Math.imul(value ^ (value >>> 15), 2_246_822_519);
  return ((value ^ (value >>> 13)) >>> 0) / 2 ** 32;
}

/** The price at a minute: 20–420 by symbol, swinging by the day and trembling by the minute. */
function priceAt(symbol: string, minute: number): number {
  const base = 20 + 400 * hash(symbol, 0);
  const swing = 0.01 * Math.sin(minute / 97) + 0.03 * Math.sin(minute / 8011);
  return base * (1 + swing + 0.001 * (hash(symbol, minute) - 0.5));
}

interface Row {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** One row, made of its minutes, so that a 5m row is what its five 1m rows say. */
function rowOf(symbol: string, start: number, end: number, isRegular: boolean): Row {
  const first = start / MINUTE;
  const prices: number[] = [];
  let volume = 0;
  for (let minute = first; minute < end / MINUTE; minute += 1) {
    prices.push(priceAt(symbol, minute), priceAt(symbol, minute + 1));
    volume += isRegular ? 100 + Math.floor(10_000 * hash(symbol, -minute)) : 0;
  }
  const bogus = !isRegular && hash(symbol, first) < 0.02 ? 1.2 : 1;
  return {
    open: priceAt(symbol, first),
    high: Math.max(...prices) * bogus,
    low: Math.min(...prices),
    close: priceAt(symbol, end / MINUTE),
    volume,
  };
}

/** Where the row that holds an instant starts: rows are counted from the full hour, regular ones from the open. */
const rowStart = (hours: Hours, second: number, step: number): number => {
  const anchor = hours.isRegular ? hours.start : Math.floor(hours.start / HOUR) * HOUR;
  return anchor + Math.floor((second - anchor) / step) * step;
};

function tradingPeriods(hours: readonly Hours[], includePrePost: boolean): unknown {
  const period = ({ start, end }: Hours) => [{ timezone: 'EST', start, end, gmtoffset: 0 }];
  const regular = hours.filter(({ isRegular }) => isRegular).map(period);
  if (!includePrePost) return regular;
  const [pre, post] = [0, 2].map((place) => hours.filter((_, index) => index % 3 === place).map(period));
  return { pre, regular, post };
}

/** The live quote that Yahoo appends: a point in time, not a bar, and so most often outside what was asked. */
const strayRow = (symbol: string, second: number): Row => {
  const price = priceAt(symbol, Math.floor(second / MINUTE));
  return { open: price, high: price, low: price, close: price, volume: 0 };
};

/** Later than any window that is asked for, and no full minute. */
const STRAY_AFTER_SECONDS = 5 * DAY + 3 * HOUR + 183;

/** A chart that depends on nothing but symbol, minute and, where there is a clock, on what has happened by now. */
export function generateChart(query: ChartQuery, nowSeconds?: number): Chart {
  const { symbol, fromSeconds, toSeconds, includePrePost } = query;
  const step = INTERVAL_SECONDS[query.interval] ?? DAY;
  const market = marketOf(symbol);
  const hours = market.hours(query);
  const untilSecond = Math.min(toSeconds, nowSeconds ?? Infinity);

  const rows: (Row & { readonly stamp: number })[] = [];
  for (const open of hours) {
    if (!open.isRegular && !includePrePost) continue;
    for (let stamp = rowStart(open, Math.max(open.start, fromSeconds), step); stamp < open.end; stamp += step) {
      if (stamp < fromSeconds || stamp < open.start) continue;
      if (stamp >= untilSecond) break;
      const end = Math.min(stamp + step, open.end, Math.ceil((nowSeconds ?? Infinity) / MINUTE) * MINUTE);
      rows.push({ stamp, ...rowOf(symbol, stamp, end, open.isRegular) });
    }
  }
  const stray = nowSeconds ?? toSeconds + STRAY_AFTER_SECONDS;
  // Within the window a live quote on the full minute cannot be told from that minute's bar.
  const isTelling = stray >= toSeconds || stray % MINUTE !== 0;
  if (rows.length > 0 && isTelling) rows.push({ stamp: stray, ...strayRow(symbol, stray) });

  const meta = {
    currency: 'USD',
    symbol,
    exchangeName: market.exchangeName,
    instrumentType: market.instrumentType,
    firstTradeDate: 345_479_400,
    regularMarketTime: stray,
    hasPrePostMarketData: market.hasPrePost,
    gmtoffset: 0,
    timezone: 'EST',
    exchangeTimezoneName: market.timeZone,
    regularMarketPrice: priceAt(symbol, Math.floor(stray / MINUTE)),
    priceHint: 2,
    ...(market.hasPrePost && { tradingPeriods: tradingPeriods(hours, includePrePost) }),
    dataGranularity: query.interval,
    range: '',
    validRanges: ['1d', '5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'],
  };
  if (rows.length === 0) return { meta, indicators: { quote: [{}] } };
  const column = (name: keyof Row): number[] => rows.map((row) => row[name]);
  return {
    meta,
    timestamp: rows.map(({ stamp }) => stamp),
    indicators: {
      quote: [
        {
          open: column('open'),
          high: column('high'),
          low: column('low'),
          close: column('close'),
          volume: column('volume'),
        },
      ],
    },
  };
}
