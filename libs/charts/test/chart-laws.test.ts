import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryMarket, arbitraryOptions } from './arbitrary-market.ts';
import { EVERY_CHART } from './every-chart.ts';
import { fifty, oneDay, ten, threeDays } from './made-up-prices.ts';
import { expectGoodPicture } from './picture-laws.ts';

describe.each(EVERY_CHART)('$name', ({ draw }) => {
  it('is a good picture of whatever prices, names and sizes', () => {
    fc.assert(
      fc.property(arbitraryMarket, arbitraryOptions, (series, options) => expectGoodPicture(draw(series, options))),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it.each([280, 360, 720, 1080, 1600])('is a good picture of ten and of fifty companies, %d pixels wide', (width) => {
    for (const names of [ten, fifty]) {
      for (const series of [oneDay(names), threeDays(names)]) expectGoodPicture(draw(series, { width }));
    }
  });

  it('gives the same bytes for the same input, and another id for other input', () => {
    const [one, same, other] = [oneDay(ten), oneDay(ten), oneDay(fifty)].map((series) => draw(series).svg);
    expect(one).toBe(same);
    const idOf = (svg = ''): string | undefined => /<title id="(c\w+)-t">/.exec(svg)?.[1];
    expect(idOf(one)).toBeDefined();
    expect(idOf(one)).not.toBe(idOf(other));
  });

  it('does not change what it is given', () => {
    const series = oneDay(ten);
    const before = structuredClone(series);
    draw(series);
    expect(series).toEqual(before);
  });

  it('says so in words where there is nothing to draw', () => {
    expect(draw([]).svg).toMatch(/>No (prices|data)</);
    expectGoodPicture(draw([]));
  });

  it('refuses an option that it does not have, and says which it has', () => {
    const misspelt: object = { tilte: 'x' };
    expect(() => draw([], misspelt)).toThrow(
      /has no option 'tilte'. It has title, subtitle, caption, width, theme, id/,
    );
    expect(() => draw([], { width: 100 })).toThrow(
      /'width' of \w+ is 100. Allowed: a number of pixels from 280 to 1600/,
    );
    expect(() => draw([], { id: '1' })).toThrow(/'id' of \w+ is "1". Allowed: a letter, then/);
  });

  it('is no heavier than a picture of its kind needs to be', () => {
    expect(draw(oneDay(ten)).svg.length).toBeLessThan(60_000);
    expect(draw(oneDay(fifty)).svg.length).toBeLessThan(200_000);
  });
});
