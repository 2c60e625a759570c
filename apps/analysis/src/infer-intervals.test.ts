import { fromNewYork, formatNewYork } from '@tickerlake/market-calendar';
import type { Bar } from '@tickerlake/record-schema';
import { describe, expect, it } from 'vitest';
import { createIntervalInference } from './infer-intervals.ts';

const OPEN_MS = fromNewYork('2020-05-14', 9, 30);
const bar = (name: string, minutes: number): Bar => ({
  name,
  ts: formatNewYork(OPEN_MS + minutes * 60_000),
  high: 1,
  low: 1,
});
const learned = (bars: readonly Bar[]) => {
  const inference = createIntervalInference();
  for (const each of bars) inference.learn(each);
  return inference;
};

describe('createIntervalInference', () => {
  it('takes the commonest spacing of a symbol, in any order and with repeats', () => {
    const inference = learned([20, 0, 5, 5, 10, 40, 0].map((minute) => bar('A', minute)));
    expect(inference.intervalOf('A')).toBe('5m');
  });

  it('keeps symbols apart', () => {
    const inference = learned([...[0, 1, 2].map((m) => bar('A', m)), ...[0, 30, 60].map((m) => bar('B', m))]);
    expect([inference.intervalOf('A'), inference.intervalOf('B')]).toEqual(['1m', '30m']);
  });

  it('gives a symbol with one bar the interval of the others', () => {
    expect(learned([bar('A', 0), bar('A', 5), bar('B', 0)]).intervalOf('B')).toBe('5m');
  });

  it('is not led astray by the live quote of odd seconds', () => {
    const live: Bar = { ...bar('A', 0), ts: '2020-05-14 09:31:07-04:00' };
    expect(learned([bar('A', 0), live, bar('A', 2)]).intervalOf('A')).toBe('2m');
  });

  it('says that it does not know when no spacing is an interval', () => {
    expect(learned([bar('A', 0), bar('A', 7)]).intervalOf('A')).toBeUndefined();
    expect(learned([]).intervalOf('A')).toBeUndefined();
  });
});
