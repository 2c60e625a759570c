import { join } from 'node:path';
import { DamagedStateError } from '../errors.ts';
import { readJsonFile, writeJsonFile } from '../state/disk.ts';

/** Reads when the queue of a folder was made, or notes that it is made now. */
export function createdOnce(dir: string, nowMs: number): number {
  const file = join(dir, 'queue.json');
  const state = readJsonFile(file);
  if (!state) writeJsonFile(file, { createdMs: nowMs }, () => undefined);
  const createdMs = state ? state['createdMs'] : nowMs;
  if (typeof createdMs === 'number') return createdMs;
  throw new DamagedStateError(file, 'it has no number createdMs');
}
