import { fromNewYork } from '@tickerlake/market-calendar';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MinuteBar } from '../live-patch.ts';
import type { CompanyState } from './page-state.ts';
import { drawPrices, priceTicks, sessionAxis } from './price-chart.ts';

const openMs = fromNewYork('2026-11-20', 9, 30);
const session = { date: '2026-11-20', openMs, closeMs: fromNewYork('2026-11-20', 16) };

const minute = (i: number, price: number): [number, MinuteBar] => [
  openMs + i * 60_000,
  { startMs: openMs + i * 60_000, open: price, high: price + 1, low: price - 1, close: price },
];
const company = (...prices: readonly number[]): CompanyState => ({
  name: 'META',
  minutes: new Map(prices.map((price, i) => minute(i, price))),
});

describe('the axis of a session', () => {
  it('names the full hours of New York', () => {
    const { ticks } = sessionAxis(session);
    expect(ticks.map(({ label }) => label)).toEqual(['10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00']);
    expect(ticks[0]?.at).toBeCloseTo(30 / 390);
    expect(ticks.at(-1)?.at).toBe(1);
  });

  it('is as short as a half day, in summer as in winter', () => {
    const half = {
      date: '2026-11-27',
      openMs: fromNewYork('2026-11-27', 9, 30),
      closeMs: fromNewYork('2026-11-27', 13),
    };
    expect(sessionAxis(half).ticks.map(({ label }) => label)).toEqual(['10:00', '11:00', '12:00', '13:00']);
    const summer = {
      date: '2026-07-20',
      openMs: fromNewYork('2026-07-20', 9, 30),
      closeMs: fromNewYork('2026-07-20', 16),
    };
    expect(sessionAxis(summer).ticks[0]?.label).toBe('10:00');
  });
});

describe('the chart of a company', () => {
  it('is none before the first minute', () => {
    expect(drawPrices(company(), session, { maxWidth: 390 })).toBeUndefined();
  });

  it('has a place for every minute of the session, in time order whatever order they came in', () => {
    const backwards = company(10, 12, 11);
    const late = { ...backwards, minutes: new Map([...backwards.minutes].toReversed()) };
    const [chart, other] = [backwards, late].map((state) => drawPrices(state, session, { maxWidth: 390 }));
    expect(chart?.width).toBe(390);
    expect(other?.line).toBe(chart?.line);
    expect(chart?.line).toMatch(/^M0 \d+l1-?\s?\d+l1-?\s?\d+$/);
  });

  it('keeps a price in sight that is near, and does not press the day flat for one that is far', () => {
    const near = drawPrices(company(100, 110), session, { maxWidth: 390, inSight: 114 });
    expect([near?.top, near?.bottom]).toEqual([114, 99]);
    const far = drawPrices(company(100, 110), session, { maxWidth: 390, inSight: 150 });
    expect([far?.top, far?.bottom]).toEqual([111, 99]);
  });

  it('lays every price inside the drawing, a single one and equal ones too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 1e6 }), { minLength: 1, maxLength: 60, size: 'max' }),
        (prices) => {
          const chart = drawPrices(company(...prices), session, { maxWidth: 390 });
          for (const price of prices) {
            expect(chart?.scale(price)).toBeGreaterThanOrEqual(0);
            expect(chart?.scale(price)).toBeLessThanOrEqual(1);
          }
          expect(chart?.line).not.toMatch(/NaN|Infinity/);
        },
      ),
    );
  });
});

describe('the levels beside a chart', () => {
  it('are a few round prices', () => {
    expect(priceTicks(641.2, 659.5)).toEqual([645, 650, 655]);
    expect(priceTicks(2.41, 2.52)).toEqual([2.42, 2.44, 2.46, 2.48, 2.5, 2.52]);
    expect(priceTicks(5, 5)).toEqual([]);
  });

  it('lie in the range and are never many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (bottom, span) => {
          const ticks = priceTicks(bottom, bottom + span);
          expect(ticks.length).toBeLessThanOrEqual(7);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(bottom * (1 - 1e-9));
            expect(tick).toBeLessThanOrEqual((bottom + span) * (1 + 1e-9));
          }
        },
      ),
    );
  });
});
