import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * The folder of real market data that some tests compare with, or `undefined` where this machine has none.
 * `TICKERLAKE_TEST_DATA` names it; otherwise it is looked for beside the checkout.
 */
export const testData: string | undefined = [process.env['TICKERLAKE_TEST_DATA'], join(ROOT, '../shared/data')].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'class-archives')),
);

/** The end of a suite's title: says why the suite is skipped where there is no real data. */
export const testDataNote: string =
  testData === undefined ? ' (skipped: no real test data; set TICKERLAKE_TEST_DATA to its folder)' : '';
