export { type AthenaLakeOptions, openAthenaLake } from './athena/athena-lake.ts';
export { type DuckDbLakeOptions, openDuckDbLake } from './duckdb/duckdb-lake.ts';
export { preludeSql } from './duckdb/prelude.ts';
export type { CellValue, Column, QueryStatistics, QueryText, ResultPage, RunOptions } from './engine.ts';
export {
  type AthenaFailure,
  AthenaQueryError,
  AthenaResponseError,
  DuckDbQueryError,
  EngineMissingError,
  LakeClosedError,
  LakeFileError,
  LakeNotFoundError,
  LakeQueryError,
  QueryTextError,
  QuestionOptionError,
  ReadOnlyError,
} from './errors.ts';
export { type Lake } from './lake.ts';
export type { LakeRow, LakeTables } from './lake-tables.ts';
export type { BarScopeOptions, Market } from './questions/bar-scope.ts';
export { type DailyRange, dailyRange } from './questions/daily-range.ts';
export { type HighestHourlyHigh, highestHourlyHigh } from './questions/highest-hourly-high.ts';
export { type LatestBar, latestBars, type LatestBarsOptions } from './questions/latest-bars.ts';
export { type MissingMinutes, missingMinutes, type MissingMinutesOptions } from './questions/missing-minutes.ts';
export { type Mover, movers, type MoversOptions } from './questions/movers.ts';
export type { Question, ResultRow } from './questions/question.ts';
export { resample, type ResampledBar, type ResampleOptions } from './questions/resample.ts';
export { executionParameters, type SqlValue } from './sql/values.ts';
