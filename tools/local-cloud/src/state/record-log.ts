import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedStateError } from '../errors.ts';
import type { DiskFault } from './disk.ts';
import { LogSegment } from './log-segment.ts';
import type { LogEntry, LogRecord } from './record-frames.ts';

/** A new file is begun once the newest has this size: what is consumed is dropped file by file. */
const SEGMENT_BYTES = 4 << 20;
const fileName = (offset: number): string => `${String(offset).padStart(20, '0')}.log`;

/**
 * An append-only log of records with one writer, in files named after the offset of their first record.
 *
 * `append` returns after the operating system has the bytes: they survive a killed process. `sync` brings them to the
 * device: they then survive a power cut too. All is synchronous, so a record has its offset before another can take it.
 */
export class RecordLog {
  readonly #dir: string;
  readonly #fault: DiskFault;
  readonly #segments: [LogSegment, ...LogSegment[]];

  constructor(dir: string, fault: DiskFault) {
    this.#dir = dir;
    this.#fault = fault;
    mkdirSync(dir, { recursive: true });
    const names = readdirSync(dir)
      .filter((name) => /^\d{20}\.log$/.test(name))
      .toSorted();
    const [oldest = 0, ...later] = names.map((name) => Number.parseInt(name, 10));
    this.#segments = [this.#open(oldest, later.length === 0)];
    for (const [i, first] of later.entries()) {
      if (first !== this.next)
        throw new DamagedStateError(dir, `the records from ${this.next} to ${first} are missing`);
      this.#segments.push(this.#open(first, i === later.length - 1));
    }
  }

  #open(first: number, newest: boolean): LogSegment {
    return new LogSegment(join(this.#dir, fileName(first)), first, newest);
  }

  get #newest(): LogSegment {
    return this.#segments.at(-1) ?? this.#segments[0];
  }

  /** Offset of the oldest record kept. */
  get first(): number {
    return this.#segments[0].first;
  }

  /** Offset that the next record will get. */
  get next(): number {
    return this.#newest.next;
  }

  /** Appends all entries or none, and returns the offset of the first. Throws what the disk throws. */
  append(entries: readonly LogEntry[]): number {
    if (this.#newest.bytes >= SEGMENT_BYTES) {
      this.sync();
      this.#segments.push(this.#open(this.next, true));
    }
    const first = this.next;
    this.#newest.append(entries, this.#fault);
    return first;
  }

  /**
   * Records in order from an offset on (or the oldest kept), as many as fit into `maxBytes` of one file: at least one if
   * there is any. Throws `DamagedStateError` when the file does not hold what was written.
   */
  read(from: number, maxBytes: number, maxRecords = Infinity): LogRecord[] {
    const segment = this.#segments.find(({ next }) => next > from);
    return segment ? segment.read(Math.max(from, segment.first), maxBytes, maxRecords) : [];
  }

  /** When the record at an offset came, milliseconds since 1970 UTC; `undefined` where there is none yet. */
  arrivalMs(offset: number): number | undefined {
    return this.read(offset, 1, 1)[0]?.arrivalMs;
  }

  /** Bytes kept from an offset on. */
  bytesFrom(offset: number): number {
    return this.#segments.reduce((bytes, segment) => bytes + segment.bytesFrom(offset), 0);
  }

  sync(): void {
    for (const segment of this.#segments) segment.sync();
  }

  /** Drops whole files, oldest first, while all their records lie before `offset` and `expendable` agrees. */
  trim(offset: number, expendable: (lastArrivalMs: number, bytesKept: number) => boolean): void {
    for (let [oldest, second] = this.#segments; second; [oldest, second] = this.#segments) {
      if (second.first > offset || !expendable(oldest.lastArrivalMs, this.bytesFrom(0))) return;
      oldest.remove();
      this.#segments.shift();
    }
  }

  close(): void {
    for (const segment of this.#segments) segment.close();
  }
}
