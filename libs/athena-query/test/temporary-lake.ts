import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MarketRecord } from '@tickerlake/record-schema';
import { afterAll, beforeAll } from 'vitest';
import { type DuckDbLakeOptions, type Lake, openDuckDbLake } from '../src/index.ts';
import { writeLake } from './parquet-lake.ts';

/** A lake in a folder of its own, and its engine. */
export interface TemporaryLake extends Pick<Lake, 'ask'> {
  /** Puts these records in the place of all that it holds: see `writeLake`. */
  hold(records: readonly MarketRecord[], filesPerPartition?: number): Promise<void>;
}

/** A lake for all the tests of the file or group that calls this; gone after them. */
export function temporaryLake(options: Omit<DuckDbLakeOptions, 'dir'> = {}): TemporaryLake {
  let dir: string;
  let lake: Lake;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tickerlake-lake-'));
    lake = await openDuckDbLake({ dir, ...options });
  });
  afterAll(async () => {
    await lake.close();
    await rm(dir, { recursive: true });
  });
  return {
    hold: (records, filesPerPartition) => writeLake(dir, records, filesPerPartition),
    ask: (question, run) => lake.ask(question, run),
  };
}
