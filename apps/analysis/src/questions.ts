import {
  dailyRange,
  highestHourlyHigh,
  latestBars,
  missingMinutes,
  movers,
  type Question,
  resample,
} from '@tickerlake/athena-query';
import type { BarInterval } from '@tickerlake/record-schema';
import { UsageError } from './failures.ts';
import type { TableDecimals } from './row-format.ts';

/** What the command line says about a question. */
export interface QuestionOptions {
  readonly symbols?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly interval?: BarInterval;
  readonly extendedHours?: boolean;
  /** Length of resampled bars, minutes. */
  readonly every?: number;
  readonly limit?: number;
  readonly nowMs: number;
}

/** A question as the command line knows it. */
export interface ReadyQuestion {
  readonly description: string;
  /** Columns in the order they are written. */
  readonly columns: readonly string[];
  readonly decimals?: TableDecimals;
  /** What it means that there are no rows, where that is good news. */
  readonly none?: string;
  readonly ask: (options: QuestionOptions) => Question<object>;
}

/** Holds a question's columns against its rows; afterwards it does not matter which rows they are. */
const ready = <Row extends object>(question: {
  readonly description: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly decimals?: TableDecimals;
  readonly none?: string;
  readonly ask: (options: QuestionOptions) => Question<Row>;
}): ReadyQuestion => question;

/** The ready-made questions by the name they have on the command line. */
export const QUESTIONS = {
  'highest-hourly-high': ready({
    description: 'the highest high of each company in each New York hour, every tied bar',
    columns: ['name', 'date', 'hour', 'high', 'ts'],
    ask: (options) => highestHourlyHigh(selection(options)),
  }),
  'daily-range': ready({
    description: 'open, high, low, close and volume of each company and day',
    columns: ['name', 'date', 'open', 'high', 'low', 'close', 'volume', 'highTs', 'lowTs', 'bars'],
    ask: (options) => dailyRange(selection(options)),
  }),
  resample: ready({
    description: 'bars of another length (--every 5m)',
    columns: ['name', 'date', 'ts', 'open', 'high', 'low', 'close', 'volume', 'bars'],
    ask: (options) => {
      if (options.every === undefined)
        throw new UsageError('resample needs the length of its bars, such as --every 5m.');
      return resample({ ...selection(options), everyMinutes: options.every });
    },
  }),
  'latest-bars': ready({
    description: 'the newest bars of each company (--limit N of each)',
    columns: ['name', 'date', 'ts', 'interval', 'open', 'high', 'low', 'close', 'volume', 'source', 'final'],
    ask: (options) =>
      latestBars({ ...selection(options), ...(options.limit !== undefined && { count: options.limit }) }),
  }),
  'missing-minutes': ready({
    description: 'minutes of sessions for which the lake holds no bar',
    columns: ['name', 'date', 'fromTs', 'toTs', 'minutes'],
    none: 'No minute is missing.',
    ask: (options) => missingMinutes({ ...days(options), now: () => options.nowMs }),
  }),
  movers: ready({
    description: 'how far each company moved, the largest change first (--limit N rows)',
    columns: ['name', 'from', 'first', 'last', 'change', 'changePercent', 'basis', 'firstTs', 'lastTs'],
    decimals: { change: 4, changePercent: 2 },
    ask: (options) => movers({ ...selection(options), ...(options.limit !== undefined && { limit: options.limit }) }),
  }),
} as const;

export type QuestionName = keyof typeof QUESTIONS;
export const isQuestionName = (name: string): name is QuestionName => Object.hasOwn(QUESTIONS, name);
export const QUESTION_NAMES: readonly QuestionName[] = Object.keys(QUESTIONS).filter(isQuestionName);

const days = ({ symbols, from, to, interval }: QuestionOptions) => ({
  ...(symbols !== undefined && { symbols }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(interval !== undefined && { interval }),
});

const selection = (options: QuestionOptions) => ({
  ...days(options),
  ...(options.extendedHours !== undefined && { extendedHours: options.extendedHours }),
});
