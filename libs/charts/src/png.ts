import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Chart } from './chart.ts';
import { ChartError } from './chart-error.ts';
import { checkNamedOptions, oneOf, type OptionRule } from './chart-options.ts';
import { settleTheme } from './theme.ts';

/** How a chart becomes pixels. */
export interface PngOptions {
  /** Pixels of the picture for one of the chart, 0.5–4: 2 is sharp on today's screens. @default 2 */
  readonly scale?: number;
  /** The theme that a chart of theme `auto` is drawn in; charts of another theme keep theirs. @default 'light' */
  readonly theme?: 'light' | 'dark';
  /**
   * Paths of further TrueType or OpenType fonts, for names in scripts that Inter does not have (it has Latin, Greek
   * and Cyrillic). @default none
   */
  readonly fonts?: readonly string[];
}

/** `@resvg/resvg-js`, which draws the pictures, is not installed or cannot be loaded. */
export class PngRendererMissingError extends ChartError {
  override readonly name = 'PngRendererMissingError';

  constructor(cause: unknown) {
    super('toPng draws with @resvg/resvg-js, which could not be loaded. Install it: npm i @resvg/resvg-js', { cause });
  }
}

const [MIN_SCALE, MAX_SCALE] = [0.5, 4];

const RULES: Readonly<Record<keyof PngOptions, OptionRule>> = {
  scale: {
    allowed: `a number from ${MIN_SCALE} to ${MAX_SCALE}`,
    accepts: (value) => typeof value === 'number' && value >= MIN_SCALE && value <= MAX_SCALE,
  },
  theme: oneOf('light', 'dark'),
  fonts: {
    allowed: 'an array of paths of font files',
    accepts: (value) => Array.isArray(value) && value.every((path) => typeof path === 'string'),
  },
};

const require = createRequire(import.meta.url);

// Loaded when it is needed: who draws SVG only need not install it.
const loadRenderer = (): typeof import('@resvg/resvg-js') => {
  try {
    return require('@resvg/resvg-js');
  } catch (error) {
    throw new PngRendererMissingError(error);
  }
};

/** By the package's own name, so that they are found from a bundle too. */
const ownFonts = (): string[] => {
  const folder = join(dirname(require.resolve('@tickerlake/charts/package.json')), 'dist/fonts');
  return ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map((file) => join(folder, file));
};

/**
 * Draws a chart as a PNG, in Inter, which comes with this package: the fonts of the machine play no part, so that the
 * same chart gives the same picture everywhere. About 50 ms a chart.
 *
 * @throws {PngRendererMissingError} without `@resvg/resvg-js`
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function toPng(chart: Chart, options: PngOptions = {}): Uint8Array {
  checkNamedOptions('toPng', options, RULES);
  const { scale = 2, theme = 'light', fonts = [] } = options;
  const { Resvg } = loadRenderer();
  const drawing = new Resvg(settleTheme(chart.svg, theme), {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [...ownFonts(), ...fonts], defaultFontFamily: 'Inter' },
    logLevel: 'off',
  });
  return new Uint8Array(drawing.render().asPng());
}
