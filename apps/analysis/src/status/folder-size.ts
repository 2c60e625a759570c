import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How many files lie under a folder, and how much they weigh. */
export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
}

/** Measures a folder with all that is in it; one that is not there holds nothing. */
export async function folderSize(dir: string): Promise<FolderSize> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(nothingThere);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => bytesOf(join(parentPath, name))));
  return { files: files.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

function nothingThere(error: unknown): never[] {
  if (isMissing(error)) return [];
  throw error;
}

/** A file that the pipeline has just renamed is counted under its new name, if at all. */
async function bytesOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
