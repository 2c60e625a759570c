import { compareEvents, eventKey } from '@tickerlake/market-simulator';
import { eventTimeMs } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAfter, readPosition } from './event-position.ts';
import { OPEN_MS, testMarket } from '../test/test-market.ts';

const market = testMarket();
const events = [...market.events(market.all, { fromMs: OPEN_MS, toMs: OPEN_MS + 120_000 })];

test('the place of an event lies behind it and all before it, and before all that follow', () => {
  expect(events.length).toBeGreaterThan(100);
  for (const event of events) {
    const position = readPosition(market, eventKey(event));
    if (!position) throw new Error(`${eventKey(event)} has no place`);
    const later = events.filter((other) => isAfter(position, other, eventTimeMs(other)));
    expect(later).toEqual(events.filter((other) => compareEvents(other, event) > 0));
  }
});

test('milliseconds alone lie before every event of that instant', () => {
  const [first] = events.slice(50);
  if (!first) throw new Error('There are no events');
  const atMs = eventTimeMs(first);
  const position = readPosition(market, String(atMs));
  if (!position) throw new Error('The instant has no place');
  const later = events.filter((other) => isAfter(position, other, eventTimeMs(other)));
  expect(later).toEqual(events.filter((other) => eventTimeMs(other) >= atMs));
});

test('what is the id of no event of the market has no place', () => {
  for (const id of ['', '-1', 'x', `${OPEN_MS}-quote-NOPE`, `${OPEN_MS}-bar-META`, '9'.repeat(16), '1\n2']) {
    expect(readPosition(market, id)).toBeUndefined();
  }
  const [first] = events;
  const id = first ? eventKey(first) : '';
  expect(readPosition(market, id)).toBeDefined();
  expect(readPosition(testMarket({ seed: 2 }), id.replace(/forex.*/, 'quote-META'))).toBeUndefined();
});

test('any text is read without harm', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (text) => void readPosition(market, text)));
});
