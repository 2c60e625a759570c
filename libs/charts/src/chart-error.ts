/** What every error of this package is. */
export class ChartError extends Error {
  override readonly name: string = 'ChartError';
}

/** Data that no chart can be drawn of; the message says whose and which row. */
export class ChartDataError extends ChartError {
  override readonly name = 'ChartDataError';
  /** The company, where it is known. */
  readonly company: string | undefined;
  /** Index of the row among those given, or of the entry in its columns; `undefined` where no single one is to blame. */
  readonly row: number | undefined;

  constructor(message: string, company?: string, row?: number) {
    super(message);
    this.company = company;
    this.row = row;
  }
}

/** An option that is misspelt or out of its range. */
export class ChartOptionError extends ChartError {
  override readonly name = 'ChartOptionError';
  readonly option: string;

  constructor(message: string, option: string) {
    super(message);
    this.option = option;
  }
}

/** How many characters of a value a message quotes. */
const MAX_QUOTED = 60;

/** A value as a message quotes it, cut where it is long. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value);
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : value.toISOString();
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
