import type { Merge } from '../terminal/sparkline.ts';
import { type Axis, barAxis, clockAxis, dayAxis, hourAxis } from './series-axis.ts';

/** What of an answer is drawn as a line for each company or pair. */
export interface Series {
  /** The column that says whose value it is. */
  readonly of: 'name' | 'pair';
  /** The column that is drawn. */
  readonly value: 'high' | 'close';
  /** Where several values share a block. */
  readonly merge: Merge;
  /** Where a row lies on the axis. */
  readonly slotOf: (row: object) => string;
  /** The axis of the slots that rows have; `undefined` where they have none in common. */
  readonly axis: (slots: readonly string[], rows: readonly object[], options: SeriesOptions) => Axis | undefined;
}

/** What the options of a question say about its axis. */
export interface SeriesOptions {
  readonly every?: number;
  readonly per?: string;
}

const textOf = (row: object, column: string): string => String(Reflect.get(row, column) ?? '');

const day = (row: object): string => textOf(row, 'date');
const hour = (row: object): string => `${day(row)} ${textOf(row, 'hour')}`.trimEnd();
const time = (row: object): string => textOf(row, 'ts');

const MINUTES: Readonly<Record<string, number>> = { '1m': 1, '2m': 2, '5m': 5, '15m': 15, '30m': 30, '1h': 60 };

/** Minutes of the rows' bars, where all are as long. */
function barMinutes(rows: readonly object[]): number | undefined {
  const intervals = new Set(rows.map((row) => textOf(row, 'interval')));
  return intervals.size === 1 ? MINUTES[[...intervals].join('')] : undefined;
}

export const HOURLY_HIGHS: Series = { of: 'name', value: 'high', merge: 'highest', slotOf: hour, axis: hourAxis };
export const DAILY_CLOSES: Series = { of: 'name', value: 'close', merge: 'last', slotOf: day, axis: dayAxis };
export const BAR_CLOSES: Series = {
  of: 'name',
  value: 'close',
  merge: 'last',
  slotOf: time,
  axis(slots, rows, { every = barMinutes(rows) }) {
    return every === undefined ? undefined : barAxis(slots, every);
  },
};
export const PAIR_CLOSES: Series = {
  of: 'pair',
  value: 'close',
  merge: 'last',
  slotOf: hour,
  axis: (slots, _rows, { per }) => clockAxis(slots, per === 'hour' ? 'hour' : 'day'),
};
