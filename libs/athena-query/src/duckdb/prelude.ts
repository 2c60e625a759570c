const unlessNull = (names: readonly string[], call: string): string =>
  `(${names.join(', ')}) AS CASE WHEN ${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} THEN ${call}(${names.join(', ')}) END`;

/** Both forms, for two values and for three: DuckDB's own passes over nulls, Trino's gives null for them. */
const strict = (name: string): string =>
  `${name} ${unlessNull(['a', 'b'], `system.main.${name}`)}, ${unlessNull(['a', 'b', 'c'], `system.main.${name}`)}`;

/**
 * Teaches DuckDB the Trino names that it lacks or understands otherwise, so that the text that Athena gets also runs on
 * DuckDB. Where both have a function of one name that means the same (`date_trunc`, `hour`, `lpad`, `row_number`…),
 * nothing is needed. A macro takes no FILTER and no OVER: DuckDB says so, rather than give another answer than Athena.
 */
const TRINO_MACROS: readonly string[] = [
  // Instants. A lake's timestamps are naive UTC: with_timezone says so, at_timezone turns the wall clock.
  'with_timezone(t, zone) AS timezone(zone, t)',
  'at_timezone(t, zone) AS timezone(zone, t)',
  'from_unixtime(seconds) AS to_timestamp(seconds)',
  'to_unixtime(t) AS epoch(t)',
  `date_add(part, amount, t) AS t + CASE part
    WHEN 'second' THEN to_seconds(amount) WHEN 'minute' THEN to_minutes(amount) WHEN 'hour' THEN to_hours(amount)
    WHEN 'day' THEN to_days(CAST(amount AS integer)) WHEN 'week' THEN to_weeks(CAST(amount AS integer))
    WHEN 'month' THEN to_months(CAST(amount AS integer)) WHEN 'year' THEN to_years(CAST(amount AS integer)) END`,
  // Whole units that have passed; DuckDB's own date_diff counts the boundaries between.
  'date_diff(part, a, b) AS datesub(part, a, b)',
  'day_of_week(t) AS isodow(t)',
  'day_of_month(t) AS day(t)',
  'day_of_year(t) AS dayofyear(t)',
  'week_of_year(t) AS week(t)',
  'year_of_week(t) AS isoyear(t)',
  // Numeric parts only: names of months and days have other letters.
  `date_format(t, format) AS strftime(t, replace(replace(format, '%i', '%M'), '%s', '%S'))`,
  // Aggregates.
  'approx_distinct(x) AS approx_count_distinct(x)',
  'approx_percentile(x, share) AS approx_quantile(x, share)',
  'arbitrary(x) AS any_value(x)',
  'bitwise_or_agg(x) AS bit_or(x)',
  'bitwise_and_agg(x) AS bit_and(x)',
  // Trino gives the null of a row that wins; DuckDB's own passes over such rows.
  'min_by(x, y) AS arg_min_null(x, y), (x, y, n) AS arg_min(x, y, n)',
  'max_by(x, y) AS arg_max_null(x, y), (x, y, n) AS arg_max(x, y, n)',
  // Numbers.
  'bit_count(x, bits) AS system.main.bit_count(CAST(x AS bigint))',
  'bitwise_left_shift(x, n) AS x << n',
  'truncate(x) AS trunc(x)',
  strict('greatest'),
  strict('least'),
  // Lists.
  'sequence(first, last) AS generate_series(first, last), (first, last, step) AS generate_series(first, last, step)',
  'cardinality(list) AS len(list)',
  'array_join(list, separator) AS array_to_string(list, separator)',
  'arrays_overlap(a, b) AS list_has_any(a, b)',
  // Texts.
  'concat(a, b) AS a || b, (a, b, c) AS a || b || c',
];

/**
 * The statements that create the macros, for a DuckDB of your own that shall run a question's text. It also needs
 * `SET TimeZone = 'UTC'` and `SET integer_division = true`.
 */
export const preludeSql = (): string => created('MACRO');

/** The same for one session only: a database in a file keeps its own functions. May be run again. */
export const temporaryPreludeSql = (): string => created('OR REPLACE TEMP MACRO');

const created = (what: string): string => TRINO_MACROS.map((macro) => `CREATE ${what} ${macro};`).join('\n');
