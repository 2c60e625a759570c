import { InvalidOptionError } from './errors.ts';

/** Range of a numeric option, both ends allowed. */
interface Range {
  readonly min: number;
  readonly max?: number;
  /** Only whole numbers. @default true */
  readonly whole?: boolean;
}

/** Throws {@link InvalidOptionError} for a name that is not among `known`: a misspelt option must not be ignored. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) throw new InvalidOptionError(option, `is not known; known are ${known.join(', ')}`);
  }
}

/** The value, or its default; throws {@link InvalidOptionError} outside the range. */
export function numberOption(option: string, value: number | undefined, fallback: number, range: Range): number {
  if (value === undefined) return fallback;
  const { min, max = Number.MAX_SAFE_INTEGER, whole = true } = range;
  if (typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const upTo = range.max === undefined ? ' or more' : ` to ${range.max}`;
  throw new InvalidOptionError(
    option,
    `is ${String(value)}; allowed is ${whole ? 'a whole number, ' : ''}${min}${upTo}`,
  );
}

/** The text; throws {@link InvalidOptionError} where there is none. */
export function textOption(option: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidOptionError(option, 'is missing; give it as text');
}
