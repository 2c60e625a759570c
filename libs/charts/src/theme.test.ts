import { describe, expect, it } from 'vitest';
import { contrast, difference, SIGHTS } from '../test/colour-sight.ts';
import { type Colour, PALETTES, type Palette, type Paints, settleTheme, styleSheet } from './theme.ts';

/** WCAG 2.2, 1.4.3 for text and 1.4.11 for what a graphic is made of. */
const [TEXT_CONTRAST, GRAPHIC_CONTRAST] = [4.5, 3];
/** CIE 1976 differences: from about 10 on colours are told apart at a glance, from 2 on side by side. */
const [FAR_APART, APART, NEIGHBOURS] = [25, 12, 7];

const TEXTS: readonly (readonly [ink: Colour, ground: Colour])[] = [
  ...(['ink', 'soft', 'up', 'down'] as const).map((ink) => [ink, 'paper'] as const),
  ...(['z0', 'a1', 'b1'] as const).map((ground) => ['ink', ground] as const),
  ['a2Ink', 'a2'],
  ['b2Ink', 'b2'],
  ['a3Ink', 'a3'],
  ['b3Ink', 'b3'],
];
const GRAPHICS: readonly Colour[] = ['above', 'below', 'line', 'up', 'down'];
/** What a reader must not mix up: the sides of the scale, strongest first. */
const OPPOSITES: readonly (readonly [Colour, Colour, number])[] = [
  ['above', 'below', FAR_APART],
  ['up', 'down', FAR_APART],
  ['a3', 'b3', FAR_APART],
  ['a2', 'b2', FAR_APART],
  ['a1', 'b1', APART],
];
const STEPS: readonly Colour[] = ['b3', 'b2', 'b1', 'z0', 'a1', 'a2', 'a3'];

const themes = Object.entries(PALETTES);

describe.each(themes)('the %s theme', (_name, palette: Palette) => {
  it.each(TEXTS)('has %s readable on %s', (ink, ground) => {
    expect(contrast(palette[ink], palette[ground])).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it.each(GRAPHICS)('sets %s off from the paper', (colour) => {
    expect(contrast(palette[colour], palette.paper)).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST);
  });

  describe.each(Object.entries(SIGHTS))('to %s eyes', (_sight, see) => {
    it.each(OPPOSITES)('keeps %s and %s apart', (one, other, least) => {
      expect(difference(see(palette[one]), see(palette[other]))).toBeGreaterThan(least);
    });

    it('keeps the steps of the heat map apart from their neighbours', () => {
      const gaps = STEPS.slice(1).map((step, i) => difference(see(palette[step]), see(palette[STEPS[i] ?? 'paper'])));
      expect(Math.min(...gaps)).toBeGreaterThan(NEIGHBOURS);
    });
  });

  it('frames the highest cell in a line between two of paper, which is seen whatever the cell', () => {
    expect(contrast(palette.ink, palette.paper)).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST);
  });
});

const paints: Paints = { bar: { fill: 'above', css: 'opacity:.5' }, bare: { css: 'stroke-width:2' } };
const wrap = (sheet: string): string => `<svg><style>${sheet}</style></svg>`;

describe('the style sheet', () => {
  it('has the colours of the night in a media query, and nothing else in it', () => {
    const sheet = styleSheet(paints, 'auto').replaceAll('\0', 'x-');
    expect(sheet).toBe(
      `.x-bar{fill:${PALETTES.light.above};opacity:.5}.x-bare{stroke-width:2}` +
        `@media (prefers-color-scheme:dark){.x-bar{fill:${PALETTES.dark.above}}}`,
    );
  });

  it('has no media query in a theme that is settled', () => {
    expect(styleSheet(paints, 'dark')).not.toContain('@media');
    expect(styleSheet(paints, 'dark')).toContain(PALETTES.dark.above);
    expect(styleSheet(paints, 'light')).toContain(PALETTES.light.above);
  });

  it('becomes one of its two themes when it is settled', () => {
    const auto = wrap(styleSheet(paints, 'auto'));
    expect(settleTheme(auto, 'light')).toBe(wrap(styleSheet(paints, 'light')));
    expect(settleTheme(auto, 'dark')).toBe(wrap(`${styleSheet(paints, 'light')}.\0bar{fill:${PALETTES.dark.above}}`));
  });

  it('stays as it is where the theme was settled before', () => {
    const dark = wrap(styleSheet(paints, 'dark'));
    expect(settleTheme(dark, 'light')).toBe(dark);
  });
});
