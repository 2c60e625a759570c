import type { Forex, News, Quote } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEvents, eventKey, type MarketEvent, mergeEvents } from './event-order.ts';

const at = (second: number): string => `2026-05-14 10:00:${`${second}`.padStart(2, '0')}-04:00`;
const quote = (name: string, second: number): Quote => ({ kind: 'quote', name, ts: at(second), price: 1 });
const rate = (name: string, second: number): Forex => ({ kind: 'forex', name, ts: at(second), bid: 1, ask: 2 });
const story = (id: string, second: number): News => ({ kind: 'news', id, ts: at(second), headline: 'x', symbols: [] });

const names = fc.constantFrom('A', 'B', 'EURUSD', 'META', 'a');
const seconds = fc.integer({ min: 0, max: 3 });
const events: fc.Arbitrary<MarketEvent> = fc
  .tuple(fc.constantFrom(quote, rate, story), names, seconds)
  .map(([make, name, second]) => make(name, second));

test('events go by time, then quote before rate before story, then by name or id', () => {
  const inOrder = [story('Z', 0), quote('B', 1), quote('a', 1), rate('A', 1), story('1', 1), story('2', 1)];
  expect(inOrder.toReversed().toSorted(compareEvents)).toEqual(inOrder);
});

test('of any two events one comes first, unless they have the same key', () => {
  fc.assert(
    fc.property(events, events, (one, other) => {
      expect(Math.sign(compareEvents(one, other))).toBe(-Math.sign(compareEvents(other, one)) || 0);
      expect(compareEvents(one, other) === 0).toBe(eventKey(one) === eventKey(other));
    }),
  );
});

test('a key names instant, kind and name', () => {
  const ms = Date.parse('2026-05-14T14:00:02Z');
  expect([quote('META', 2), rate('EURUSD', 2), story('abc-1', 2)].map(eventKey)).toEqual([
    `${ms}-quote-META`,
    `${ms}-forex-EURUSD`,
    `${ms}-news-abc-1`,
  ]);
});

test('sequences in order become one in order that holds all of them', () => {
  fc.assert(
    fc.property(fc.array(fc.array(events), { maxLength: 4 }), (lists) => {
      const sequences = lists.map((list) => list.toSorted(compareEvents).values());
      const merged = [...mergeEvents(...sequences)];
      expect(merged.map(eventKey)).toEqual(lists.flat().toSorted(compareEvents).map(eventKey));
    }),
  );
});

test('nothing is drawn from a sequence before it is needed', () => {
  let drawn = 0;
  function* counted(): Generator<MarketEvent> {
    for (let second = 0; second < 50; second++) {
      drawn++;
      yield quote('A', second);
    }
  }
  const merged = mergeEvents(counted());
  merged.next();
  merged.next();
  expect(drawn).toBe(2);
});
