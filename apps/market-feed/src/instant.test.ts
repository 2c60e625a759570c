import { formatNewYork, newYorkDate } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { CALENDAR_MS, readInstant } from './instant.ts';

const instants = fc.integer({ min: CALENDAR_MS.first, max: CALENDAR_MS.end - 1 });

test('an instant is read from UTC and from New York time alike', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom('start' as const, 'end' as const), (ms, edge) => {
      expect(readInstant(new Date(ms).toISOString(), edge)).toBe(ms);
      expect(readInstant(formatNewYork(ms), edge)).toBe(ms);
    }),
  );
});

test('a date holds each of its instants, and the next begins where it ends', () => {
  fc.assert(
    fc.property(instants, (ms) => {
      const date = newYorkDate(ms);
      const [start = Number.NaN, end = Number.NaN] = [readInstant(date, 'start'), readInstant(date, 'end')];
      expect(start <= ms && ms < end).toBe(true);
      expect(newYorkDate(start)).toBe(date);
      expect(newYorkDate(end - 1)).toBe(date);
      expect(end === CALENDAR_MS.end || newYorkDate(end) !== date).toBe(true);
    }),
  );
});

it.each([
  '',
  'now',
  '1795185000000',
  '2026-11-31',
  '2026-13-01',
  '2026-02-30T12:00:00Z',
  '2026-11-20T24:61:00Z',
  '2026-11-20T09:30:00',
  '2026-11-20T09:30:00+05',
  '2026-11-20T09:30:00.1234Z',
  ' 2026-11-20',
  '1989-12-31',
  '2031-01-01',
  '20261120',
])('takes %j for no instant', (text) => {
  expect(readInstant(text, 'start')).toBeUndefined();
});
