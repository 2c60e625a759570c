import { expect, test } from 'vitest';
import { bench } from '../bench/calendar.bench.ts';

test('look-ups are as fast as promised', { timeout: 60_000, retry: 3 }, () => {
  const promised = bench().filter(({ peer }) => peer === 'at least');
  expect(promised).toHaveLength(4);
  for (const { name, value, peerValue } of promised) expect(value, name).toBeGreaterThan(peerValue);
});
