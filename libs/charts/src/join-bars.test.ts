import type { ChartBar } from '@tickerlake/presentation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candle, joinBars, readCandles } from './join-bars.ts';

const price = fc.integer({ min: 1, max: 500 });
const candle: fc.Arbitrary<Candle> = fc
  .record({ prices: fc.tuple(price, price, price, price), volume: fc.option(fc.nat(1_000), { nil: undefined }) })
  .map(({ prices: [open, close, a, b], volume }) => ({
    wallMs: 0,
    open,
    close,
    high: Math.max(open, close, a, b),
    low: Math.min(open, close, a, b),
    ...(volume !== undefined && { volume }),
  }));
const candles = fc
  .array(candle, { minLength: 1, maxLength: 40 })
  .map((list) => list.map((one, i) => ({ ...one, wallMs: i })));

const bar = (high: number, low: number, close: number, more: Partial<ChartBar> = {}): ChartBar => ({
  wallMs: 0,
  high,
  low,
  price: close,
  ...more,
});

describe('joined bars', () => {
  it('keep the first open, the last close, the highest high, the lowest low and the sum of the volumes', () => {
    fc.assert(
      fc.property(candles, fc.integer({ min: 1, max: 50 }), (list, size) => {
        const joined = joinBars(list, (wallMs) => Math.floor(wallMs / size));
        expect(joined.size).toBe(Math.ceil(list.length / size));
        for (const [slot, one] of joined) {
          const parts = list.slice(slot * size, (slot + 1) * size);
          expect(one.open).toBe(parts[0]?.open);
          expect(one.close).toBe(parts.at(-1)?.close);
          expect(one.high).toBe(Math.max(...parts.map(({ high }) => high)));
          expect(one.low).toBe(Math.min(...parts.map(({ low }) => low)));
          const volumes = parts.flatMap(({ volume }) => volume ?? []);
          expect(one.volume).toBe(volumes.length > 0 ? volumes.reduce((a, b) => a + b, 0) : undefined);
        }
      }),
    );
  });

  it('are the same in one step and in two', () => {
    fc.assert(
      fc.property(candles, (list) => {
        const once = joinBars(list, (wallMs) => Math.floor(wallMs / 6));
        const halves = [...joinBars(list, (wallMs) => Math.floor(wallMs / 2)).values()];
        expect([...joinBars(halves, (wallMs) => Math.floor(wallMs / 6))]).toEqual([...once]);
      }),
    );
  });
});

describe('a bar as a candle', () => {
  it('keeps its open', () => {
    expect(readCandles([bar(5, 1, 4, { open: 2, volume: 7 })])).toEqual([
      { wallMs: 0, open: 2, high: 5, low: 1, close: 4, volume: 7 },
    ]);
  });

  it('opens without an open at the close before, within its own range', () => {
    const opens = readCandles([bar(5, 1, 4), bar(6, 3, 5), bar(9, 7, 8), bar(3, 1, 2)]).map(({ open }) => open);
    expect(opens).toEqual([4, 4, 7, 3]);
  });

  it('is as wide as its open and close, whatever its high and low say', () => {
    expect(readCandles([bar(5, 3, 6, { open: 2 })])[0]).toMatchObject({ high: 6, low: 2 });
  });
});
