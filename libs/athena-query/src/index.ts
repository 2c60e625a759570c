export { type AthenaLakeOptions, openAthenaLake } from './athena/athena-lake.ts';
export type { ObjectPart, ReadObject } from './athena/athena-result-file.ts';
export { type DuckDbLakeOptions, openDuckDbLake } from './duckdb/duckdb-lake.ts';
export { duckDbScript, type DuckDbScriptOptions } from './duckdb/duckdb-script.ts';
export { preludeSql } from './duckdb/prelude.ts';
export type { CellValue, Column, QueryProgress, QueryStatistics, QueryText, ResultPage, RunOptions } from './engine.ts';
export {
  type AthenaFailure,
  AthenaQueryError,
  AthenaResponseError,
  AthenaScanLimitError,
  AthenaUnstoppedError,
  DuckDbQueryError,
  EngineMissingError,
  LakeClosedError,
  LakeFileError,
  LakeNotFoundError,
  LakeQueryError,
  QueryTextError,
  QuestionOptionError,
  ReadOnlyError,
  type ScanLimitFacts,
} from './errors.ts';
export { type Lake } from './lake.ts';
export type { HourPartition, LakeRow, LakeTables, LogTable } from './lake-tables.ts';
export type { BarScopeOptions } from './questions/bar-scope.ts';
export { type DailyRange, dailyRange } from './questions/daily-range.ts';
export { type ForexRange, forexRange, type ForexRangeOptions } from './questions/forex-range.ts';
export { type HighestHourlyHigh, highestHourlyHigh } from './questions/highest-hourly-high.ts';
export { type LatestBar, latestBars, type LatestBarsOptions } from './questions/latest-bars.ts';
export { type LatestNews, latestNews, type LatestNewsOptions } from './questions/latest-news.ts';
export type { LogScopeOptions } from './questions/log-scope.ts';
export { type MissingMinutes, missingMinutes, type MissingMinutesOptions } from './questions/missing-minutes.ts';
export { type Mover, movers, type MoversOptions } from './questions/movers.ts';
export { movesWithNews, type MovesWithNewsOptions, type MoveWithNews } from './questions/moves-with-news.ts';
export type { Question, ResultRow } from './questions/question.ts';
export { type RecordCount, recordCounts, type RecordCountsOptions } from './questions/record-counts.ts';
export { resample, type ResampledBar, type ResampleOptions } from './questions/resample.ts';
export type { Market } from './questions/scope-options.ts';
export { executionParameters, type SqlValue } from './sql/values.ts';
