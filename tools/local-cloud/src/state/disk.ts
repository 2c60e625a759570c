import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { DamagedStateError } from '../errors.ts';
import { isObject, type JsonObject, parseJson } from '../json-value.ts';

/** Asked before each write: an error to fail with half way, for tests. */
export type DiskFault = () => Error | undefined;

/** The system's name of an error: ENOENT, EEXIST … */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Writes all bytes at the file's position, or throws. On an injected fault the first half is written, as a full disk would leave it. */
export function writeFully(fd: number, bytes: Uint8Array, fault: DiskFault): void {
  const error = fault();
  const end = error ? bytes.length >> 1 : bytes.length;
  for (let done = 0; done < end;) done += writeSync(fd, bytes, done, end - done);
  if (error) throw error;
}

/** Puts a state file in place whole, flushed to the device, or leaves the old one. */
export function writeJsonFile(file: string, value: object, fault: DiskFault): void {
  const temporary = `${file}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(temporary, 'w');
  try {
    writeFully(fd, Buffer.from(`${JSON.stringify(value)}\n`), fault);
    fsyncSync(fd);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** The object in a state file, `undefined` where there is none yet. Throws `DamagedStateError` when it holds anything else. */
export function readJsonFile(file: string): JsonObject | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const value = parseJson(text);
  if (isObject(value)) return value;
  throw new DamagedStateError(file, 'it is not a JSON object');
}
