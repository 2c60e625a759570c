import { countOf, decimalsFor, formatCount, formatPercent, formatPrice } from '@tickerlake/presentation';
import { BAR_PAINTS, type BarColumn, type BarRow, type BarSegment, type BarTable, drawBarTable } from './bar-table.ts';
import type { Chart } from './chart.ts';
import { ChartDataError, quoted } from './chart-error.ts';
import { type ChartOptions, checkOptions, oneOf } from './chart-options.ts';
import { emptyChart, frameChart } from './frame.ts';
import type { NiceTicks } from './nice-ticks.ts';
import { readName } from './read-prices.ts';

/** A company and the number that its bar shows. */
export interface CompanyBar {
  /** Symbol or name of the company. */
  readonly name: string;
  /** In the chart's unit; null where there is none, which draws a row without a bar. */
  readonly value: number | null;
  /** The least that it was, not above the value: the bar is pale from there on, or orange below zero. @default none */
  readonly low?: number | null;
  /** Where it ended: an upright line. @default none */
  readonly last?: number | null;
  /** A few words beside the number, such as the time. @default none */
  readonly note?: string | null;
}

/** How bars by company are drawn. */
export interface CompanyBarsOptions extends ChartOptions {
  /**
   * What the values are: prices, shares written as percent (0.05 is +5%), or counts of something. @default 'price'
   */
  readonly unit?: 'price' | 'percent' | 'count';
  /** Order of the bars: the largest first, by name, or as they were given. @default 'value' */
  readonly sort?: 'value' | 'name' | 'given';
}

const LABEL = 'Bars by company';
/** Larger numbers have more digits than a double holds: 2^53, rounded down. */
const MAX_VALUE = 9e15;
/** Smaller differences are not blown up to the full width: a tenth of a percent, one of what is counted. */
const MIN_SPANS: Readonly<Record<Unit, number>> = { price: 1e-9, percent: 0.001, count: 1 };
const NO_VALUE = '–';

type Unit = NonNullable<CompanyBarsOptions['unit']>;
type Sort = NonNullable<CompanyBarsOptions['sort']>;

const UNIT_RULES = { unit: oneOf('price', 'percent', 'count'), sort: oneOf('value', 'name', 'given') };

const HEADS: Readonly<Record<Unit, string>> = { price: 'Price', percent: 'Change', count: 'Number' };

/** How numbers of a unit are written: beside the bars, and on the scale. */
interface NumberTexts {
  readonly value: (value: number) => string;
  readonly tick: BarTable['tickText'];
}

const decimalsOfStep = (step: number): number => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

const TEXTS: Readonly<Record<Unit, NumberTexts>> = {
  price: {
    value: (value) => formatPrice(value, decimalsFor([value])),
    tick: ({ step, decimals }, multiple) => formatPrice(multiple * step, decimals),
  },
  percent: {
    value: (value) => formatPercent(value, Math.abs(value) < 10 ? 2 : 0),
    tick: ({ step }, multiple) => (multiple === 0 ? '0' : formatPercent(multiple * step, decimalsOfStep(step * 100))),
  },
  count: {
    value: (value) => formatCount(Number(value.toPrecision(12))),
    tick: ({ step, decimals }: NiceTicks, multiple) => formatPrice(multiple * step, decimals),
  },
};

/** A row that has been looked at. */
interface ReadBar {
  readonly name: string;
  readonly value: number | undefined;
  readonly low: number | undefined;
  readonly last: number | undefined;
  readonly note: string;
}

const readValue = (value: unknown, field: string, name: string, row: number): number | undefined => {
  if (value === null || value === undefined || Number.isNaN(value)) return undefined;
  if (typeof value === 'number' && Math.abs(value) <= MAX_VALUE) return value;
  const allowed = `a number between −${MAX_VALUE} and ${MAX_VALUE}, or null`;
  throw new ChartDataError(`Row ${row} (${name}): ${field} is ${quoted(value)}. Allowed: ${allowed}.`, name, row);
};

const readBar = (bar: CompanyBar, row: number): ReadBar => {
  const name = readName(bar, row);
  const note: unknown = bar.note ?? '';
  const refuse = (said: string): never => {
    throw new ChartDataError(`Row ${row} (${name}): ${said}`, name, row);
  };
  if (bar.value === undefined) refuse('it has no value. Allowed: a number, or null where there is none.');
  if (typeof note !== 'string') return refuse(`note is ${quoted(note)}. Allowed: a text.`);
  const value = readValue(bar.value, 'value', name, row);
  const low = readValue(bar.low, 'low', name, row);
  if (value !== undefined && low !== undefined && low > value) {
    refuse(`low is ${low} and value is ${value}. Allowed: a low that is not above the value.`);
  }
  return { name, value, low, last: readValue(bar.last, 'last', name, row), note };
};

const byName = (a: ReadBar, b: ReadBar): number => (a.name < b.name ? -1 : Number(a.name > b.name));
const byValue = (a: ReadBar, b: ReadBar): number => (b.value ?? -Infinity) - (a.value ?? -Infinity) || byName(a, b);

const inOrder = (bars: readonly ReadBar[], sort: Sort): readonly ReadBar[] =>
  sort === 'given' ? bars : bars.toSorted(sort === 'name' ? byName : byValue);

/** From zero to the value, and from there to the low: pale on the same side of zero, in the other colour beyond it. */
const segmentsOf = ({ value, low = value }: ReadBar): BarSegment[] => {
  if (value === undefined || low === undefined) return [];
  const main = value < 0 ? 'below' : 'above';
  if (low < 0 && value >= 0) {
    return [
      { from: 0, to: low, paint: 'below' },
      { from: 0, to: value, paint: main },
    ];
  }
  const [near, far] = Math.abs(low) < Math.abs(value) ? [low, value] : [value, low];
  return [
    { from: 0, to: near, paint: main },
    { from: near, to: far, paint: `${main}Light` },
  ];
};

const tableOf = (bars: readonly ReadBar[], unit: Unit): BarTable => {
  const { value: valueText, tick } = TEXTS[unit];
  const hasNotes = bars.some(({ note }) => note !== '');
  const rows = bars.map((bar): BarRow => {
    const { name, value, last, note } = bar;
    const cells = [value === undefined ? NO_VALUE : valueText(value), ...(hasNotes ? [note] : [])];
    return { name, segments: segmentsOf(bar), mark: last, cells };
  });
  const columns: BarColumn[] = [{ head: '', kind: 'strong' }];
  if (hasNotes) columns.push({ head: '', kind: 'tick' });
  return { rows, columns, axisHead: HEADS[unit], minSpan: MIN_SPANS[unit], tickText: tick };
};

const describe = ({ rows }: BarTable): string =>
  `${countOf(rows.length, 'company', 'companies')}: ${rows.map(({ name, cells }) => [name, ...cells].join(' ').trim()).join(', ')}.`;

/**
 * A bar for each row, from zero to its value, with the number beside it.
 *
 * @throws {ChartDataError} for a row without a name, or a value that is no number
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function companyBars(rows: readonly CompanyBar[], options: CompanyBarsOptions = {}): Chart {
  checkOptions('companyBars', options, UNIT_RULES);
  if (!Array.isArray(rows)) throw new ChartDataError(`The rows are ${quoted(rows)}. Allowed: an array of rows.`);
  const { unit = 'price', sort = 'value' } = options;
  const bars = inOrder(rows.map(readBar), sort);
  if (bars.length === 0) return emptyChart({ label: LABEL }, unit === 'price' ? 'No prices' : 'No data', options);
  const table = tableOf(bars, unit);
  return frameChart(
    { label: LABEL, description: describe(table), paints: BAR_PAINTS, draw: (width) => drawBarTable(table, width) },
    options,
  );
}
