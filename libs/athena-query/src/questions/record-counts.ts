import type { RecordKind } from '@tickerlake/record-schema';
import { sql } from 'kysely';
import { age } from './current-logs.ts';
import { logScope, type LogScopeOptions } from './log-scope.ts';
import { builder, number, type Question, question, text } from './question.ts';
import { allOf, isSimulated, type RowScope, rowsInScope } from './row-scope.ts';

/** Which days to count. */
export type RecordCountsOptions = Pick<LogScopeOptions, 'from' | 'to'>;

/** What the lake holds of a kind on a day. */
export interface RecordCount {
  /** `bar`, `quote`, `forex` or `news`. */
  readonly kind: RecordKind;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Rows in files, copies and older versions included. */
  readonly stored: number;
  /** What readers see of them, each once. */
  readonly records: number;
}

/**
 * Bars by day, those that are one counted together: telling their versions apart would cost several times as much. Bars of
 * one time but another interval or market are others; which of them is read the question says.
 */
const barCounts = (scope: RowScope) =>
  builder
    .selectFrom((db) =>
      db
        .selectFrom('bars')
        .select(['bars.dt', sql<number>`count(*)`.as('copies')])
        .where(allOf(rowsInScope('bars', scope)))
        .groupBy(['bars.dt', 'bars.name', 'bars.interval', 'bars.ts', isSimulated('bars')])
        .as('same'),
    )
    .select([sql<string>`'bar'`.as('kind'), 'same.dt as date'])
    .select([sql<number>`sum("same"."copies")`.as('stored'), sql<number>`count(*)`.as('records')])
    .groupBy('same.dt');

/** Every row of the logs with its place among its versions: a story counts on the day of its newest. */
const aged = (scope: RowScope) => {
  const quotes = builder
    .selectFrom('quotes')
    .select([sql<string>`'quote'`.as('kind'), 'quotes.dt', age('quotes').as('age')])
    .where(allOf(rowsInScope('quotes', scope)));
  const forex = builder
    .selectFrom('forex')
    .select([sql<string>`'forex'`.as('kind'), 'forex.dt', age('forex').as('age')])
    .where(allOf(rowsInScope('forex', scope)));
  const news = builder
    .selectFrom('news')
    .select([sql<string>`'news'`.as('kind'), 'news.dt', age('news').as('age')])
    .where(allOf(rowsInScope('news', scope)));
  return quotes.unionAll(forex).unionAll(news);
};

const KINDS: readonly RecordKind[] = ['bar', 'quote', 'forex', 'news'];

function kindOf(name: string): RecordKind {
  const kind = KINDS.find((known) => known === name);
  if (kind !== undefined) return kind;
  throw new TypeError(`Column kind holds ${name} instead of a kind of record`);
}

/**
 * How many rows the lake stores of each kind and day, and how many records its readers see: ordered by kind, date. The
 * difference is what came again, by delivery at least once or as a correction. A kind and day without a row gives none.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function recordCounts(options: RecordCountsOptions = {}): Question<RecordCount> {
  const scope = logScope('recordCounts', options, []);
  const query = builder
    .with('aged', () => aged(scope))
    .with('counts', (db) =>
      barCounts(scope).unionAll(
        db
          .selectFrom('aged')
          .select(['aged.kind', 'aged.dt as date'])
          .select([sql<number>`count(*)`.as('stored')])
          .select([sql<number>`count(CASE WHEN "aged"."age" = 1 THEN 1 END)`.as('records')])
          .groupBy(['aged.kind', 'aged.dt']),
      ),
    )
    .selectFrom('counts')
    .selectAll('counts')
    .orderBy('counts.kind')
    .orderBy('counts.date');
  return question('recordCounts', query, (row) => ({
    kind: kindOf(text(row, 'kind')),
    date: text(row, 'date'),
    stored: number(row, 'stored'),
    records: number(row, 'records'),
  }));
}
