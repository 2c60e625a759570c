import { type RawBuilder, sql } from 'kysely';
import { assertOneOf, assertWhole } from '../options.ts';
import { type BarScopeOptions, barScope } from './bar-scope.ts';
import { withCurrentBars } from './current-bars.ts';
import { firstOf, lastOf, timeOf } from './first-and-last.ts';
import { newYork, number, numberOrNull, type Question, question, text } from './question.ts';

/** Whose moves, over what, and how many. */
export interface MoversOptions extends BarScopeOptions {
  /** A row for each company and day, or one for each company over the whole range. @default 'day' */
  readonly per?: 'day' | 'range';
  /** Rows at most, 1–1,000,000. @default every company (and day) */
  readonly limit?: number;
}

/** How far a company's price moved. */
export interface Mover {
  readonly name: string;
  /** New York date of the first bar, `YYYY-MM-DD`. */
  readonly from: string;
  /** New York date of the last bar, `YYYY-MM-DD`; with `per: 'day'` the same. */
  readonly to: string;
  /** Price at the start. */
  readonly first: number;
  /** Price at the end. */
  readonly last: number;
  /** `last − first`. */
  readonly change: number;
  /** The change in percent of `first`; null when that is 0. */
  readonly changePercent: number | null;
  /**
   * Which prices these are. `open-close`: from the first bar's open to the last bar's close. `middle`: where one of
   * these two is missing, from the middle of the first bar's high and low to that of the last bar's.
   */
  readonly basis: 'open-close' | 'middle';
  /** Start of the first bar, New York time with offset. */
  readonly firstTs: string;
  /** Start of the last bar, New York time with offset. */
  readonly lastTs: string;
}

const middle = sql<number>`("current"."high" + "current"."low") / 2E0`;
const opens = sql`min(${timeOf('open')}) = min("current"."ts")`;
const closes = sql`max(${timeOf('close')}) = max("current"."ts")`;
const basis = sql<string>`CASE WHEN ${opens} AND ${closes} THEN 'open-close' ELSE 'middle' END`;

const byBasis = (openClose: RawBuilder<number | null>, ofMiddles: RawBuilder<number>): RawBuilder<number> =>
  sql`CASE WHEN ${opens} AND ${closes} THEN ${openClose} ELSE ${ofMiddles} END`;

/**
 * The largest changes of price, up or down: ordered by the size of the change in percent, largest first, then by name and
 * date. Prices are those of the hours that are read: the regular session's unless `extendedHours` is asked for.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function movers(options: MoversOptions = {}): Question<Mover> {
  const scope = barScope('movers', options, ['per', 'limit']);
  const { per = 'day', limit } = options;
  assertOneOf('per', per, ['day', 'range']);
  if (limit !== undefined) assertWhole('limit', limit, 1, 1_000_000);
  const query = withCurrentBars(scope)
    .with('ends', (db) =>
      db
        .selectFrom('current')
        .select((eb) => [
          'current.name',
          eb.fn.min('current.dt').as('from'),
          eb.fn.max('current.dt').as('to'),
          byBasis(firstOf('open'), sql`min_by(${middle}, "current"."ts")`).as('first'),
          byBasis(lastOf('close'), sql`max_by(${middle}, "current"."ts")`).as('last'),
          basis.as('basis'),
          eb.fn.min('current.ts').as('first_ts'),
          eb.fn.max('current.ts').as('last_ts'),
        ])
        .groupBy(per === 'day' ? ['current.name', 'current.dt'] : ['current.name']),
    )
    .with('changes', (db) =>
      db
        .selectFrom('ends')
        .selectAll('ends')
        .select(sql<number>`"ends"."last" - "ends"."first"`.as('change'))
        .select(
          sql<number | null>`("ends"."last" - "ends"."first") / nullif("ends"."first", 0E0) * 1E2`.as('change_percent'),
        ),
    )
    .selectFrom('changes')
    .selectAll('changes')
    .orderBy(sql`abs("changes"."change_percent")`, (order) => order.desc().nullsLast())
    .orderBy('changes.name')
    .orderBy('changes.from');
  return question('movers', limit === undefined ? query : query.limit(limit), (row) => ({
    name: text(row, 'name'),
    from: text(row, 'from'),
    to: text(row, 'to'),
    first: number(row, 'first'),
    last: number(row, 'last'),
    change: number(row, 'change'),
    changePercent: numberOrNull(row, 'change_percent'),
    basis: text(row, 'basis') === 'open-close' ? 'open-close' : 'middle',
    firstTs: newYork(row, 'first_ts'),
    lastTs: newYork(row, 'last_ts'),
  }));
}
