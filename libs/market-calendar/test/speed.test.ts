import { expect, test } from 'vitest';
import { bench } from '../bench/calendar.bench.ts';

// A kept formatter finds one to two million hours a second. Only the ratio can be tested where other work shares the
// machine; the benchmark prints the figures.
test('look-ups are several times as fast as the platform finds an hour', { timeout: 60_000, retry: 3 }, () => {
  const againstIntl = bench().filter(({ peer }) => peer.includes('Intl'));
  expect(againstIntl).toHaveLength(3);
  for (const { name, value, peerValue } of againstIntl) expect(value / peerValue, name).toBeGreaterThan(2);
});
