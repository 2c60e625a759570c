import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CommandError, UsageError } from './failures.ts';
import { reasonOf } from './output-file.ts';

/** A file that may hold records. */
export interface RecordFile {
  readonly path: string;
  /** Named on the command line itself, not found in a folder. */
  readonly named: boolean;
}

/** Every file that the paths mean, folders walked in name order; hidden files are left out. */
export async function listFiles(paths: readonly string[]): Promise<RecordFile[]> {
  const found: RecordFile[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((error: unknown) => {
      throw new UsageError(`Cannot import ${path}: ${reasonOf(error)}.`, { cause: error });
    });
    if (info.isDirectory()) found.push(...(await walk(path)).map((file) => ({ path: file, named: false })));
    else found.push({ path, named: true });
  }
  return found;
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new CommandError(`Cannot read the folder ${folder}: ${reasonOf(error)}.`, { cause: error });
  });
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(path)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** The bytes of a file, unpacked where it is gzip. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return bytes[0] === GZIP_MAGIC[0] && bytes[1] === GZIP_MAGIC[1] ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new CommandError(`Cannot read ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENERS = new Set(['{'.charCodeAt(0), '['.charCodeAt(0)]);

/** Whether bytes begin as JSON records do: `{` or `[` after white space and byte-order mark. */
export function looksLikeRecords(bytes: Uint8Array): boolean {
  let at = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  while (WHITE_SPACE.has(bytes[at] ?? -1)) at++;
  return OPENERS.has(bytes[at] ?? -1);
}
