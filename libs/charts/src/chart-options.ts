import { ChartOptionError, quoted } from './chart-error.ts';

/** What every chart can be told. */
export interface ChartOptions {
  /** Headline above the chart. @default none */
  readonly title?: string;
  /** Line below the headline: what is shown, and in which unit. @default none */
  readonly subtitle?: string;
  /** Source line below the chart, such as `Simulated market (seed 1): not real prices`. @default none */
  readonly caption?: string;
  /** Pixels, 280–1,600. @default 720 */
  readonly width?: number;
  /** `auto` is light, and dark where the reader's system asks for it (`prefers-color-scheme`). @default 'auto' */
  readonly theme?: 'auto' | 'light' | 'dark';
  /**
   * Prefix of the ids and class names inside the SVG: charts on one page need different ones. A letter, then letters,
   * digits, `_` and `-`. @default a hash of the content: different charts differ, equal input gives equal bytes
   */
  readonly id?: string;
}

/** Narrower than this, no name and number stand side by side; wider, no page is. */
const MIN_WIDTH = 280;
const MAX_WIDTH = 1600;
const DEFAULT_WIDTH = 720;

/** What an option may be: the check, and the words for it. */
export interface OptionRule {
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

/** The option is one of these words. */
export const oneOf = (...words: readonly string[]): OptionRule => ({
  allowed: words.map((word) => `'${word}'`).join(' or '),
  accepts: (value) => words.some((word) => word === value),
});

const anyText: OptionRule = { allowed: 'a text', accepts: (value) => typeof value === 'string' };

const RULES: Readonly<Record<keyof ChartOptions, OptionRule>> = {
  title: anyText,
  subtitle: anyText,
  caption: anyText,
  width: {
    allowed: `a number of pixels from ${MIN_WIDTH} to ${MAX_WIDTH}`,
    accepts: (value) => typeof value === 'number' && value >= MIN_WIDTH && value <= MAX_WIDTH,
  },
  theme: oneOf('auto', 'light', 'dark'),
  id: {
    allowed: 'a letter, then letters, digits, _ and -',
    accepts: (value) => typeof value === 'string' && /^[A-Za-z][\w-]*$/.test(value),
  },
};

/**
 * Refuses misspelt options and values out of range. An option that is `undefined` counts as absent.
 *
 * @param name the function that was called, for the message
 * @throws {ChartOptionError} that says what came and what is allowed
 */
export function checkNamedOptions(name: string, options: unknown, named: Readonly<Record<string, OptionRule>>): void {
  if (typeof options !== 'object' || options === null) {
    throw new ChartOptionError(`The options of ${name} are ${quoted(options)}. Allowed: an object.`, 'options');
  }
  const rules = new Map(Object.entries(named));
  for (const [option, value] of Object.entries(options)) {
    const rule = rules.get(option);
    const known = [...rules.keys()].join(', ');
    if (!rule) throw new ChartOptionError(`${name} has no option '${option}'. It has ${known}.`, option);
    if (value !== undefined && !rule.accepts(value)) {
      throw new ChartOptionError(
        `Option '${option}' of ${name} is ${quoted(value)}. Allowed: ${rule.allowed}.`,
        option,
      );
    }
  }
}

/** The same for a chart, which has `own` options besides those of every chart. */
export const checkOptions = (chart: string, options: unknown, own: Readonly<Record<string, OptionRule>> = {}): void =>
  checkNamedOptions(chart, options, { ...RULES, ...own });

/** Whole pixels. */
export const widthOf = ({ width = DEFAULT_WIDTH }: ChartOptions): number => Math.round(width);
