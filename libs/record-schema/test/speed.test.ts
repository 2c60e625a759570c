import { expect, test } from 'vitest';
import { bench } from '../bench/record-schema.bench.ts';

/** The least share of the engine's own JSON speed, by the start of the subject's name; far below what a quiet machine shows. */
const FLOORS: readonly (readonly [string, number])[] = [
  ['normalise, canonical', 1 / 4],
  ['normalise', 1 / 6],
  ['encode', 1 / 6],
  ['fromRow', 1 / 6],
];

test('records are read and written at the speed that is promised', { timeout: 120_000, retry: 3 }, () => {
  for (const { name, value, peerValue } of bench()) {
    const floor = FLOORS.find(([start]) => name.startsWith(start))?.[1] ?? 0;
    expect(value / peerValue, name).toBeGreaterThan(floor);
  }
});
