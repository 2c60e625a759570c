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
  recordCounts,
  resample,
} from '@tickerlake/athena-query';
import type { BarInterval, TableName } from '@tickerlake/record-schema';
import { UsageError } from './failures.ts';
import type { QuestionColumn } from './question-columns.ts';
import { BAR_CLOSES, DAILY_CLOSES, HOURLY_HIGHS, PAIR_CLOSES, type Series } from './series/series.ts';
import type { TableLook } from './terminal/table.ts';

export const PER_CHOICES = ['hour', 'day', 'range'] as const;

/** What the command line says about a question, besides the days. */
interface Details {
  readonly symbols?: readonly string[];
  readonly pairs?: readonly string[];
  readonly interval?: BarInterval;
  readonly extendedHours?: boolean;
  /** Length of resampled bars, minutes. */
  readonly every?: number;
  readonly per?: (typeof PER_CHOICES)[number];
  /** How long a move may take, and how far around it to look for news, minutes. */
  readonly window?: number;
  readonly before?: number;
  readonly after?: number;
  readonly limit?: number;
}

/** What the command line says about a question. */
export interface QuestionOptions extends Details {
  readonly from?: string;
  readonly to?: string;
  readonly nowMs: number;
}

/** A question as the command line knows it. */
interface QuestionOf<Column extends string, Row> {
  readonly description: string;
  /** The table without which there is no answer; none for a question that any lake answers. */
  readonly reads?: TableName;
  /** A table that it reads too, and can do without. */
  readonly readsToo?: TableName;
  /** Options that it takes, besides the days. */
  readonly takes: readonly (keyof Details)[];
  /** Columns in the order they are written. */
  readonly columns: readonly Column[];
  /** Those that a table shows, where all are too many for a screen. */
  readonly tableColumns?: readonly Column[];
  /** Those that a screen that is too narrow for all of them can do best without, first to go first. */
  readonly firstToGo?: readonly Column[];
  readonly looks?: TableLook;
  /** What of it is drawn under the table. */
  readonly series?: Series;
  /** What it means that there are no rows, where that is good news. */
  readonly none?: string;
  readonly ask: (options: QuestionOptions) => Question<Row>;
}
export type ReadyQuestion = QuestionOf<QuestionColumn, object>;

/** Holds a question's columns against its rows; afterwards it does not matter which rows they are. */
const ready = <Row extends object>(question: QuestionOf<keyof Row & QuestionColumn, Row>): ReadyQuestion => question;

const BARS = ['symbols', 'interval', 'extendedHours'] as const;
const RATE = { decimals: 6 } as const;
const VOLUME = { volume: { grouped: true } } as const;

/** The ready-made questions by the name they have on the command line. */
export const QUESTIONS = {
  'highest-hourly-high': ready({
    description: 'the highest high of each company in each New York hour, every tied bar',
    reads: 'bars',
    takes: BARS,
    columns: ['name', 'date', 'hour', 'high', 'ts'],
    series: HOURLY_HIGHS,
    ask: (options) => highestHourlyHigh(selection(options)),
  }),
  'daily-range': ready({
    description: 'open, high, low, close and volume of each company and day',
    reads: 'bars',
    takes: BARS,
    columns: ['name', 'date', 'open', 'high', 'low', 'close', 'volume', 'highTs', 'lowTs', 'bars'],
    looks: VOLUME,
    firstToGo: ['bars', 'lowTs', 'highTs'],
    series: DAILY_CLOSES,
    ask: (options) => dailyRange(selection(options)),
  }),
  resample: ready({
    description: 'bars of another length (--every 5m)',
    reads: 'bars',
    takes: [...BARS, 'every'],
    columns: ['name', 'date', 'ts', 'open', 'high', 'low', 'close', 'volume', 'bars'],
    looks: VOLUME,
    firstToGo: ['bars', 'date'],
    series: BAR_CLOSES,
    ask: (options) => {
      if (options.every === undefined)
        throw new UsageError('resample needs the length of its bars, such as --every 5m.');
      return resample({ ...selection(options), everyMinutes: options.every });
    },
  }),
  'latest-bars': ready({
    description: 'the newest bars of each company (--limit N of each)',
    reads: 'bars',
    takes: [...BARS, 'limit'],
    columns: ['name', 'date', 'ts', 'interval', 'open', 'high', 'low', 'close', 'volume', 'source', 'final'],
    looks: VOLUME,
    firstToGo: ['final', 'interval', 'date', 'source'],
    series: BAR_CLOSES,
    ask: (options) => latestBars({ ...selection(options), ...given({ count: options.limit }) }),
  }),
  'missing-minutes': ready({
    description: 'minutes of sessions for which the lake holds no bar',
    reads: 'bars',
    takes: ['symbols', 'interval'],
    columns: ['name', 'date', 'fromTs', 'toTs', 'minutes'],
    none: 'No minute is missing.',
    ask: (options) => {
      const { symbols, interval } = options;
      return missingMinutes({ ...days(options), ...given({ symbols, interval }), now: () => options.nowMs });
    },
  }),
  movers: ready({
    description: 'how far each company moved, the largest change first (--per day or range, --limit N rows)',
    reads: 'bars',
    takes: [...BARS, 'per', 'limit'],
    columns: ['name', 'from', 'first', 'last', 'change', 'changePercent', 'basis', 'firstTs', 'lastTs'],
    looks: { change: { decimals: 4, signed: true }, changePercent: { decimals: 2, signed: true } },
    firstToGo: ['basis', 'firstTs', 'lastTs'],
    ask: (options) => {
      const per = perOf('movers', options, ['day', 'range']);
      return movers({ ...selection(options), ...given({ per, limit: options.limit }) });
    },
  }),
  'moves-with-news': ready({
    description: 'the largest move of each company and the news about it around that time (--window 15m)',
    reads: 'bars',
    readsToo: 'news',
    takes: [...BARS, 'window', 'before', 'after', 'limit'],
    columns: [
      ...(['name', 'date', 'startTs', 'endTs', 'startPrice', 'endPrice', 'change', 'changePercent', 'basis'] as const),
      ...(['storyTs', 'headline', 'publisher', 'url', 'sentiment', 'storyId'] as const),
    ],
    tableColumns: ['name', 'startTs', 'endTs', 'startPrice', 'endPrice', 'changePercent', 'storyTs', 'headline'],
    looks: { changePercent: { decimals: 2, signed: true }, sentiment: { signed: true } },
    firstToGo: ['endTs', 'storyTs', 'startPrice', 'endPrice'],
    ask: (options) => {
      const { window: windowMinutes, before: beforeMinutes, after: afterMinutes, limit } = options;
      return movesWithNews({
        ...selection(options),
        ...given({ windowMinutes, beforeMinutes, afterMinutes, limit }),
      });
    },
  }),
  'latest-news': ready({
    description: 'the newest stories, or those about some companies (--limit N stories, 20 if absent)',
    reads: 'news',
    takes: ['symbols', 'limit'],
    columns: ['ts', 'symbols', 'headline', 'summary', 'publisher', 'url', 'sentiment', 'id'],
    tableColumns: ['ts', 'symbols', 'sentiment', 'headline', 'publisher'],
    looks: { sentiment: { signed: true } },
    ask: (options) => {
      const { symbols, limit } = options;
      return latestNews({ ...days(options), ...given({ symbols, limit }) });
    },
  }),
  'forex-range': ready({
    description: 'open, high, low, close and spread of each currency pair and day (or --per hour)',
    reads: 'forex',
    takes: ['pairs', 'per'],
    columns: [
      ...(['pair', 'date', 'hour', 'open', 'high', 'low', 'close', 'lowestBid', 'highestAsk'] as const),
      ...(['averageSpread', 'averageSpreadPips', 'highTs', 'lowTs', 'rates'] as const),
    ],
    tableColumns: ['pair', 'date', 'hour', 'open', 'high', 'low', 'close', 'averageSpreadPips', 'rates'],
    looks: {
      open: RATE,
      high: RATE,
      low: RATE,
      close: RATE,
      averageSpreadPips: { decimals: 2 },
      rates: { grouped: true },
    },
    series: PAIR_CLOSES,
    ask: (options) => {
      const per = perOf('forex-range', options, ['hour', 'day']);
      return forexRange({ ...days(options), ...given({ pairs: options.pairs, per }) });
    },
  }),
  'record-counts': ready({
    description: 'rows stored of each kind and day, and the records that readers see of them',
    takes: [],
    columns: ['kind', 'date', 'stored', 'records'],
    looks: { stored: { grouped: true }, records: { grouped: true } },
    ask: (options) => recordCounts(days(options)),
  }),
} as const;

export type QuestionName = keyof typeof QUESTIONS;
export const isQuestionName = (name: string): name is QuestionName => Object.hasOwn(QUESTIONS, name);
export const QUESTION_NAMES: readonly QuestionName[] = Object.keys(QUESTIONS).filter(isQuestionName);

type Given<Options> = { [Key in keyof Options]?: Exclude<Options[Key], undefined> };

/** The options that were given: a question that is told `undefined` has been told something. */
const given = <Options extends object>(options: Options): Given<Options> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left out is what was undefined.
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<Options>;

const days = ({ from, to }: QuestionOptions) => given({ from, to });

const selection = (options: QuestionOptions) => {
  const { symbols, interval, extendedHours } = options;
  return { ...days(options), ...given({ symbols, interval, extendedHours }) };
};

/** Of the lengths that `--per` knows, one that makes sense here. */
function perOf<const Per extends string>(
  name: string,
  { per }: QuestionOptions,
  choices: readonly Per[],
): Per | undefined {
  const choice = choices.find((known) => known === per);
  if (choice !== undefined || per === undefined) return choice;
  throw new UsageError(`${name} takes --per ${choices.join(' or ')}; got "${per}".`);
}
