import type { Bucket } from '../s3/bucket.ts';
import { type Compression, compress, EXTENSIONS } from './compression.ts';
import { evaluatePrefix, objectName } from './object-name.ts';
import type { SourceRecord } from './source-record.ts';

/** Where source records are kept as they came, before the transform. */
export interface SourceBackup {
  readonly bucket: Bucket;
  /** May hold `!{timestamp:yyyy/MM/dd}`; without any expression the hour is appended. */
  readonly prefix: string;
  readonly compression: Compression;
}

/**
 * The objects that keep source records: their bytes one after the other, KPL records taken apart, by the hour that they came.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/create-configure-backup.html
 */
export function planBackup(
  { prefix, compression }: SourceBackup,
  deliveryStream: string,
  records: readonly SourceRecord[],
  nowMs: number,
): { key: string; body: Buffer }[] {
  const byPrefix = Map.groupBy(records, ({ arrivalMs }) => evaluatePrefix(prefix, { arrivalMs }) ?? '');
  return [...byPrefix].map(([evaluated, group]) => ({
    key: evaluated + objectName(deliveryStream, nowMs, EXTENSIONS[compression]),
    body: compress(Buffer.concat(group.map(({ data }) => data)), compression),
  }));
}
