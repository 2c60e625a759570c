import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chart } from '../src/chart.ts';

/** The pictures of a chart, by the name of the case: each draws one chart, always the same. */
export type GoldenCases = Readonly<Record<string, () => Chart>>;

/** One picture that is kept. */
export interface GoldenCase {
  /** Name of its file without `.png`: the chart and the case. */
  readonly name: string;
  readonly draw: () => Chart;
}

const FOLDER = join(import.meta.dirname, 'cases');

/**
 * The cases of all charts: each file `cases/<chart>.ts` exports `cases`, and `cases['ten']` there is the picture
 * `golden/<chart>-ten.png`.
 */
export async function listGoldenCases(): Promise<GoldenCase[]> {
  const files = globSync('*.ts', { cwd: FOLDER }).toSorted();
  const lists = await Promise.all(
    files.map(async (file) => {
      const { cases }: { cases: GoldenCases } = await import(pathToFileURL(join(FOLDER, file)).href);
      return Object.entries(cases).map(([name, draw]) => ({ name: `${basename(file, '.ts')}-${name}`, draw }));
    }),
  );
  return lists.flat();
}
