import { DamagedStateError } from '../errors.ts';
import { isObject, parseJson } from '../json-value.ts';
import type { DiskFault } from '../state/disk.ts';
import type { LogRecord } from '../state/record-frames.ts';
import { RecordLog } from '../state/record-log.ts';
import type { MessageAttributes } from './message.ts';

/** The log is compacted once it holds this much more than twice the messages that are kept. */
const SLACK_BYTES = 8 << 20;
const READ_BYTES = 1 << 20;

/** A message as it lies in the log. */
export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  readonly sentMs: number;
  /** Until then nobody receives it. */
  readonly delayedUntilMs?: number | undefined;
  /** Receives from the queue where it was before it became a dead letter. */
  readonly earlierReceives?: number | undefined;
  readonly firstReceivedMs?: number | undefined;
  readonly deadLetterSourceArn?: string | undefined;
}

/** What is held in memory of a message; its text stays on the disk. */
export interface Entry {
  /** Names the message in this queue, now and after a restart; never given twice. */
  readonly number: number;
  readonly id: string;
  readonly delayedUntilMs: number | undefined;
  readonly earlierReceives: number;
  /** Receives from this queue. */
  receives: number;
  firstReceivedMs: number | undefined;
  /** Where it lies in the log. */
  offset: number;
  bytes: number;
}

/** A record of a message; one that was moved within the log takes along what happened to it. */
interface Addition {
  readonly message: StoredMessage;
  readonly moved?: Pick<Entry, 'number' | 'receives' | 'firstReceivedMs'>;
}

const isAddition = (value: unknown): value is Addition =>
  isObject(value) && isObject(value['message']) && typeof value['message']['body'] === 'string';
const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');

/**
 * The messages of a queue on disk: what was added, received and deleted, in a record log. An event is in the log before it
 * takes effect. Messages that stay long are moved forward, so that old files can go.
 */
export class MessageLog {
  /** By number, in the order of their offsets. */
  readonly entries = new Map<number, Entry>();
  readonly #dir: string;
  readonly #log: RecordLog;
  #liveBytes = 0;

  constructor(dir: string, fault: DiskFault) {
    this.#dir = dir;
    this.#log = new RecordLog(dir, fault);
    for (let offset = this.#log.first; offset < this.#log.next;) {
      const records = this.#log.read(offset, READ_BYTES);
      for (const record of records) this.#replay(record);
      offset = (records.at(-1)?.offset ?? offset) + 1;
    }
  }

  #replay({ offset, arrivalMs, partitionKey: event, data }: LogRecord): void {
    const value = parseJson(data.toString());
    if (event === 'added' && isAddition(value)) this.#keep(value, offset, data.length);
    else if (event === 'received' && areNumbers(value)) this.#countReceives(value, arrivalMs);
    else if (event === 'deleted' && areNumbers(value)) for (const number of value) this.#forget(number);
    else throw new DamagedStateError(this.#dir, `record ${offset} is a '${event}' that no queue wrote`);
  }

  #append(event: string, values: readonly object[], nowMs: number): { first: number; bytes: number[] } {
    const entries = values.map((value) => ({
      arrivalMs: nowMs,
      partitionKey: event,
      data: Buffer.from(JSON.stringify(value)),
    }));
    return { first: this.#log.append(entries), bytes: entries.map(({ data }) => data.length) };
  }

  /** Adds all messages or, when the disk fails, none. */
  add(messages: readonly StoredMessage[], nowMs: number): Entry[] {
    return this.#add(
      messages.map((message) => ({ message })),
      nowMs,
    );
  }

  #add(additions: readonly Addition[], nowMs: number): Entry[] {
    const { first, bytes } = this.#append('added', additions, nowMs);
    return additions.map((addition, i) => this.#keep(addition, first + i, bytes[i] ?? 0));
  }

  #keep({ message, moved }: Addition, offset: number, bytes: number): Entry {
    const { id, delayedUntilMs, earlierReceives = 0, firstReceivedMs } = message;
    const number = moved?.number ?? offset;
    const fresh = { number, id, delayedUntilMs, earlierReceives, receives: 0, firstReceivedMs, offset, bytes };
    const entry = this.entries.get(number) ?? { ...fresh, ...moved };
    this.#forget(number);
    this.entries.set(number, Object.assign(entry, { offset, bytes }));
    this.#liveBytes += bytes;
    return entry;
  }

  #countReceives(numbers: readonly number[], nowMs: number): void {
    for (const number of numbers) {
      const entry = this.entries.get(number);
      if (!entry) continue;
      entry.receives += 1;
      entry.firstReceivedMs ??= nowMs;
    }
  }

  /** Notes a receive of each message. */
  received(entries: readonly Entry[], nowMs: number): void {
    const numbers = entries.map(({ number }) => number);
    this.#append('received', [numbers], nowMs);
    this.#countReceives(numbers, nowMs);
    this.#compact(nowMs);
  }

  delete(entries: readonly Entry[], nowMs: number): void {
    const numbers = entries.map(({ number }) => number);
    this.#append('deleted', [numbers], nowMs);
    for (const number of numbers) this.#forget(number);
    this.#compact(nowMs);
  }

  #forget(number: number): void {
    this.#liveBytes -= this.entries.get(number)?.bytes ?? 0;
    this.entries.delete(number);
  }

  read({ offset }: Entry): StoredMessage {
    const [record] = this.#log.read(offset, 0, 1);
    const value = record?.offset === offset ? parseJson(record.data.toString()) : undefined;
    if (isAddition(value)) return value.message;
    throw new DamagedStateError(this.#dir, `record ${offset} is not the message that it was`);
  }

  /** Moves the oldest messages forward until the files that they held can go. A disk that fails here fails no call: the next one tries again. */
  #compact(nowMs: number): void {
    const end = this.#log.next;
    try {
      while (this.#isWasteful()) {
        const oldest = this.#oldest(end);
        if (oldest.length > 0) this.#moveForward(oldest, nowMs);
        const [first] = this.entries.values();
        this.#trim(first?.offset ?? this.#log.next);
        if (oldest.length === 0) return;
      }
    } catch {
      // What is not moved stays where it is.
    }
  }

  #isWasteful(): boolean {
    return this.#log.bytesFrom(0) > 2 * this.#liveBytes + SLACK_BYTES;
  }

  /** Messages that lie before an offset, at least one if there is any, as many as are moved at once. */
  #oldest(end: number): Entry[] {
    const oldest: Entry[] = [];
    let bytes = 0;
    for (const entry of this.entries.values()) {
      if (entry.offset >= end || bytes >= READ_BYTES) break;
      oldest.push(entry);
      bytes += entry.bytes;
    }
    return oldest;
  }

  #moveForward(entries: readonly Entry[], nowMs: number): void {
    const additions = entries.map((entry) => {
      const { number, receives, firstReceivedMs } = entry;
      return { message: this.read(entry), moved: { number, receives, firstReceivedMs } };
    });
    this.#add(additions, nowMs);
  }

  /** Drops whole files before an offset. What was moved out of them is brought to the device first. */
  #trim(offset: number): void {
    this.#log.trim(offset, () => {
      this.#log.sync();
      return true;
    });
  }

  close(): void {
    this.#log.close();
  }
}
