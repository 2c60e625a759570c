import type { ParquetTable } from '@tickerlake/parquet-file';
import type { SourceRecord } from './source-record.ts';
import type { TransformError } from './transformed.ts';

const base64 = (data: Uint8Array): string => Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64');

/**
 * A record that could not be transformed or partitioned, as a line of the error output: its bytes as they came.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export const processingFailure = (
  { arrivalMs, data }: SourceRecord,
  error: TransformError,
  lambdaArn?: string,
): string =>
  JSON.stringify({
    attemptsMade: error.attempts,
    arrivalTimestamp: arrivalMs,
    errorCode: error.code,
    errorMessage: error.message,
    attemptEndingTimestamp: error.endedMs,
    rawData: base64(data),
    lambdaArn,
  });

/**
 * A row that is not one of the table's, as a line of the error output: what the transform made of it.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-concepts.html
 */
export const conversionFailure = (
  record: SourceRecord,
  row: Uint8Array,
  message: string,
  nowMs: number,
  table: ParquetTable,
): string =>
  JSON.stringify({
    attemptsMade: 1,
    arrivalTimestamp: record.arrivalMs,
    lastErrorCode: 'DataFormatConversion.MalformedData',
    lastErrorMessage: message,
    attemptEndingTimestamp: nowMs,
    rawData: base64(row),
    sequenceNumber: record.sequenceNumber,
    subSequenceNumber: record.subsequenceNumber,
    dataCatalogTable: { tableName: table.name },
  });
