import type { CellValue } from '../engine.ts';

type Read = (text: string) => CellValue;

const readWhole: Read = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};

/** `2020-05-14 13:30:00.000`: naive, and UTC in a lake. Digits finer than milliseconds are cut off. */
const readTimestamp: Read = (text) => {
  if (!FOUR_DIGIT_YEAR.test(text)) return text;
  const value = new Date(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
  return Number.isNaN(value.getTime()) ? text : value;
};

/** Years before 0 and after 9999 have a sign or more digits, and stay text. */
const FOUR_DIGIT_YEAR = /^\d{4}-/;

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

/** `timestamp(3) with time zone` → `timestamp with time zone`: the digits do not change how a value is read. */
const plainType = (type: string): string => type.replace(/\(\d+\)/, '');

/**
 * A value as Athena gives it, all text, in a page or a file, by its column's type. `varchar`, `date`, `decimal`, `varbinary`, `array`,
 * `map`, `row` and whatever else stay text.
 */
export const readAthenaValue = (type: string, text: string | undefined): CellValue =>
  text === undefined ? null : (READERS[plainType(type)]?.(text) ?? text);
