import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type MarketRecord, normalise, withoutValues } from '@tickerlake/record-schema';
import { bucketKeys } from '../bucket-keys.ts';
import { CommandError } from '../failures.ts';
import { LAID_ASIDE, readLaidAside } from './laid-aside.ts';
import type { LeftOver, Replay } from './replay.ts';
import type { ReplayPlace } from './replay-place.ts';

const PREFIX = 'quarantine/';

/** What a line of the error output is, taken apart: what can be read of it now, and the line without that. */
export interface QuarantinedLine {
  readonly records: readonly MarketRecord[];
  /** Absent when nothing is left. */
  readonly rest?: string;
  readonly reason?: string;
}

/** An object read again. */
interface ReadObject {
  readonly records: readonly MarketRecord[];
  /** What is left of it; absent when nothing is. */
  readonly rest?: string;
  /** Why each piece of that is left. */
  readonly reasons: readonly string[];
}

/** Where left-overs lie in the bucket, and how an object of them is read. */
const PLACES: Readonly<Record<string, (text: string) => ReadObject>> = {
  [PREFIX]: readErrorOutput,
  [LAID_ASIDE](text) {
    const { reason, ...read } = readLaidAside(text);
    return { ...read, reasons: reason === undefined ? [] : [reason] };
  },
};

/**
 * Puts what quarantine holds and what Lambda laid aside, and can be read now, onto the stream again. An object is rewritten, or
 * deleted, only once the stream has taken what was read of it: an interruption repeats records, which readers see once.
 * @throws {CommandError} when the stream does not take all; then every object is still as it was.
 */
export async function replayQuarantine(place: ReplayPlace, dryRun: boolean): Promise<Replay> {
  const left: LeftOver[] = [];
  const changes: { readonly key: string; readonly rest: string | undefined }[] = [];
  const producer = place.producer();
  let records = 0;
  for (const [prefix, read] of Object.entries(PLACES)) {
    for (const key of await bucketKeys(place.s3, prefix, place.bucket)) {
      const object = read(await readText(place, key));
      records += object.records.length;
      left.push(...object.reasons.map((reason) => ({ place: key, reason })));
      if (dryRun || object.records.length === 0) continue;
      for (const record of object.records) await producer.put(record);
      changes.push({ key, rest: object.rest });
    }
  }
  const { rejected } = await producer.close();
  if (rejected.length > 0)
    throw new CommandError(
      `The stream did not take ${rejected.length} of ${records} records (${rejected[0]?.reason}): quarantine is as it was, run the same command again.`,
    );
  for (const { key, rest } of changes) await rewrite(place, key, rest);
  return { records, left };
}

/** Firehose's error output, line by line. */
function readErrorOutput(text: string): ReadObject {
  const lines = text.split('\n').filter((line) => line !== '');
  const parts = lines.map(readQuarantinedLine);
  const rest = parts.flatMap((part) => part.rest ?? []);
  return {
    records: parts.flatMap((part) => part.records),
    reasons: parts.flatMap(({ reason }) => reason ?? []),
    ...(rest.length > 0 && { rest: `${rest.join('\n')}\n` }),
  };
}

/**
 * Reads a line of Firehose's error output again. Rows that the conversion refused are no records of a source, so they stay.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function readQuarantinedLine(line: string): QuarantinedLine {
  const failure = errorLine(line);
  if (failure === undefined) return { records: [], rest: line, reason: 'not a line of the error output' };
  if ('lastErrorCode' in failure) return { records: [], rest: line, reason: 'a row that the table has no place for' };
  const outcomes = normalise(Buffer.from(failure.rawData, 'base64'));
  const records = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.record] : []));
  const failed = outcomes.filter((outcome) => outcome.status === 'failed');
  if (failed.length === 0) return { records };
  const reason = withoutValues(failed[0]?.reason ?? '');
  if (records.length === 0) return { records, rest: line, reason };
  const bytes = failed.map((outcome) => outcome.bytes ?? Buffer.from(outcome.text));
  const rawData = Buffer.concat(bytes.flatMap((piece) => [piece, Buffer.from('\n')])).toString('base64');
  return { records, rest: JSON.stringify({ ...failure, rawData }), reason };
}

function errorLine(line: string): { readonly rawData: string } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'rawData' in value && typeof value.rawData === 'string'
      ? { ...value, rawData: value.rawData }
      : undefined;
  } catch {
    return undefined;
  }
}

async function readText({ s3, bucket: Bucket }: ReplayPlace, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}

async function rewrite({ s3, bucket: Bucket }: ReplayPlace, Key: string, rest: string | undefined): Promise<void> {
  if (rest === undefined) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  else await s3.send(new PutObjectCommand({ Bucket, Key, Body: rest }));
}
