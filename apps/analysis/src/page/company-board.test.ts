import { formatNewYork, fromNewYork, sessionOn } from '@tickerlake/market-calendar';
import type { Bar, Quote } from '@tickerlake/record-schema';
import { describe, expect, it } from 'vitest';
import { CompanyBoard } from './company-board.ts';
import type { SessionTimes } from './live-patch.ts';

const sessionOf = (date: string): SessionTimes => {
  const session = sessionOn(date);
  if (!session) throw new Error(`${date} has no session`);
  return session;
};
const at = (hour: number, minute: number, second = 0, date = '2026-11-20'): number =>
  fromNewYork(date, hour, minute) + second * 1000;

const bar = (startMs: number, close: number, fields: Partial<Bar> = {}): Bar => ({
  name: 'META',
  ts: formatNewYork(startMs),
  open: close,
  high: close + 1,
  low: close - 1,
  close,
  interval: '1m',
  observedAt: new Date(startMs + 60_000).toISOString(),
  final: true,
  ...fields,
});
const quote = (atMs: number, price: number): Quote => ({ kind: 'quote', name: 'META', ts: formatNewYork(atMs), price });

const openBoard = (): CompanyBoard => {
  const board = new CompanyBoard('META');
  board.open(sessionOf('2026-11-20'), 1);
  return board;
};

describe('the minutes of a company', () => {
  it('are made of quotes until the bar of the minute comes', () => {
    const board = openBoard();
    for (const [second, price] of [
      [5, 10],
      [20, 12],
      [40, 9],
    ] as const)
      board.takeQuote(quote(at(10, 0, second), price), 2);
    const startMs = at(10, 0);
    expect(board.since(0)?.bars).toEqual([{ startMs, open: 10, high: 12, low: 9, close: 9 }]);
    board.takeBar(bar(startMs, 11), 3);
    expect(board.since(0)?.bars).toEqual([{ startMs, open: 11, high: 12, low: 10, close: 11 }]);
  });

  it('go on from a running bar with the quotes after it', () => {
    const board = openBoard();
    const running = { final: false, observedAt: new Date(at(10, 0, 30)).toISOString() };
    board.takeBar(bar(at(10, 0), 20, running), 2);
    board.takeQuote(quote(at(10, 0, 45), 25), 3);
    expect(board.since(0)?.bars).toEqual([{ startMs: at(10, 0), open: 20, high: 25, low: 19, close: 25 }]);
    expect(board.since(0)?.last).toEqual({ price: 25, atMs: at(10, 0, 45) });
  });

  it('are not taken back by an older observation of the same minute', () => {
    const board = openBoard();
    board.takeBar(bar(at(10, 0), 20), 2);
    const older = bar(at(10, 0), 5, { observedAt: new Date(at(10, 0, 10)).toISOString(), final: false });
    expect(board.takeBar(older, 3)).toBe(false);
    expect(board.since(0)?.bars[0]?.close).toBe(20);
  });

  it('take a revised bar of the same observation time: the later delivery counts', () => {
    const board = openBoard();
    board.takeBar(bar(at(10, 0), 20), 2);
    board.takeBar(bar(at(10, 0), 21), 3);
    expect(board.since(2)?.bars[0]?.close).toBe(21);
  });

  it('are left out outside the session and at other lengths than a minute', () => {
    const board = openBoard();
    expect(board.takeBar(bar(at(8, 0), 20), 2)).toBe(false);
    expect(board.takeBar(bar(at(17, 0), 20), 2)).toBe(false);
    expect(board.takeBar(bar(at(10, 0), 20, { interval: '5m' }), 2)).toBe(false);
    expect(board.since(1)).toBeUndefined();
  });
});

describe('the newest price of a company', () => {
  it('does not go back when a bar comes after newer quotes', () => {
    const board = openBoard();
    board.takeQuote(quote(at(10, 1, 3), 50), 2);
    board.takeBar(bar(at(10, 0), 40), 3);
    expect(board.since(0)?.last).toEqual({ price: 50, atMs: at(10, 1, 3) });
  });

  it('is measured from the close before, which late bars of that session complete', () => {
    const board = openBoard();
    board.takeBar(bar(at(10, 0), 40), 2);
    expect(board.since(0)?.base).toEqual({ price: 40, kind: 'open' });
    board.takeBar(bar(at(15, 59, 0, '2026-11-19'), 30), 3);
    board.takeBar(bar(at(15, 58, 0, '2026-11-19'), 29), 4);
    expect(board.since(0)?.base).toEqual({ price: 30, kind: 'close before' });
  });

  it('becomes the base when the next session opens, and the minutes begin anew', () => {
    const board = openBoard();
    board.takeBar(bar(at(15, 59), 44), 2);
    board.open(sessionOf('2026-11-23'), 3);
    expect(board.since(0)).toEqual({
      name: 'META',
      last: { price: 44, atMs: at(15, 59) + 59_999 },
      base: { price: 44, kind: 'close before' },
      bars: [],
    });
  });
});

it('tells nothing to a reader who knows everything', () => {
  const board = openBoard();
  board.takeQuote(quote(at(10, 0), 10), 7);
  expect(board.since(7)).toBeUndefined();
  expect(board.since(6)?.bars).toHaveLength(1);
});
