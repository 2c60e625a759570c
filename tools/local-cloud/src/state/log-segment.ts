import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { DamagedStateError } from '../errors.ts';
import { type DiskFault, writeFully } from './disk.ts';
import { decodeFrame, encodeFrames, type LogEntry, type LogRecord } from './record-frames.ts';

/** One file of a record log. */
export class LogSegment {
  /** Offset of its first record. */
  readonly first: number;
  /** When the newest record arrived. */
  lastArrivalMs = 0;
  bytes = 0;
  readonly #file: string;
  readonly #fd: number;
  /** Where each record begins. */
  readonly #starts: number[] = [];
  #unsynced = false;

  /** Opens a segment and checks all of it. Only the newest may end in a torn record, which was never acknowledged: it is cut off. */
  constructor(file: string, first: number, newest: boolean) {
    this.#file = file;
    this.first = first;
    this.#fd = openSync(file, 'a+');
    const frames = readFileSync(this.#fd);
    for (let found; (found = decodeFrame(frames, this.bytes, this.next, file)); this.bytes = found.end) {
      this.#starts.push(this.bytes);
      this.lastArrivalMs = found.record.arrivalMs;
    }
    if (this.bytes === frames.length) return;
    if (!newest) throw new DamagedStateError(file, `it stops within record ${this.next}`);
    ftruncateSync(this.#fd, this.bytes);
  }

  get next(): number {
    return this.first + this.#starts.length;
  }

  /** Appends all entries or none: after a failed write the file is cut back to what it held. */
  append(entries: readonly LogEntry[], fault: DiskFault): void {
    const { frames, starts } = encodeFrames(entries);
    try {
      writeFully(this.#fd, frames, fault);
    } catch (error) {
      ftruncateSync(this.#fd, this.bytes);
      throw error;
    }
    this.#unsynced = true;
    for (const start of starts) this.#starts.push(this.bytes + start);
    this.bytes += frames.length;
    this.lastArrivalMs = entries.at(-1)?.arrivalMs ?? this.lastArrivalMs;
  }

  /** Records from an offset on, at least one if there is any, as many as fit into `maxBytes` of the file. */
  read(from: number, maxBytes: number, maxRecords: number): LogRecord[] {
    const start = this.#startOf(from);
    let to = from + 1;
    while (to < this.next && to - from < maxRecords && this.#startOf(to + 1) - start <= maxBytes) to += 1;
    const frames = Buffer.allocUnsafe(this.#startOf(to) - start);
    if (readSync(this.#fd, frames, 0, frames.length, start) < frames.length)
      throw new DamagedStateError(this.#file, `it has become shorter than the ${this.bytes} bytes written to it`);
    const records: LogRecord[] = [];
    for (let found, at = 0; (found = decodeFrame(frames, at, from + records.length, this.#file)); at = found.end)
      records.push(found.record);
    return records;
  }

  #startOf(offset: number): number {
    return this.#starts[offset - this.first] ?? this.bytes;
  }

  bytesFrom(offset: number): number {
    return this.bytes - (offset <= this.first ? 0 : this.#startOf(offset));
  }

  sync(): void {
    if (this.#unsynced) fdatasyncSync(this.#fd);
    this.#unsynced = false;
  }

  close(): void {
    closeSync(this.#fd);
  }

  remove(): void {
    this.close();
    rmSync(this.#file);
  }
}
