import { type MarketRecord, normalise, withoutValues } from '@tickerlake/record-schema';
import { deaggregate } from '@tickerlake/stream-producer';

/** What Lambda laid aside in an object: what can be read of it now, and the object without that. */
export interface LaidAside {
  readonly records: readonly MarketRecord[];
  /** Absent when nothing is left. */
  readonly rest?: string;
  readonly reason?: string;
}

interface StreamRecord {
  readonly kinesis: { readonly data: string };
}

/** Where Lambda lays aside what the log pipe could not take. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export const LAID_ASIDE = 'aws/lambda/';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isStreamRecord = (value: unknown): value is StreamRecord =>
  isObject(value) && isObject(value['kinesis']) && typeof value['kinesis']['data'] === 'string';

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An object's records of the stream, or `undefined` where it has none: it is then about something else. */
function batchOf(text: string) {
  const report = parse(text);
  if (!isObject(report) || typeof report['payload'] !== 'string') return undefined;
  const event = parse(report['payload']);
  if (!isObject(event) || !Array.isArray(event['Records']) || !event['Records'].every(isStreamRecord)) return undefined;
  return { report, records: event['Records'] };
}

/** A record's pieces, read: those that are the log pipe's business, and why others cannot be read. */
function readPieces({ kinesis }: StreamRecord) {
  const data = Buffer.from(kinesis.data, 'base64');
  const pieces = deaggregate(data) ?? [{ data }];
  const outcomes = pieces.flatMap((piece) => normalise(piece.data));
  const records = outcomes.flatMap((outcome) => (outcome.status === 'ok' ? [outcome.record] : []));
  return {
    logs: records.filter(({ kind = 'bar' }) => kind !== 'bar'),
    reasons: outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [withoutValues(outcome.reason)] : [])),
  };
}

/**
 * Reads a batch that the log pipe died of, or was never given, again. Its bars are left out: Firehose has read them from the
 * same stream. A record of which something still cannot be read stays whole.
 */
export function readLaidAside(text: string): LaidAside {
  const batch = batchOf(text);
  if (!batch) return { records: [], rest: text, reason: 'not a batch that Lambda laid aside' };
  const read = batch.records.map((record) => ({ record, ...readPieces(record) }));
  const records = read.flatMap(({ logs }) => logs);
  const unread = read.filter(({ reasons }) => reasons.length > 0);
  const [first] = unread;
  if (!first) return { records };
  const payload = JSON.stringify({ Records: unread.map(({ record }) => record) });
  return {
    records,
    rest: JSON.stringify({ ...batch.report, payload }),
    reason: [...new Set(first.reasons)].join('; '),
  };
}
