import {
  dailyRange,
  forexRange,
  highestHourlyHigh,
  latestBars,
  latestNews,
  missingMinutes,
  movers,
  movesWithNews,
  type Question,
  type QueryText,
  executionParameters,
  recordCounts,
  resample,
} from '@tickerlake/athena-query';

/** A ready-made question as Athena's console shows it: SQL that runs as it stands. */
export interface ReadyQuestion {
  /** As on the command line: `tickerlake query <name>`. */
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

/**
 * The days a question is compiled for. Sessions of all of them are written into its text, holidays and half days too, up
 * to the last that the calendar knows; the days themselves then give way to {@link DAYS} days before today.
 */
const COMPILED = { from: '2026-01-01', to: '2030-12-31' };
/** Today and the six days before: a trading week, whenever it is asked. */
const DAYS = 7;
/** A week whose missing minutes are looked for: the sessions, minute by minute, are part of the text and cannot move. */
const EXAMPLE_WEEK = { from: '2026-11-16', to: '2026-11-20' };
/** All of that week is over, whatever the clock of the machine says: templates are the same wherever they are made. */
const AFTER_EXAMPLE_WEEK = (): number => Date.parse('2026-11-21T05:00:00Z');

const MS_A_DAY = 86_400_000;
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MS_A_DAY;

/** The New York date so many days after today (before, where negative), as `dt` spells it. */
const dateFromToday = (days: number): string =>
  `date_format(date_add('day', ${days}, at_timezone(now(), 'America/New_York')), '%Y-%m-%d')`;

/** How far a day that a question reads may lie from the days it is asked for: news of the evening before, for one. */
const MAX_MARGIN_DAYS = 14;

/** A parameter as SQL: a day at either end of the compiled ones as one relative to today, all else as its literal. */
function rolling(parameter: QueryText['parameters'][number], literal: string): string {
  if (typeof parameter !== 'string') return literal;
  const [afterFirst, afterLast] = [daysBetween(COMPILED.from, parameter), daysBetween(COMPILED.to, parameter)];
  if (Math.abs(afterFirst) <= MAX_MARGIN_DAYS) return dateFromToday(afterFirst - (DAYS - 1));
  return Math.abs(afterLast) <= MAX_MARGIN_DAYS ? dateFromToday(afterLast) : literal;
}

const QUOTED_OR_PLACEHOLDER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g;

/** A text with each `?` outside of quotes replaced, in order. */
function fill(sql: string, values: readonly string[]): string {
  const left = [...values];
  return sql.replaceAll(QUOTED_OR_PLACEHOLDER, (found) => (found === '?' ? (left.shift() ?? found) : found));
}

type Inline = (parameter: QueryText['parameters'][number], literal: string) => string;

function textOf(question: Question<unknown>, inline: Inline): string {
  const { sql, parameters } = question.compile();
  const literals = executionParameters(parameters);
  return fill(
    sql,
    parameters.map((parameter, index) => inline(parameter, literals[index] ?? '')),
  );
}

/** A question about the last week. */
function weekly(name: string, description: string, question: Question<unknown>): ReadyQuestion {
  const range = `-- The last ${DAYS} days. For other days: tickerlake query ${name} --from … --to … --sql`;
  return { name, description, sql: `${range}\n${textOf(question, rolling)}` };
}

/** A question about days that are part of its text. */
function exemplary(name: string, description: string, question: Question<unknown>): ReadyQuestion {
  const { from, to } = EXAMPLE_WEEK;
  const range = `-- An example: ${from} to ${to}. For other days: tickerlake query ${name} --from … --to … --sql`;
  return { name, description, sql: `${range}\n${textOf(question, (_, literal) => literal)}` };
}

/** The ready-made questions, compiled by athena-query: what the command line asks, on the lake's tables, for the console. */
export const readyQuestions = (): readonly ReadyQuestion[] => [
  weekly(
    'highest-hourly-high',
    'The highest high of each company in each New York hour, every tied bar',
    highestHourlyHigh(COMPILED),
  ),
  weekly('daily-range', 'Open, high, low, close and volume of each company and day', dailyRange(COMPILED)),
  weekly('resample', 'Bars of five minutes', resample({ ...COMPILED, everyMinutes: 5 })),
  weekly('latest-bars', 'The newest bar of each company', latestBars(COMPILED)),
  exemplary(
    'missing-minutes',
    'Minutes of sessions for which the lake holds no bar, in an example week',
    missingMinutes({ ...EXAMPLE_WEEK, now: AFTER_EXAMPLE_WEEK }),
  ),
  weekly('movers', 'How far each company moved, the largest change first', movers(COMPILED)),
  weekly(
    'moves-with-news',
    'The largest move of each company and the news about it around that time',
    movesWithNews(COMPILED),
  ),
  weekly('latest-news', 'The newest stories', latestNews(COMPILED)),
  weekly('forex-range', 'Open, high, low, close and spread of each currency pair and day', forexRange(COMPILED)),
  weekly(
    'record-counts',
    'Rows stored of each kind and day, and the records that readers see of them',
    recordCounts(COMPILED),
  ),
];
