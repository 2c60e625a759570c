import { deaggregate } from '@tickerlake/stream-producer';
import type { CheckpointedLog, Position } from '../state/checkpoint.ts';
import type { LogRecord } from '../state/record-frames.ts';

/** Read at once from a log. */
const READ_BYTES = 4 << 20;

/** A log that a delivery stream reads: a shard of its source stream, or what was put to it directly. */
export interface Source extends CheckpointedLog {
  /** Set for a shard. */
  readonly shardId?: string;
  readonly sequenceNumber: (offset: number) => string;
  /** Lets go of what was delivered. */
  readonly trim: (consumedOffset: number) => void;
}

/** A record as the transform sees it: a KPL record has been taken apart. */
export interface SourceRecord {
  readonly recordId: string;
  readonly arrivalMs: number;
  readonly data: Uint8Array;
  readonly sequenceNumber: string;
  /** Place within its KPL record, 0 where there was none. */
  readonly subsequenceNumber: number;
  readonly partitionKey: string;
  readonly shardId?: string | undefined;
}

/** What is to be delivered together. */
export interface Window {
  readonly records: SourceRecord[];
  /** Records of the sources that they came in. */
  readonly received: number;
  /** Where the next window begins. */
  readonly end: Position;
}

/** Reads the next records of all sources, about `maxBytes`, shared evenly: no shard waits for another. */
export function readWindow(sources: readonly Source[], from: Position, maxBytes: number): Window {
  const end = new Map(from);
  const records: SourceRecord[] = [];
  const room = Math.ceil(maxBytes / sources.length);
  let received = 0;
  for (const source of sources) {
    for (let bytes = 0, read = 1; bytes < room && read > 0;) {
      const batch = source.log.read(end.get(source.id) ?? 0, Math.min(READ_BYTES, room - bytes));
      for (const record of batch) {
        bytes += record.data.length;
        for (const part of takeApart(source, record)) records.push(part);
        end.set(source.id, record.offset + 1);
      }
      read = batch.length;
      received += read;
    }
  }
  return { records, received, end };
}

/** The user records of a log record. Only what comes from a stream is taken apart, as in Firehose. */
function takeApart(source: Source, record: LogRecord): SourceRecord[] {
  const { shardId } = source;
  const { arrivalMs, partitionKey } = record;
  const sequenceNumber = source.sequenceNumber(record.offset);
  const parts = (shardId === undefined ? undefined : deaggregate(record.data)) ?? [{ data: record.data, partitionKey }];
  return parts.map((part, subsequenceNumber) => ({
    recordId: `${sequenceNumber}${String(subsequenceNumber).padStart(6, '0')}`,
    arrivalMs,
    data: part.data,
    sequenceNumber,
    subsequenceNumber,
    partitionKey: part.partitionKey,
    shardId,
  }));
}
