import type { JsonObject } from '../json-value.ts';
import type { SourceRecord } from './source-record.ts';

/** What became of a record. */
export type Transformed =
  | {
      readonly result: 'Ok';
      readonly record: SourceRecord;
      readonly data: Uint8Array;
      readonly partitionKeys: JsonObject;
    }
  | { readonly result: 'Dropped'; readonly record: SourceRecord }
  | { readonly result: 'ProcessingFailed'; readonly record: SourceRecord; readonly error: TransformError };

/** As Firehose words it in the error output. */
export interface TransformError {
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly endedMs: number;
}
