import { DuckDbQueryError, LakeFileError, LakeQueryError } from '../errors.ts';

/** DuckDB names the file between quotes, single or double. */
const FILE = /["']([^"'*]+\.parquet)["']/;
const FILE_FAILURE = /^(?:Invalid Input|IO|Serialization|Invalid) Error:/;
const GONE = /No such file|Cannot open file|does not exist/;

/** What DuckDB threw, as an error of this package. */
export function fromDuckDb(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LakeQueryError) return error;
  const [reason = ''] = error.message.split('\n');
  const file = FILE.exec(reason)?.[1];
  if (file === undefined || !FILE_FAILURE.test(reason)) return new DuckDbQueryError(error);
  return new LakeFileError(file, reason, { retriable: GONE.test(reason), cause: error });
}
