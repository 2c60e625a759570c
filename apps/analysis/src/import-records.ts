import {
  type Bar,
  type BarInterval,
  eventTimeMs,
  type MarketRecord,
  normalise,
  type Outcome,
} from '@tickerlake/record-schema';
import type { Producer } from '@tickerlake/stream-producer';
import { CommandError } from './failures.ts';
import { createIntervalInference, type IntervalInference, startsOnTheMinute } from './infer-intervals.ts';
import { looksLikeRecords, readBytes, type RecordFile } from './record-files.ts';

/** What the user says about records that do not say it themselves. */
export interface ImportDefaults {
  readonly interval?: BarInterval;
  readonly source?: string;
  readonly observedAt?: string;
}

/** What a first look at the files found, before anything is sent. */
export interface Survey {
  readonly readable: readonly RecordFile[];
  /** Files found in a folder that hold no JSON records. */
  readonly skipped: readonly string[];
  /** The interval of bars that name none. */
  readonly inference: IntervalInference;
}

/** What became of the records of an import. */
export interface ImportCount {
  /** Records read: sent + dropped + failed. */
  read: number;
  /** Sent to the stream as records. */
  sent: number;
  /** Left out on purpose, by reason. */
  readonly dropped: Map<string, number>;
  /** Unreadable; they travel to quarantine, byte for byte. */
  readonly failed: { readonly path: string; readonly reason: string }[];
  /** Symbols whose bars name no interval and show none. */
  readonly withoutInterval: Set<string>;
}

const isBar = (record: MarketRecord): record is Bar => record.kind === undefined || record.kind === 'bar';

const UTF8 = new TextEncoder();

const NOT_A_BAR = 'live quote, not a bar: its time is not on the minute';

/**
 * Looks through every file once, to learn the interval of bars that name none. A file that the user named must hold
 * records; one that merely lies in a folder is passed over.
 * @throws {CommandError} when a file cannot be read or there is nothing to import.
 */
export async function surveyFiles(files: readonly RecordFile[], defaults: ImportDefaults): Promise<Survey> {
  const inference = createIntervalInference();
  const readable: RecordFile[] = [];
  const skipped: string[] = [];
  for (const file of files) {
    const bytes = await readBytes(file.path);
    if (looksLikeRecords(bytes)) {
      readable.push(file);
      if (defaults.interval === undefined) learnIntervals(normalise(bytes), inference);
    } else if (file.named) {
      throw new CommandError(
        `${file.path} holds no JSON records: it starts with neither { nor [. Nothing was imported.`,
      );
    } else skipped.push(file.path);
  }
  if (readable.length === 0)
    throw new CommandError('There are no JSON records in what was named. Nothing was imported.');
  return { readable, skipped, inference };
}

/** Reads the files again, one at a time so that memory holds no more, and sends every record. */
export async function sendRecords(
  { readable, inference }: Survey,
  producer: Producer,
  defaults: ImportDefaults,
  onFile: (path: string) => void,
): Promise<ImportCount> {
  const count: ImportCount = { read: 0, sent: 0, dropped: new Map(), failed: [], withoutInterval: new Set() };
  for (const file of readable) {
    onFile(file.path);
    for (const outcome of normalise(await readBytes(file.path), defaults)) {
      await send(outcome, file, producer, inference, count);
    }
  }
  return count;
}

function learnIntervals(outcomes: readonly Outcome[], inference: IntervalInference): void {
  for (const outcome of outcomes) {
    if (outcome.status === 'ok' && isBar(outcome.record) && outcome.record.interval === undefined) {
      inference.learn(outcome.record);
    }
  }
}

async function send(
  outcome: Outcome,
  file: RecordFile,
  producer: Producer,
  inference: IntervalInference,
  count: ImportCount,
): Promise<void> {
  count.read += 1;
  if (outcome.status === 'dropped') drop(count, outcome.reason);
  else if (outcome.status === 'failed') {
    count.failed.push({ path: file.path, reason: outcome.reason });
    await producer.put({ data: outcome.bytes ?? UTF8.encode(outcome.text), partitionKey: 'unreadable' });
  } else if (isBar(outcome.record) && !startsOnTheMinute(eventTimeMs(outcome.record))) drop(count, NOT_A_BAR);
  else {
    count.sent += 1;
    await producer.put(withInterval(outcome.record, inference, count));
  }
}

function drop(count: ImportCount, reason: string): void {
  count.dropped.set(reason, (count.dropped.get(reason) ?? 0) + 1);
}

function withInterval(record: MarketRecord, inference: IntervalInference, count: ImportCount): MarketRecord {
  if (!isBar(record) || record.interval !== undefined) return record;
  const interval = inference.intervalOf(record.name);
  if (interval !== undefined) return { ...record, interval };
  count.withoutInterval.add(record.name);
  return record;
}
