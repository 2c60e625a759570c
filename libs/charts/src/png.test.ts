import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { Chart } from './chart.ts';
import { companyBars } from './company-bars.ts';
import { toPng } from './png.ts';
import { PALETTES } from './theme.ts';

const chart = companyBars([{ name: 'A', value: 1 }]);
const read = (png: Uint8Array): PNG => PNG.sync.read(Buffer.from(png));
/** A digest: pictures that differ are no reading. */
const hex = (png: Uint8Array): string => createHash('sha256').update(png).digest('hex');
/** Colour of the upper left pixel, `#rrggbb`. */
const paper = (png: Uint8Array): string => `#${Buffer.from(read(png).data.subarray(0, 3)).toString('hex')}`;

describe('a PNG', () => {
  it('is twice as wide as the chart unless another scale is asked for', () => {
    expect(read(toPng(chart))).toMatchObject({ width: 1440, height: chart.height * 2 });
    expect(read(toPng(chart, { scale: 1 }))).toMatchObject({ width: 720, height: chart.height });
  });

  it('is light where the theme is left to the reader, and dark where an option says so', () => {
    expect(paper(toPng(chart))).toBe(PALETTES.light.paper);
    expect(paper(toPng(chart, { theme: 'dark' }))).toBe(PALETTES.dark.paper);
  });

  it('keeps the theme that a chart was given', () => {
    const dark = companyBars([{ name: 'A', value: 1 }], { theme: 'dark' });
    expect(paper(toPng(dark, { theme: 'light' }))).toBe(PALETTES.dark.paper);
  });

  it('of a dark chart is that of an automatic one in the dark', () => {
    const dark = companyBars([{ name: 'A', value: 1 }], { theme: 'dark' });
    expect(hex(toPng(chart, { theme: 'dark' }))).toBe(hex(toPng(dark)));
  });

  it('is the same whenever it is drawn', () => {
    expect(hex(toPng(chart))).toBe(hex(toPng(chart)));
  });

  it('is drawn in the font that comes along: letters leave ink', () => {
    const bare = new Chart(chart.svg.replaceAll(/<text.*?<\/text>/g, ''), chart.width, chart.height);
    expect(hex(toPng(bare))).not.toBe(hex(toPng(chart)));
  });

  it.each([
    [{ scale: 9 }, "Option 'scale' of toPng is 9. Allowed: a number from 0.5 to 4."],
    [{ theme: 'auto' }, `Option 'theme' of toPng is "auto". Allowed: 'light' or 'dark'.`],
    [{ scales: 2 }, "toPng has no option 'scales'. It has scale, theme, fonts."],
    [{ fonts: 'Noto.ttf' }, 'Allowed: an array of paths of font files.'],
  ])('is not drawn with the options %o', (options: object, said) => {
    expect(() => toPng(chart, options)).toThrow(said);
  });
});
