import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { assertWhole } from '../options.ts';
import { type BarScope, type BarScopeOptions, barScope } from './bar-scope.ts';
import { currentStories } from './current-logs.ts';
import { withLargestMoves } from './largest-moves.ts';
import {
  newYork,
  newYorkOrNull,
  number,
  numberOrNull,
  type Question,
  question,
  type ResultRow,
  text,
  textOrNull,
} from './question.ts';
import type { RowScope } from './row-scope.ts';

/** Whose moves, how long they may take, and how far around them to look for news. */
export interface MovesWithNewsOptions extends BarScopeOptions {
  /**
   * How long a move may take, whole minutes, 1–1,440. Too short, and a large order counts as much as news; too long, and
   * a day's drift does. @default 15
   */
  readonly windowMinutes?: number;
  /** News this long before the move began, whole minutes, 0–10,080 (7 days). @default 60 */
  readonly beforeMinutes?: number;
  /** News this long after the move ended, whole minutes, 0–10,080 (7 days): what explains it is often written later. @default 30 */
  readonly afterMinutes?: number;
  /** Companies at most, those that moved most, 1–10,000. @default every company */
  readonly limit?: number;
}

/** A company's largest move with one story about it; one without any where there is none. */
export interface MoveWithNews {
  readonly name: string;
  /** New York date of the move, `YYYY-MM-DD`. */
  readonly date: string;
  /** Start of the move's first bar, New York time with offset. */
  readonly startTs: string;
  /** End of the move's last bar, New York time with offset. */
  readonly endTs: string;
  readonly startPrice: number;
  readonly endPrice: number;
  /** `endPrice − startPrice`. */
  readonly change: number;
  /** The change in percent of `startPrice`. */
  readonly changePercent: number;
  /**
   * Which prices these are. `open-close`: from the open of the first bar to the close of the last. `middle`: where a bar
   * of that day has no open or no close, from the middle of the first bar's high and low to that of the last bar's.
   */
  readonly basis: 'open-close' | 'middle';
  /** The publisher's id of the story; null, like all that follows, when there is no story. */
  readonly storyId: string | null;
  /** Time of publication, New York time with offset. */
  readonly storyTs: string | null;
  readonly headline: string | null;
  readonly publisher: string | null;
  readonly url: string | null;
  /** From −1, bad news, to 1, good news. */
  readonly sentiment: number | null;
}

const MAX_AROUND_MINUTES = 10_080;
const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
const DAY_MS = 86_400_000;

const shifted = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The days on which news about moves of the asked days can lie. One hour more, for the day whose clocks lose one. */
function newsDays({ from, to }: BarScope, beforeMinutes: number, afterMinutes: number): RowScope {
  const daysBefore = Math.ceil((beforeMinutes + HOUR_MINUTES) / DAY_MINUTES);
  // Another hour: the last bar of a day may end in the next.
  const daysAfter = Math.ceil((afterMinutes + 2 * HOUR_MINUTES) / DAY_MINUTES);
  return { from: shifted(from, -daysBefore), to: shifted(to, daysAfter), market: undefined };
}

/** Stories, one row for each company that they are about. */
const ABOUT = sql<{
  symbol: string;
  id: string;
  ts: Date;
  headline: string;
  publisher: string | null;
  url: string | null;
  sentiment: number | null;
  simulated: boolean;
}>`(SELECT "s"."symbol", "stories"."id", "stories"."ts", "stories"."headline", "stories"."publisher", "stories"."url",
  "stories"."sentiment", "stories"."simulated"
  FROM "stories" CROSS JOIN UNNEST(array_distinct("stories"."symbols")) AS "s" ("symbol"))`;

const minutesFrom = (column: string, minutes: number): RawBuilder<Date> =>
  sql`date_add('minute', ${sql.lit(minutes)}, ${sql.id('moves', column)})`;

/** Minutes, checked. */
interface Reach {
  readonly windowMinutes: number;
  readonly beforeMinutes: number;
  readonly afterMinutes: number;
}

function movesAndNews(scope: BarScope, { windowMinutes, beforeMinutes, afterMinutes }: Reach, limit?: number) {
  const around = sql<SqlBool>`"about"."ts" BETWEEN ${minutesFrom('start_ts', 0 - beforeMinutes)} AND ${minutesFrom('end_ts', afterMinutes)}`;
  return withLargestMoves(scope, windowMinutes)
    .with('stories', () => currentStories(newsDays(scope, beforeMinutes, afterMinutes)))
    .with('about', () => ABOUT)
    .with('largest', (db) => {
      const moves = db.selectFrom('moves').selectAll('moves');
      const ordered = moves.orderBy(sql`abs("moves"."change_percent")`, 'desc').orderBy('moves.name');
      return limit === undefined ? moves : ordered.limit(limit);
    })
    .selectFrom('largest as moves')
    .leftJoin('about', (join) =>
      join.onRef('about.symbol', '=', 'moves.name').onRef('about.simulated', '=', 'moves.simulated').on(around),
    )
    .select(['moves.name', 'moves.dt as date', 'moves.start_ts', 'moves.end_ts', 'moves.start_price'])
    .select(['moves.price as end_price', 'moves.change_percent', 'moves.traded'])
    .select(sql<number>`"moves"."price" - "moves"."start_price"`.as('change'))
    .select(['about.id as story_id', 'about.ts as story_ts', 'about.headline', 'about.publisher', 'about.url'])
    .select('about.sentiment')
    .orderBy(sql`abs("moves"."change_percent")`, 'desc')
    .orderBy('moves.name')
    .orderBy('about.ts')
    .orderBy('about.id');
}

const decode = (row: ResultRow): MoveWithNews => ({
  name: text(row, 'name'),
  date: text(row, 'date'),
  startTs: newYork(row, 'start_ts'),
  endTs: newYork(row, 'end_ts'),
  startPrice: number(row, 'start_price'),
  endPrice: number(row, 'end_price'),
  change: number(row, 'change'),
  changePercent: number(row, 'change_percent'),
  basis: row['traded'] === true ? 'open-close' : 'middle',
  storyId: textOrNull(row, 'story_id'),
  storyTs: newYorkOrNull(row, 'story_ts'),
  headline: textOrNull(row, 'headline'),
  publisher: textOrNull(row, 'publisher'),
  url: textOrNull(row, 'url'),
  sentiment: numberOrNull(row, 'sentiment'),
});

/**
 * The largest move of each company, and the news about it around that time: a row for each story, or one without a story
 * where there is none; ordered by the size of the move in percent, largest first, then by name, time of the story, its id.
 *
 * A move is the change from the open of one bar to the close of the same or a later one, within `windowMinutes`: of all such
 * changes of all the asked days the largest in percent, up or down; of equal ones the earliest, and the shortest. A
 * window, rather than the step from bar to bar, because the market takes minutes to read a story: a fall of 1 % a
 * minute for ten minutes is one move of 10 %, and is found as such in minute bars and in five-minute bars. Within one
 * day, because the gap over a night is the sum of many hours' news, which no story explains. Bars longer than the window
 * are moves of their own.
 *
 * Bars are read as by every question; stories once each, in their newest version of the days around, and of the market that
 * the bars are of: no made-up story is shown beside a real move.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function movesWithNews(options: MovesWithNewsOptions = {}): Question<MoveWithNews> {
  const scope = barScope('movesWithNews', options, ['windowMinutes', 'beforeMinutes', 'afterMinutes', 'limit']);
  const { windowMinutes = 15, beforeMinutes = 60, afterMinutes = 30, limit } = options;
  assertWhole('windowMinutes', windowMinutes, 1, DAY_MINUTES);
  assertWhole('beforeMinutes', beforeMinutes, 0, MAX_AROUND_MINUTES);
  assertWhole('afterMinutes', afterMinutes, 0, MAX_AROUND_MINUTES);
  if (limit !== undefined) assertWhole('limit', limit, 1, 10_000);
  const query = movesAndNews(scope, { windowMinutes, beforeMinutes, afterMinutes }, limit);
  return question('movesWithNews', query, decode);
}
