import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutTo, displayWidth, padEnd, padStart } from './display-width.ts';

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['Datadog’s', 9],
    ['é', 1],
    ['e\u0301', 1],
    ['東京', 4],
    ['ＡＢ', 4],
    ['한국', 4],
    ['📈', 2],
    ['🇨🇭', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['❤', 1],
    ['▁▂█·', 4],
    ['a\u200Bb', 2],
  ])('of %j is %d', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });
});

const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', 'e\u0301', '東', '📈', '👩‍👩‍👧', '한') });

describe('cutTo', () => {
  it('keeps what fits, and shows where something was cut off', () => {
    expect(cutTo('Sales of 東京電力 climb', 40)).toBe('Sales of 東京電力 climb');
    expect(cutTo('Sales of 東京電力 climb', 13)).toBe('Sales of 東…');
    expect(cutTo('Sales of', 6)).toBe('Sales…');
  });

  it('never takes more cells than there are, nor cuts a character in two', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (whole, cells) => {
        const cut = cutTo(whole, cells);
        expect(displayWidth(cut)).toBeLessThanOrEqual(cells);
        expect(cut === whole || whole.startsWith(cut.slice(0, -1))).toBe(true);
        expect(cut).not.toMatch(/\u200D…$/);
      }),
    );
  });

  it('pads to the same width whatever the text', () => {
    fc.assert(
      fc.property(text, (short) => {
        expect([padEnd(short, 50), padStart(short, 50)].map(displayWidth)).toEqual([50, 50]);
      }),
    );
  });
});
