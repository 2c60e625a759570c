import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, it } from 'vitest';
import { preludeSql } from './prelude.ts';

let ask: (expression: string) => Promise<unknown>;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET TimeZone = 'UTC'; SET integer_division = true; ${preludeSql()}`);
  ask = async (expression) => String((await connection.runAndReadAll(`SELECT ${expression}`)).getRows()[0]?.[0]);
});

// The right-hand sides are what Trino's documentation gives, https://trino.io/docs/current/functions.html.
it.each([
  [
    "CAST(at_timezone(with_timezone(TIMESTAMP '2024-07-01 13:30:00', 'UTC'), 'America/New_York') AS timestamp)",
    '2024-07-01 09:30:00',
  ],
  [
    "CAST(at_timezone(with_timezone(TIMESTAMP '2024-12-02 14:30:00', 'UTC'), 'America/New_York') AS timestamp)",
    '2024-12-02 09:30:00',
  ],
  ["CAST(with_timezone(TIMESTAMP '2024-07-01 09:30:00', 'America/New_York') AS timestamp)", '2024-07-01 13:30:00'],
  ['CAST(from_unixtime(1720000000) AS timestamp)', '2024-07-03 09:46:40'],
  ["to_unixtime(TIMESTAMP '2024-07-03 09:46:40')", '1720000000'],
  ["date_add('minute', 90, TIMESTAMP '2024-01-01 00:00:00')", '2024-01-01 01:30:00'],
  ["date_add('month', 1, TIMESTAMP '2024-01-31 00:00:00')", '2024-02-29 00:00:00'],
  ["date_add('day', -1, TIMESTAMP '2024-03-01 00:00:00')", '2024-02-29 00:00:00'],
  ["date_diff('hour', TIMESTAMP '2024-01-01 00:59:00', TIMESTAMP '2024-01-01 02:58:00')", '1'],
  ["date_diff('minute', TIMESTAMP '2024-01-01 00:10:00', TIMESTAMP '2024-01-01 00:00:00')", '-10'],
  ["day_of_week(TIMESTAMP '2024-01-07 00:00:00')", '7'],
  ["day_of_year(TIMESTAMP '2024-02-01 00:00:00')", '32'],
  ["year_of_week(TIMESTAMP '2024-12-31 00:00:00')", '2025'],
  ["week_of_year(TIMESTAMP '2024-12-31 00:00:00')", '1'],
  ["date_format(TIMESTAMP '2024-01-02 03:04:05', '%Y-%m-%d %H:%i:%s')", '2024-01-02 03:04:05'],
  ['bit_count(7, 64)', '3'],
  ['bit_count(-1, 64)', '64'],
  ['bitwise_left_shift(CAST(1 AS bigint), 59)', '576460752303423488'],
  ['greatest(1, NULL)', 'null'],
  ['least(3, 1, 2)', '1'],
  ["concat('a', NULL)", 'null'],
  ["concat('a', 'b', 'c')", 'abc'],
  ['cardinality(sequence(1, 5))', '5'],
  ["array_join(ARRAY['a', 'b'], '-')", 'a-b'],
  ["arrays_overlap(ARRAY['a', 'b'], ARRAY['c', 'b'])", 'true'],
  ["arrays_overlap(ARRAY['a', 'b'], ARRAY['c', 'B'])", 'false'],
  ["cardinality(array_distinct(ARRAY['a', 'b', 'a']))", '2'],
  ['7 / 2', '3'],
  ['5E0 / 2E0', '2.5'],
])('%s is %s, as in Trino', async (expression, value) => {
  expect(await ask(expression)).toBe(value);
});

it.each([
  ['min_by(x, y)', "(NULL, 1), ('later', 2)", 'null'],
  ['min_by(x, y)', "('no key', NULL), ('keyed', 2)", 'keyed'],
  ['max_by(x, ROW(y, x))', "('a', 2), ('b', 2), ('c', 1)", 'b'],
  ['bitwise_or_agg(y)', "('a', 1), ('b', 4), ('c', 4)", '5'],
  ['approx_distinct(x)', "('a', 1), ('b', 4), ('b', 4)", '2'],
])('%s over %s is %s, as in Trino', async (expression, rows, value) => {
  expect(await ask(`${expression} FROM (VALUES ${rows}) AS t (x, y)`)).toBe(value);
});
