import { once } from 'node:events';
import { basename, dirname, resolve } from 'node:path';
import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { LogTarget } from './log-target.ts';

/** Size at which the file is put aside for a new one. */
const MAX_FILE_SIZE = '10M';
/** Files put aside that are kept: `feed.log.1`, the newest, to `feed.log.5`. */
const KEPT_FILES = 5;

export interface FileLogOptions {
  readonly path: string;
  /** Told once, when the file cannot be written: nothing more goes there. */
  readonly onTrouble: (trouble: string) => void;
  /** @default '10M' */
  readonly maxFileSize?: string;
}

/** Lines written, and why no more are, where that is so. */
export interface FileAccount {
  readonly lines: number;
  readonly trouble?: string;
}

/** Writes records to a file, one JSON line each; the file and its predecessors stay within 60 MB. */
export class FileLog implements LogTarget<FileAccount> {
  readonly #file: RotatingFileStream;
  #lines = 0;
  #trouble: string | undefined;

  constructor({ path, onTrouble, maxFileSize = MAX_FILE_SIZE }: FileLogOptions) {
    const [folder, name] = [dirname(resolve(path)), basename(path)];
    this.#file = createStream(name, { path: folder, size: maxFileSize, rotate: KEPT_FILES });
    this.#file.on('error', (error) => {
      if (this.#trouble !== undefined) return;
      this.#trouble = error.message;
      onTrouble(error.message);
    });
  }

  get account(): FileAccount {
    return { lines: this.#lines, ...(this.#trouble !== undefined && { trouble: this.#trouble }) };
  }

  async take(records: readonly MarketRecord[]): Promise<void> {
    let written: Promise<unknown> = Promise.resolve();
    for (const record of records) {
      if (this.#trouble !== undefined) return;
      let hasRoom = true;
      written = new Promise((done) => {
        hasRoom = this.#file.write(`${encodeRecord(record)}\n`, done);
      });
      this.#lines += 1;
      if (!hasRoom) await written;
    }
    await written;
  }

  async close(): Promise<void> {
    if (this.#trouble !== undefined) return;
    this.#file.end();
    await once(this.#file, 'finish').catch(() => undefined);
  }
}
