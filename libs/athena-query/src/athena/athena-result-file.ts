import type { QueryExecution } from '@aws-sdk/client-athena';
import type { Column, ResultPage } from '../engine.ts';
import { AthenaResponseError } from '../errors.ts';
import { type CsvCell, csvRows } from './athena-csv.ts';
import { isTransient, MAX_ATTEMPTS, pauseAfter, type RetryPolicy } from './athena-retry.ts';
import { readAthenaValue } from './athena-values.ts';

/** An object of S3, and from which of its bytes on. */
export interface ObjectPart {
  readonly bucket: string;
  readonly key: string;
  /** The first byte that is wanted, 0 for the whole object. */
  readonly fromByte: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads an object of S3, so that who needs no result files needs no S3 client: GetObject with `Range: bytes=<fromByte>-`.
 * Errors are the SDK's own; those that pass are met by reading on from where they struck.
 */
export type ReadObject = (part: ObjectPart) => Promise<AsyncIterable<Uint8Array>>;

/** Rows of a page made from a result file. */
const FILE_PAGE_ROWS = 1000;

/** Where the result lies as CSV. Only what SELECT answers is CSV. https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html */
export function resultFile({ ResultConfiguration: configuration, StatementType: statement }: QueryExecution) {
  if (statement === 'UTILITY' || statement === 'DDL') return undefined;
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+\.csv)$/.exec(configuration?.OutputLocation ?? '') ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** The bytes of an object, read on from where a fault of the network cut them off. */
async function* steadyBytes(
  read: ReadObject,
  object: Omit<ObjectPart, 'fromByte'>,
  { sleep, random }: RetryPolicy,
): AsyncGenerator<Uint8Array, void, undefined> {
  let fromByte = 0;
  for (let failures = 0; ;) {
    try {
      for await (const chunk of await read({ ...object, fromByte })) {
        yield chunk;
        fromByte += chunk.byteLength;
        if (chunk.byteLength > 0) failures = 0;
      }
      return;
    } catch (error) {
      object.signal?.throwIfAborted();
      failures += 1;
      if (failures === MAX_ATTEMPTS || !isTransient(error)) throw error;
    }
    await sleep(pauseAfter(failures, random), object.signal);
  }
}

/** What is read, and what of it is known already. */
export interface FileReading {
  readonly read: ReadObject;
  readonly object: { readonly bucket: string; readonly key: string };
  readonly columns: readonly Column[];
  /** Rows at the beginning that are known already, the header among them. */
  readonly skip: number;
  readonly retry: RetryPolicy;
  readonly signal: AbortSignal | undefined;
}

/** @throws {AthenaResponseError} instead of the parser's own words. */
async function* rowsOf({ read, object, retry, signal }: FileReading): AsyncGenerator<CsvCell[], void, undefined> {
  try {
    yield* csvRows(steadyBytes(read, { ...object, signal }, retry));
  } catch (error) {
    // The one is the parser's, the other the decoder's, of bytes that are no UTF-8.
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw unreadable(object, error.message, error);
  }
}

const unreadable = ({ bucket, key }: FileReading['object'], reason: string, cause?: unknown): AthenaResponseError =>
  new AthenaResponseError(`The result file s3://${bucket}/${key} cannot be read: ${reason}.`, undefined, cause);

/** The rest of a result from its file, page by page, never more than a page of it in memory. */
export async function* filePages(reading: FileReading): AsyncGenerator<ResultPage, void, undefined> {
  const { columns, skip, object, signal } = reading;
  let seen = 0;
  let rows: ResultPage['rows'][number][] = [];
  for await (const row of rowsOf(reading)) {
    seen += 1;
    if (row.length !== columns.length) {
      throw unreadable(object, `row ${seen} has ${row.length} cells where the result has ${columns.length} columns`);
    }
    if (seen <= skip) continue;
    rows.push(columns.map(({ type }, index) => readAthenaValue(type, row[index])));
    if (rows.length < FILE_PAGE_ROWS) continue;
    yield { columns, rows };
    signal?.throwIfAborted();
    rows = [];
  }
  // Pages said that there is more: a file that holds no more than they gave is not the whole one.
  if (seen <= skip) throw unreadable(object, `it holds ${seen} rows where more than ${skip} were announced`);
  if (rows.length > 0) yield { columns, rows };
}
