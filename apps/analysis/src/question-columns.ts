import type { ColumnType, TypedColumn } from './column-types.ts';

/** Every column that an answer may have: one name means one thing, whatever is asked. */
export const QUESTION_COLUMNS = {
  averageSpread: 'double',
  averageSpreadPips: 'double',
  bars: 'bigint',
  basis: 'string',
  change: 'double',
  changePercent: 'double',
  close: 'double',
  date: 'string',
  endPrice: 'double',
  endTs: 'timestamp',
  final: 'boolean',
  first: 'double',
  firstTs: 'timestamp',
  from: 'string',
  fromTs: 'timestamp',
  headline: 'string',
  high: 'double',
  highestAsk: 'double',
  highTs: 'timestamp',
  hour: 'string',
  id: 'string',
  interval: 'string',
  kind: 'string',
  last: 'double',
  lastTs: 'timestamp',
  low: 'double',
  lowestBid: 'double',
  lowTs: 'timestamp',
  minutes: 'bigint',
  name: 'string',
  open: 'double',
  pair: 'string',
  publisher: 'string',
  rates: 'bigint',
  records: 'bigint',
  sentiment: 'double',
  source: 'string',
  startPrice: 'double',
  startTs: 'timestamp',
  stored: 'bigint',
  storyId: 'string',
  storyTs: 'timestamp',
  summary: 'string',
  symbols: 'array<string>',
  toTs: 'timestamp',
  ts: 'timestamp',
  url: 'string',
  volume: 'bigint',
} as const satisfies Readonly<Record<string, ColumnType>>;

export type QuestionColumn = keyof typeof QUESTION_COLUMNS;

/** Columns with their types. */
export const typed = (columns: readonly QuestionColumn[]): TypedColumn[] =>
  columns.map((name) => [name, QUESTION_COLUMNS[name]]);
