import type { CellValue } from '../engine.ts';

type Read = (text: string) => CellValue;

const readWhole: Read = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};

/** `2020-05-14 13:30:00.000`: naive, and UTC in a lake. Digits finer than milliseconds are cut off. */
const readTimestamp: Read = (text) => new Date(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);

/** `… UTC` is an instant; another zone's name is left for the reader. */
const readZoned: Read = (text) => (text.endsWith(' UTC') ? readTimestamp(text.slice(0, -4)) : text);

const READERS: Readonly<Record<string, Read>> = {
  boolean: (text) => text === 'true',
  tinyint: readWhole,
  smallint: readWhole,
  integer: readWhole,
  int: readWhole,
  bigint: readWhole,
  float: Number,
  real: Number,
  double: Number,
  timestamp: readTimestamp,
  'timestamp with time zone': readZoned,
};

/**
 * A value as Athena's API gives it, all text, by its column's type. `varchar`, `date`, `decimal`, `array`, `map`, `row` and
 * whatever else stay text.
 */
export const readAthenaValue = (type: string, text: string | undefined): CellValue =>
  text === undefined ? null : (READERS[type]?.(text) ?? text);
