import { formatNewYork, fromNewYork } from '@tickerlake/market-calendar';
import type { Bar, Forex, News, Quote } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PageState } from './client/page-state.ts';
import { LiveBoard } from './live-board.ts';
import { MAX_BARS, MAX_NEWS, MAX_NOTICES, MAX_SAMPLES } from './live-patch.ts';
import type { Notice, StageStatus } from './page-source.ts';

const market = { simulated: true, speed: 1, symbols: ['META', 'SHOP'], pairs: ['EURUSD', 'USDJPY'] };
const openMs = fromNewYork('2026-11-20', 9, 30);

const quote = (name: string, price: number, atMs: number): Quote => ({
  kind: 'quote',
  name,
  price,
  ts: formatNewYork(atMs),
});
const forex = (name: string, bid: number, atMs: number): Forex => ({
  kind: 'forex',
  name,
  bid,
  ask: bid + 0.0002,
  ts: formatNewYork(atMs),
});
const news = (id: string, atMs: number): News => ({
  kind: 'news',
  id,
  headline: `Story ${id}`,
  symbols: ['META'],
  ts: formatNewYork(atMs),
});
const bar = (name: string, price: number, atMs: number): Bar => ({
  name,
  ts: formatNewYork(atMs - (atMs % 60_000)),
  high: price + 1,
  low: price,
  interval: '1m',
});
const notice = (id: string): Notice => ({
  id,
  bucket: 'lake',
  key: `quotes/${id}.parquet`,
  kind: 'quote',
  records: 1,
  bytes: 1,
  firstEventTime: '2026-11-20T14:30:00.000Z',
  lastEventTime: '2026-11-20T14:30:00.000Z',
  checksum: 'sha256:00',
});
const stage = (taken: number): StageStatus => ({
  id: 'feed',
  label: 'Feed',
  unit: 'records',
  in: taken,
  out: taken,
  dropped: 0,
  failed: 0,
  waiting: 0,
});

const openBoard = (clock = { ms: 1_000 }): LiveBoard => {
  const board = new LiveBoard(market, () => clock.ms);
  board.advance(openMs);
  return board;
};

/** What a browser holds, as plain data. */
const shown = (state: PageState): unknown => {
  const { companies, rates, stories, notices, stages, samples, session, troubles, highs, marketTimeMs } = state;
  const byKey = <Value>(items: ReadonlyMap<unknown, Value>): Value[] =>
    [...items].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, value]) => value);
  return {
    companies: byKey(companies).map((company) => ({ ...company, minutes: byKey(company.minutes) })),
    rates: byKey(rates),
    stories: byKey(stories),
    notices: byKey(notices),
    rest: { stages, samples, session, troubles, highs, marketTimeMs },
  };
};

const happening = fc.record({
  what: fc.constantFrom('quote', 'bar', 'forex', 'news', 'stages', 'notices', 'note', 'highs', 'advance', 'read'),
  name: fc.nat({ max: 1 }),
  // Minutes of four sessions: Friday's, and those of the three days after the weekend.
  minutes: fc.tuple(fc.constantFrom(0, 4_320, 5_760, 7_200), fc.nat(395)).map(([day, minute]) => day + minute),
  price: fc.integer({ min: 1, max: 500 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

const play = (board: LiveBoard, { what, name, minutes, price }: Happening, onRead: () => void): void => {
  const atMs = openMs + minutes * 60_000;
  const symbol = market.symbols[name] ?? '';
  const actions: Record<Happening['what'], () => void> = {
    quote: () => board.take(quote(symbol, price, atMs)),
    bar: () => board.take(bar(symbol, price, atMs)),
    forex: () => board.take(forex(market.pairs[name] ?? '', price, atMs)),
    news: () => board.take(news(`n${price % 7}`, atMs)),
    stages: () => board.takeStages([stage(price)]),
    notices: () => board.takeNotices([notice(`o${price % 9}`)]),
    note: () => board.note('highs', price % 2 === 0 ? undefined : `failed ${price}`),
    highs: () => board.takeHighs([{ name: symbol, date: '2026-11-20', hour: '09', high: price, ts: '' }]),
    advance: () => board.advance(atMs),
    read: onRead,
  };
  actions[what]();
};

describe('LiveBoard', () => {
  it('tells a browser that hears patches at any moments the same as one that begins at the end', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (happenings) => {
        const clock = { ms: 1_000 };
        const board = openBoard(clock);
        const follower = new PageState();
        let id: string | undefined;
        const read = (): void => {
          const patch = board.since(id);
          if (!patch) return;
          ({ id } = patch);
          follower.apply(JSON.parse(JSON.stringify(patch)));
        };
        read();
        for (const one of happenings) {
          clock.ms += 250;
          play(board, one, read);
        }
        read();
        const late = new PageState();
        const whole = board.since(undefined);
        if (whole) late.apply(JSON.parse(JSON.stringify(whole)));
        expect(shown(follower)).toEqual(shown(late));
      }),
    );
  });

  it('sends everything to a reader of another process, of a version to come, or of nonsense', () => {
    const board = openBoard();
    for (const id of [undefined, 'other.1', `${board.id}9`, '', 'rs.1e3', 'rs.-1']) {
      expect(board.since(id)).toMatchObject({ isWhole: true, market });
    }
    expect(board.since(board.id)).toBeUndefined();
  });

  it('holds no more after a day of records than its limits', () => {
    const clock = { ms: 0 };
    const board = openBoard(clock);
    for (let i = 0; i < 2_000; i++) {
      clock.ms += 1_000;
      board.take(quote('META', 100 + (i % 9), openMs + i * 60_000));
      board.take(forex('EURUSD', 1 + i / 1e5, openMs + i * 1_000));
      board.take(news(`n${i}`, openMs + i * 1_000));
      board.takeStages([stage(i)]);
      board.takeNotices([notice(`o${i}`)]);
    }
    const whole = board.since(undefined);
    expect(whole?.companies?.find(({ name }) => name === 'META')?.bars).toHaveLength(MAX_BARS);
    expect(whole?.rates).toHaveLength(1);
    expect(whole?.stories).toHaveLength(MAX_NEWS);
    expect(whole?.notices).toHaveLength(MAX_NOTICES);
    expect(whole?.samples).toHaveLength(MAX_SAMPLES);
  });

  it('passes over companies and pairs that are not shown', () => {
    const board = openBoard();
    const { id } = board;
    board.take(quote('AAPL', 1, openMs));
    board.take(bar('AAPL', 1, openMs));
    board.take(forex('AUDUSD', 1, openMs));
    expect(board.id).toBe(id);
  });

  it('tells where a rate went, and keeps the direction while it stands', () => {
    const board = openBoard();
    const directions = [1.1, 1.2, 1.2, 1.15].map((bid, i) => {
      board.take(forex('EURUSD', bid, openMs + i * 15_000));
      return board.since(undefined)?.rates?.[0]?.direction;
    });
    expect(directions).toEqual([0, 1, 1, -1]);
    board.take(forex('EURUSD', 9, openMs));
    expect(board.since(undefined)?.rates?.[0]?.bid).toBe(1.15);
  });

  it('shows the session before until the bell, and no quiet day between', () => {
    const board = new LiveBoard(market, () => 0);
    const sessionAfter = (ms: number): string | undefined => {
      board.advance(ms);
      return board.since(undefined)?.session?.date;
    };
    expect(sessionAfter(openMs - 1)).toBe('2026-11-19');
    expect(sessionAfter(openMs)).toBe('2026-11-20');
    expect(sessionAfter(fromNewYork('2026-11-22', 12))).toBe('2026-11-20');
    expect(sessionAfter(fromNewYork('2026-11-23', 9, 30))).toBe('2026-11-23');
  });

  it('notes each notice once, with the time at which it was first seen, in their order', () => {
    const clock = { ms: 5_000 };
    const board = openBoard(clock);
    board.takeNotices([notice('b'), notice('a')]);
    clock.ms = 9_000;
    board.takeNotices([notice('c'), notice('b'), notice('a')]);
    const seen = board.since(undefined)?.notices ?? [];
    expect(seen.map(({ id, seenAtMs }) => [id, Math.floor(seenAtMs)])).toEqual([
      ['a', 5_000],
      ['b', 5_000],
      ['c', 9_000],
    ]);
  });
});
