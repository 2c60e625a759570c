import { formatNewYork } from '@tickerlake/market-calendar';
import { type Compilable, DummyDriver, Kysely } from 'kysely';
import type { CellValue, QueryText } from '../engine.ts';
import type { LakeTables } from '../lake-tables.ts';
import { TrinoDialect } from '../sql/trino-dialect.ts';
import { sqlValues } from '../sql/values.ts';

/** A row of a result before it is decoded, keys = column names. */
export type ResultRow = Readonly<Record<string, CellValue>>;

/** A ready-made question: a pure object, to be asked of any lake. */
export interface Question<Row> {
  /** The question's name, such as `highestHourlyHigh`. */
  readonly name: string;
  /**
   * The question as Trino SQL with the values for its `?`, for use elsewhere: in Athena's console, a dbt model, another
   * client. Times in that text's result are `timestamp`s in UTC.
   * @throws {QueryTextError} when the text is longer than Athena takes.
   */
  compile(): QueryText;
  /** A row of the text's result as the question's own row: numbers as numbers, times as New York time. */
  decode(row: ResultRow): Row;
}

/** Builds queries without a database: only their text is wanted. */
class TextOnlyDialect extends TrinoDialect {
  constructor() {
    super({
      pages: () => {
        throw new TypeError('This builder only writes text');
      },
      close: () => Promise.resolve(),
    });
  }

  override createDriver(): DummyDriver {
    return new DummyDriver();
  }
}

/** The builder that every question is written with. */
export const builder = new Kysely<LakeTables>({ dialect: new TextOnlyDialect() });

/** A question from the query that answers it and the way its rows are read. */
export function question<Row>(name: string, query: Compilable, decode: (row: ResultRow) => Row): Question<Row> {
  return {
    name,
    compile(): QueryText {
      const { sql, parameters } = query.compile();
      return { sql, parameters: sqlValues(parameters) };
    },
    decode,
  };
}

/** Readers of a result's cells. A cell of another type than the query promises is a fault of the engine, never of the data. */
export const text = (row: ResultRow, column: string): string => String(row[column]);

export const textOrNull = (row: ResultRow, column: string): string | null => {
  const value = row[column] ?? null;
  return value === null ? null : String(value);
};

export const number = (row: ResultRow, column: string): number => Number(row[column]);

export const numberOrNull = (row: ResultRow, column: string): number | null => {
  const value = row[column] ?? null;
  return value === null ? null : Number(value);
};

/** A column made with `array_join(symbols, ',')`, for an array comes as other text from every engine: no symbol holds a comma. */
export const symbolList = (row: ResultRow, column: string): string[] =>
  (textOrNull(row, column) ?? '').split(',').filter((symbol) => symbol !== '');

export const booleanOrNull = (row: ResultRow, column: string): boolean | null => {
  const value = row[column] ?? null;
  return value === null ? null : value === true;
};

function instant(row: ResultRow, column: string): Date {
  const value = row[column];
  if (value instanceof Date) return value;
  throw new TypeError(`Column ${column} holds ${String(value)} instead of a timestamp`);
}

/** A `timestamp` column as ISO 8601 UTC. */
export const isoOrNull = (row: ResultRow, column: string): string | null =>
  (row[column] ?? null) === null ? null : instant(row, column).toISOString();

/** A `timestamp` column as New York time with its offset. */
export const newYork = (row: ResultRow, column: string): string => formatNewYork(instant(row, column).getTime());

/** The same, of a column that may hold nothing. */
export const newYorkOrNull = (row: ResultRow, column: string): string | null =>
  (row[column] ?? null) === null ? null : newYork(row, column);
