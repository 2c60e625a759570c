import { describe, expect, it } from 'vitest';
import type { MinuteBar, Story } from '../live-patch.ts';
import type { CompanyState } from './page-state.ts';
import { moveAround } from './story-move.ts';

const minute = (i: number, price: number): [number, MinuteBar] => [
  i * 60_000,
  { startMs: i * 60_000, open: price, high: price, low: price, close: price },
];
const companies = (prices: Readonly<Record<string, (i: number) => number>>): Map<string, CompanyState> =>
  new Map(
    Object.entries(prices).map(([name, priceAt]) => [
      name,
      { name, minutes: new Map(Array.from({ length: 120 }, (_, i) => minute(i, priceAt(i)))) },
    ]),
  );
const story = (minuteOfStory: number, ...symbols: string[]): Story => ({
  id: '1',
  atMs: minuteOfStory * 60_000 + 20_000,
  headline: 'A story',
  symbols,
});
const leapAt = (at: number, share: number) => (i: number) => (i < at ? 100 : 100 * (1 + share));

describe('a story', () => {
  it('is marked with the jump that came with it', () => {
    const market = companies({ META: leapAt(60, 0.03) });
    expect(moveAround(story(59, 'META'), market)).toMatchObject({ name: 'META', share: expect.closeTo(0.03) });
    expect(moveAround(story(63, 'META'), market)).toMatchObject({ name: 'META' });
  });

  it('is not marked for what happened long before or after, or was small', () => {
    expect(moveAround(story(59, 'META'), companies({ META: leapAt(90, 0.03) }))).toBeUndefined();
    expect(moveAround(story(90, 'META'), companies({ META: leapAt(60, 0.03) }))).toBeUndefined();
    expect(moveAround(story(59, 'META'), companies({ META: leapAt(60, 0.009) }))).toBeUndefined();
  });

  it('about several companies tells the largest move, falls included', () => {
    const market = companies({ META: leapAt(60, 0.02), SHOP: leapAt(60, -0.05) });
    expect(moveAround(story(59, 'META', 'SHOP', 'NONE'), market)).toMatchObject({
      name: 'SHOP',
      share: expect.closeTo(-0.05),
    });
  });
});
