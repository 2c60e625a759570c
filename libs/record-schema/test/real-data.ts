import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The folder of real market data, as `testData` of @tickerlake/testing finds it, or `undefined`. That package is built
 * on this one, so it cannot be imported here.
 */
export const realData: string | undefined = [
  process.env['TICKERLAKE_TEST_DATA'],
  resolve(import.meta.dirname, '../../../../shared/data'),
].find((folder) => folder !== undefined && existsSync(join(folder, 'class-archives')));

/** The end of a suite's title: says why the suite is skipped where there is no real data. */
export const realDataNote: string =
  realData === undefined ? ' (skipped: no real test data; set TICKERLAKE_TEST_DATA to its folder)' : '';
