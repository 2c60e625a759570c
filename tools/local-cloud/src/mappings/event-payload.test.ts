import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_MAX_BYTES, eventOf, splitIntoEvents } from './event-payload.ts';

const item = (characters: number, id = '') => ({ id, json: JSON.stringify('é'.repeat(characters)) });

describe('the events of items', () => {
  it('hold each item once, in order, as many as fit into 6 MB and not fewer', () => {
    expect(EVENT_MAX_BYTES).toBe(6_291_456);
    const characters = fc.integer({ min: 0, max: 1_500_000 });
    const cases = fc.property(fc.array(characters, { maxLength: 12 }), (sizes) => {
      const items = sizes.map((size, i) => item(size, String(i)));
      const events = splitIntoEvents(items);
      expect(events.flat()).toEqual(items);
      for (const [i, event] of events.entries()) {
        const bytes = eventOf(event).length;
        expect(bytes).toBeLessThanOrEqual(EVENT_MAX_BYTES);
        const [next] = events[i + 1] ?? [];
        if (next) expect(bytes + 1 + Buffer.byteLength(next.json)).toBeGreaterThan(EVENT_MAX_BYTES);
      }
    });
    fc.assert(cases, { numRuns: 12 });
  });

  it('fill 6 MB to the last byte', () => {
    const exact = (EVENT_MAX_BYTES - '{"Records":["",""]}'.length) / 2;
    const half = { id: '', json: JSON.stringify('x'.repeat(Math.floor(exact))) };
    const rest = { id: '', json: JSON.stringify('x'.repeat(Math.ceil(exact))) };
    expect(eventOf([half, rest])).toHaveLength(EVENT_MAX_BYTES);
    expect(splitIntoEvents([half, rest])).toHaveLength(1);
    expect(splitIntoEvents([half, { id: '', json: `${rest.json} ` }])).toHaveLength(2);
  });

  it('give an item that is too large an event of its own', () => {
    expect(splitIntoEvents([item(1), item(4_000_000), item(1)]).map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});
