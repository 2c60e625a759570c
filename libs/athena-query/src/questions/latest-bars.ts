import { sql, type SqlBool } from 'kysely';
import { assertWhole } from '../options.ts';
import { type BarScope, type BarScopeOptions, barScope } from './bar-scope.ts';
import { age, asked, BAR_COLUMNS, marketDays, marketRank } from './current-bars.ts';
import {
  booleanOrNull,
  builder,
  isoOrNull,
  newYork,
  number,
  numberOrNull,
  type Question,
  question,
  text,
  textOrNull,
} from './question.ts';

/** Which bars, and how many of each company. */
export interface LatestBarsOptions extends BarScopeOptions {
  /** Bars of each company, 1–10,000. @default 1 */
  readonly count?: number;
}

/** A bar as the lake has it. */
export interface LatestBar {
  readonly name: string;
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Start of the bar, New York time with offset. */
  readonly ts: string;
  readonly open: number | null;
  readonly high: number;
  readonly low: number;
  readonly close: number | null;
  readonly volume: number | null;
  readonly interval: string | null;
  /** Who said so: `yahoo`, `simulated`… */
  readonly source: string | null;
  /** When it was seen, ISO 8601 UTC. */
  readonly observedAt: string | null;
  /** Whether the interval was over when it was seen. */
  readonly final: boolean | null;
}

/** Begins a query with `days`: the last days of every company, as many as bars are wanted, for each has at least one. */
const withLastDays = (scope: BarScope, count: number) =>
  builder
    .with('markets', marketDays(scope))
    .with('slices', (db) =>
      db
        .selectFrom('bars')
        .select(['bars.name', 'bars.dt', 'bars.source', 'bars.interval'])
        .distinct()
        .where(asked(scope)),
    )
    .with('traded', (db) =>
      db
        .selectFrom('slices')
        .innerJoin('markets', (join) =>
          join.onRef('markets.name', '=', 'slices.name').onRef('markets.dt', '=', 'slices.dt'),
        )
        .select(['slices.name', 'slices.dt', 'markets.pick'])
        .distinct()
        .where(sql<SqlBool>`${marketRank(scope, 'slices')} = "markets"."pick"`),
    )
    .with('aged', (db) =>
      db
        .selectFrom('traded')
        .selectAll('traded')
        .select(sql<number>`row_number() OVER (PARTITION BY "name" ORDER BY "dt" DESC)`.as('age')),
    )
    .with('days', (db) =>
      db.selectFrom('aged').select(['aged.name', 'aged.dt', 'aged.pick']).where('aged.age', '<=', count),
    );

/**
 * The newest bars of every company: ordered by name, then newest first. Without `from` it looks through the whole lake
 * for the days that matter, but reads whole bars of those days only.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function latestBars(options: LatestBarsOptions = {}): Question<LatestBar> {
  const scope = barScope('latestBars', options, ['count']);
  const { count = 1 } = options;
  assertWhole('count', count, 1, 10_000);
  const query = withLastDays(scope, count)
    .with('versions', (db) =>
      db
        .selectFrom('bars')
        .innerJoin('days', (join) => join.onRef('days.name', '=', 'bars.name').onRef('days.dt', '=', 'bars.dt'))
        .select(BAR_COLUMNS)
        .select(age.as('age'))
        .where(asked(scope))
        .where(sql<SqlBool>`${marketRank(scope, 'bars')} = "days"."pick"`),
    )
    .with('placed', (db) =>
      db
        .selectFrom('versions')
        .selectAll('versions')
        .where('versions.age', '=', sql.lit(1))
        .select(sql<number>`row_number() OVER (PARTITION BY "name" ORDER BY "ts" DESC)`.as('place')),
    )
    .selectFrom('placed')
    .select([
      'placed.name',
      'placed.dt as date',
      'placed.ts',
      'placed.open',
      'placed.high',
      'placed.low',
      'placed.close',
    ])
    .select(['placed.volume', 'placed.interval', 'placed.source', 'placed.observed_at', 'placed.final'])
    .where('placed.place', '<=', count)
    .orderBy('placed.name')
    .orderBy('placed.ts', 'desc');
  return question('latestBars', query, (row) => ({
    name: text(row, 'name'),
    date: text(row, 'date'),
    ts: newYork(row, 'ts'),
    open: numberOrNull(row, 'open'),
    high: number(row, 'high'),
    low: number(row, 'low'),
    close: numberOrNull(row, 'close'),
    volume: numberOrNull(row, 'volume'),
    interval: textOrNull(row, 'interval'),
    source: textOrNull(row, 'source'),
    observedAt: isoOrNull(row, 'observed_at'),
    final: booleanOrNull(row, 'final'),
  }));
}
