import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FontWeight, textWidth } from './text-width.ts';

const FONTS = ['Regular', 'SemiBold'].map((name) => join(import.meta.dirname, `../dist/fonts/Inter-${name}.ttf`));
const SIZE = 20;

/** Pixels between the edges of the ink, as drawn. */
const drawnWidth = (text: string, weight: FontWeight): number => {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const attributes = `y="50" font-family="Inter" font-size="${SIZE}" font-weight="${weight}" xml:space="preserve"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text ${attributes}>${escaped}</text></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: FONTS } }).getBBox()?.width ?? 0;
};

const ascii = fc.stringMatching(/^[A-Za-z0-9][ -~]{0,28}[A-Za-z0-9]$/).filter((text) => !text.includes('  '));
const latin = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ0-9−–…·’+,.%]{1,30}$/);

describe.each([400, 600] as const)('the width of a text of weight %d', (weight) => {
  it('is that of Inter or more, and not much more', () => {
    fc.assert(
      fc.property(ascii, (text) => {
        const [drawn, measured] = [drawnWidth(text, weight), textWidth(text, SIZE, weight)];
        expect(measured).toBeGreaterThanOrEqual(drawn);
        // The margin for other fonts, kerning, and what lies beside the ink of the outermost letters.
        expect(measured).toBeLessThan(drawn * 1.25 + SIZE / 2);
      }),
      { numRuns: 60 },
    );
  });

  it('is no less for letters with accents and for signs', () => {
    fc.assert(
      fc.property(latin, (text) => {
        // The roof of an î at either end reaches a little beyond the letter's own room.
        expect(textWidth(text, SIZE, weight) + SIZE / 5).toBeGreaterThanOrEqual(drawnWidth(text, weight));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the width of a text', () => {
  it('is the same for all digits', () => {
    const widths = Array.from({ length: 10 }, (_, digit) => textWidth(String(digit), SIZE, 400));
    expect(new Set(widths).size).toBe(1);
    expect(drawnWidth('8111118', 400)).toBeCloseTo(drawnWidth('8888888', 400), 1);
  });

  it('is an em for what Inter does not have, more for pictographs, and nothing for marks', () => {
    expect(textWidth('삼', SIZE, 400)).toBeGreaterThan(SIZE);
    expect(textWidth('😀', SIZE, 400)).toBeGreaterThan(textWidth('삼', SIZE, 400));
    expect(textWidth('e\u0301', SIZE, 400)).toBe(textWidth('e', SIZE, 400));
  });
});
