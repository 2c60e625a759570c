import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CommandError } from './failures.ts';

/** Writes a whole file or none: beside its place first, then renamed. Returns the absolute path. */
export async function writeOutput(file: string, content: string | Uint8Array): Promise<string> {
  const path = resolve(file);
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new CommandError(`Could not write ${file}: ${reasonOf(error)}.`, { cause: error });
  }
  return path;
}

/** What the operating system said, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOENT: 'no such file or folder',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EDQUOT: 'the disk quota is used up',
    EFBIG: 'the file would be too large',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
