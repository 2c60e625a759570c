import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | undefined): string => new TextDecoder().decode(data);

/** Paths below a folder, sorted; temporary uploads are not objects. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();

/** The lines of all objects below a prefix. */
export const linesIn = (dir: string, prefix: string): string[] =>
  filesIn(dir)
    .filter((file) => file.startsWith(prefix))
    .flatMap((file) => readFileSync(join(dir, file), 'utf8').trimEnd().split('\n'));

export const repeated = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
