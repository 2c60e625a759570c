import { sql, type SqlBool } from 'kysely';
import { assertWhole } from '../options.ts';
import { currentStories } from './current-logs.ts';
import { logScope, type LogScopeOptions } from './log-scope.ts';
import { builder, newYork, numberOrNull, type Question, question, symbolList, text, textOrNull } from './question.ts';
import { symbolsOf } from './scope-options.ts';

/** Which stories, and how many. */
export interface LatestNewsOptions extends LogScopeOptions {
  /** Companies, by symbol, in any case: stories about at least one of them. @default every story */
  readonly symbols?: readonly string[];
  /** Stories at most, 1–10,000. @default 20 */
  readonly limit?: number;
}

/** A story. */
export interface LatestNews {
  /** The publisher's id of the story, the same at every delivery. */
  readonly id: string;
  /** Time of publication, New York time with offset. */
  readonly ts: string;
  readonly headline: string;
  readonly summary: string | null;
  /** Every company that it is about, in its own order, not only those asked for. */
  readonly symbols: readonly string[];
  readonly publisher: string | null;
  readonly url: string | null;
  /** From −1, bad news, to 1, good news. */
  readonly sentiment: number | null;
}

/**
 * The newest stories: ordered by time of publication, newest first, then by id. A story about several companies is one
 * row, and so is one that was delivered or corrected several times: its newest version in the asked days says what it is
 * and whom it is about. Of a day that has real stories the simulated ones are left out, unless `market` asks for them.
 * Without `from` it reads every day of the lake.
 * @throws {QuestionOptionError} for options that make no sense.
 */
export function latestNews(options: LatestNewsOptions = {}): Question<LatestNews> {
  const scope = logScope('latestNews', options, ['market', 'symbols', 'limit']);
  const symbols = symbolsOf(options.symbols);
  const { limit = 20 } = options;
  assertWhole('limit', limit, 1, 10_000);
  const query = builder
    .with('stories', () => currentStories(scope))
    .with('told', (db) =>
      db
        .selectFrom('stories')
        .selectAll('stories')
        .select(sql<boolean>`bool_and("simulated") OVER (PARTITION BY "dt")`.as('made_up')),
    )
    .selectFrom('told')
    .select(['told.id', 'told.ts', 'told.headline', 'told.summary', 'told.publisher', 'told.url', 'told.sentiment'])
    .select(sql<string | null>`array_join("told"."symbols", ',')`.as('symbols'))
    .whereRef('told.simulated', '=', 'told.made_up')
    .$if(symbols !== undefined, (about) =>
      about.where(sql<SqlBool>`arrays_overlap("told"."symbols", ARRAY[${sql.join(symbols ?? [])}])`),
    )
    .orderBy('told.ts', 'desc')
    .orderBy('told.id')
    .limit(limit);
  return question('latestNews', query, (row) => ({
    id: text(row, 'id'),
    ts: newYork(row, 'ts'),
    headline: text(row, 'headline'),
    summary: textOrNull(row, 'summary'),
    symbols: symbolList(row, 'symbols'),
    publisher: textOrNull(row, 'publisher'),
    url: textOrNull(row, 'url'),
    sentiment: numberOrNull(row, 'sentiment'),
  }));
}
