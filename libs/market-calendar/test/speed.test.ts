import { expect, test } from 'vitest';
import { bench } from '../bench/calendar.bench.ts';

test('look-ups are as fast as promised', { timeout: 60_000, retry: 3 }, () => {
  for (const { name, perSecond, floorPerSecond } of bench()) expect(perSecond, name).toBeGreaterThan(floorPerSecond);
});
