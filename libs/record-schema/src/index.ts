export type { BarDropReason, BarFailure, BarFailureReason, BarRequest, BarResult, BarSource } from './bar-source.ts';
export { claimedKind } from './claimed-kind.ts';
export type { ColumnType } from './field-rules.ts';
export { intervalMs } from './intervals.ts';
export { type JsonSchema, jsonSchema } from './json-schema.ts';
export type { RecordKind, TableName } from './kinds.ts';
export { normalise, normaliseValue } from './normalise.ts';
export type { Defaults, Outcome } from './outcome.ts';
export { decodeRecord, encodeRecord } from './record-codec.ts';
export {
  RecordDefaultsError,
  RecordError,
  RecordFieldError,
  type RecordIssue,
  RecordSyntaxError,
  withoutValues,
} from './record-error.ts';
export {
  BAR_INTERVALS,
  type Bar,
  type BarInterval,
  barSchema,
  type Forex,
  forexSchema,
  type MarketRecord,
  type News,
  newsSchema,
  type Quote,
  quoteSchema,
  recordSchema,
} from './records.ts';
export { type Cell, encodeRow, fromRow, type Row, type TableRecords, toRow } from './row-codec.ts';
export {
  type ColumnDefinition,
  eventTimeMs,
  type Partition,
  type PartitionKey,
  partitionOf,
  type TableDefinition,
  tableOf,
  tables,
} from './tables.ts';
