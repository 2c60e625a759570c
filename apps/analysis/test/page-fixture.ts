import { createHash } from 'node:crypto';
import { formatNewYork, newYorkDate, previousSession, type Session, sessionOn } from '@tickerlake/market-calendar';
import type { HighestHourlyHigh } from '@tickerlake/athena-query';
import type { Bar, Forex, News, Quote } from '@tickerlake/record-schema';
import type { Notice } from '../src/page/page-source.ts';
import { FakeSource, PAIRS, SYMBOLS } from './page-fake-source.ts';
import { stagesAfter } from './page-stages.ts';

const MINUTE_MS = 60_000;
/** Prices in dollars, and rates, about which the made-up market moves. */
const LEVELS = [640, 130, 2.4, 98, 25, 66, 34, 84, 8.2, 128];
const RATES: Readonly<Record<string, number>> = {
  EURUSD: 1.1581,
  USDJPY: 156.4,
  GBPUSD: 1.3093,
  USDCHF: 0.8085,
  EURGBP: 0.8845,
  EURJPY: 181.13,
};

const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  const a = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  const b = (a + Math.imul(a ^ (a >>> 7), 61 | a)) ^ a;
  return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
};

const cents = (price: number): number => Math.round(price * 100) / 100;

/** The minute of a session at which a company's price leaps. */
const leapMinute = (name: string): number => 259 - 25 * SYMBOLS.indexOf(name);

/** A session's minutes up to a moment; the price leaps at one of them. */
function barsOf(name: string, session: Session, untilMs: number): Bar[] {
  const index = SYMBOLS.indexOf(name);
  const next = random(1 + index + Number(session.date.replaceAll('-', '')));
  let price = (LEVELS[index] ?? 50) * (0.97 + 0.06 * next());
  const leapAt = leapMinute(name);
  const bars: Bar[] = [];
  for (let startMs = session.openMs; startMs < Math.min(session.closeMs, untilMs); startMs += MINUTE_MS) {
    const open = cents(price);
    price *= 1 + (next() + next() + next() - 1.5) * 0.0016;
    if (bars.length === leapAt) price *= 1 + (next() < 0.5 ? -1 : 1) * 0.017;
    const close = cents(price);
    const high = cents(Math.max(open, close) * (1 + next() * 0.0008));
    const low = cents(Math.min(open, close) * (1 - next() * 0.0008));
    const observedAt = new Date(startMs + MINUTE_MS).toISOString();
    bars.push({
      name,
      ts: formatNewYork(startMs),
      open,
      high,
      low,
      close,
      volume: 1000,
      interval: '1m',
      observedAt,
      final: true,
    });
  }
  return bars;
}

/** A trade now. */
export const quoteOf = (name: string, price: number, atMs: number): Quote => ({
  kind: 'quote',
  name,
  ts: formatNewYork(atMs),
  price,
});

/** A rate now, with a spread of two pips. */
export function forexOf(name: string, middle: number, atMs: number): Forex {
  const [decimals, pip] = name.endsWith('JPY') ? [3, 0.01] : [5, 0.0001];
  const [bid, ask] = [middle - pip, middle + pip].map((rate) => Number(rate.toFixed(decimals)));
  return { kind: 'forex', name, ts: formatNewYork(atMs), bid: bid ?? 0, ask: ask ?? 0 };
}

const HEADLINES = [
  'lifts its outlook after a quarter above expectations',
  'falls as a large customer leaves',
  'presents its plans for the coming quarter',
  'names a new chief financial officer',
  'is said to be in talks over a sale of its smallest division',
];

/** A story about a company. */
export const newsOf = (i: number, symbols: string[], atMs: number, headline = HEADLINES[i % 5] ?? ''): News => ({
  kind: 'news',
  id: `story-${i}`,
  ts: formatNewYork(atMs),
  headline: `${symbols.join(' and ')} ${headline}`,
  summary: 'Management said that it sees no reason to change its outlook.',
  symbols,
  publisher: 'Harbour Wire',
  url: `https://news.example/story-${i}`,
  sentiment: [0.72, -0.61, 0.05, 0.1, -0.3][i % 5] ?? 0,
});

/** Stories about the companies whose leaps have a reason. */
const leapStories = (session: Session | undefined): News[] =>
  (session ? ['META', 'BYND', 'OKTA'] : []).map((name, i) =>
    newsOf(100 + i, [name], (session?.openMs ?? 0) + (leapMinute(name) - 1) * MINUTE_MS),
  );

/** What happens between two moments: trades and rates every 15 seconds. */
export function eventsBetween(source: FakeSource, fromMs: number, toMs: number): (Quote | Forex)[] {
  const events: (Quote | Forex)[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += 15_000) {
    const swing = Math.sin(atMs / 90_000);
    for (const bar of lastBars(source))
      events.push(quoteOf(bar.name, cents((bar.close ?? bar.high) * (1 + swing * 0.002)), atMs));
    for (const name of PAIRS) events.push(forexOf(name, (RATES[name] ?? 1) * (1 + swing * 0.0004), atMs));
  }
  return events;
}

/** The newest bar of every company that came before. */
export const lastBars = ({ before }: FakeSource): Bar[] => [
  ...new Map(before.bars.map((bar) => [bar.name, bar])).values(),
];

/** The source at a moment of a made-up market: what came before is there, the lake has answered, notices lie ready. */
export function marketSource(marketMs: number): FakeSource {
  const source = new FakeSource(marketMs);
  const today = sessionOn(newYorkDate(marketMs));
  const sessions = [previousSession(newYorkDate(marketMs)), ...(today ? [today] : [])];
  source.before = {
    bars: SYMBOLS.flatMap((name) => sessions.flatMap((session) => barsOf(name, session, marketMs))),
    forex: PAIRS.map((name) => forexOf(name, RATES[name] ?? 1, marketMs - 15_000)),
    news: [
      ...leapStories(today),
      ...Array.from({ length: 24 }, (_, i) => {
        const symbols = [SYMBOLS[(i * 3) % 10] ?? '', ...(i % 4 === 0 ? [SYMBOLS[(i * 7 + 1) % 10] ?? ''] : [])];
        return newsOf(i, symbols, marketMs - i * 13 * MINUTE_MS);
      }),
    ],
  };
  source.highs = hourlyHighs(source.before.bars.filter(({ ts }) => ts.startsWith(newYorkDate(marketMs))));
  source.newest = Array.from({ length: 14 }, (_, i) => makeNotice(i, marketMs));
  source.counts = stagesAfter(0);
  return source;
}

/** The rows that the lake would answer. */
function hourlyHighs(bars: readonly Bar[]): HighestHourlyHigh[] {
  const best = new Map<string, HighestHourlyHigh[]>();
  for (const { name, ts, high } of bars) {
    const row = { name, date: ts.slice(0, 10), hour: ts.slice(11, 13), high, ts };
    const key = `${name} ${row.hour}`;
    const known = best.get(key);
    if (!known || high > (known[0]?.high ?? 0)) best.set(key, [row]);
    else if (known[0]?.high === high) known.push(row);
  }
  return [...best.values()].flat();
}

/** A notice as the processor publishes it; `i` 0 is the newest. */
export function makeNotice(i: number, marketMs: number): Notice {
  const kind = (['quote', 'forex', 'quote', 'news'] as const)[i % 4] ?? 'quote';
  const table = { quote: 'quotes', forex: 'forex', news: 'news' }[kind];
  const id = createHash('sha256').update(`object ${i}`).digest('hex').slice(0, 32);
  return {
    id,
    bucket: 'tickerlake',
    key: `${table}/dt=2026-11-20/hour=14/${id}.parquet`,
    kind,
    records: 120 + ((i * 37) % 80),
    bytes: 4_200 + ((i * 911) % 9_000),
    firstEventTime: new Date(marketMs - (i + 1) * 60_000).toISOString(),
    lastEventTime: new Date(marketMs - i * 60_000).toISOString(),
    checksum: `sha256:${createHash('sha256').update(`bytes ${i}`).digest('hex')}`,
  };
}
