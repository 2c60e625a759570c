import { BAR_INTERVALS } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY_MS, MAX_REQUEST_DAYS, splitWindow } from './request-windows.ts';

const windows = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 900 * DAY_MS }))
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

it('covers the asked range exactly once, in pieces that one request may span', () => {
  fc.assert(
    fc.property(windows, fc.constantFrom(...BAR_INTERVALS), (whole, interval) => {
      const parts = splitWindow(whole, interval);
      expect(parts[0]?.fromMs).toBe(whole.fromMs);
      expect(parts.at(-1)?.toMs).toBe(whole.toMs);
      for (const [index, part] of parts.entries()) {
        expect(part.toMs - part.fromMs).toBeGreaterThan(0);
        expect(part.toMs - part.fromMs).toBeLessThanOrEqual(MAX_REQUEST_DAYS[interval] * DAY_MS);
        if (index > 0) expect(part.fromMs).toBe(parts[index - 1]?.toMs);
      }
    }),
  );
});

it('asks for at most 7 days of 1m bars, as Yahoo’s refusal says', () => {
  expect(MAX_REQUEST_DAYS).toEqual({ '1m': 7, '2m': 60, '5m': 60, '15m': 60, '30m': 60, '1h': 730 });
});
