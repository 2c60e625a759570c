import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTEBOOKS } from '../src/notebook-environment.ts';
import { type Laboratory, openLaboratory } from './laboratory.ts';
import { codeCells, NOTEBOOK_FILES, readNotebook, writeNotebook } from './notebook-file.ts';
import { outputsOf, picturesOf, toStore } from './outputs.ts';
import { pictureDistance } from './pictures.ts';
import { findPython, HOW_TO_GET_JUPYTER } from './python.ts';

const python = findPython();
const updates = process.env['UPDATE_NOTEBOOKS'] === '1';

/** Pictures by Matplotlib 3.6 and 3.11 are 0.002 apart, one with a line left out 0.006. */
const SAME_PICTURE = 0.004;

const TEST_OUTPUT = join(NOTEBOOKS, 'test-output');
const REMEDY =
  'is not what is stored: look at test-output/, and if it is right run npx nx run @tickerlake/notebooks:update';

it('Jupyter is on this machine wherever all must be tried', () => {
  expect(python !== undefined || process.env['CI'] === undefined, HOW_TO_GET_JUPYTER).toBe(true);
});

describe.skipIf(python === undefined)(`run anew (${python ?? HOW_TO_GET_JUPYTER})`, () => {
  let laboratory: Laboratory;

  beforeAll(async () => {
    laboratory = await openLaboratory(python ?? '');
  }, 180_000);
  afterAll(() => laboratory.close());

  it('the guide’s first cell shows a chart, in a folder with nothing but a lake', { timeout: 60_000 }, async () => {
    const shows = outputsOf(await laboratory.tryOut(await firstCell())).flatMap((cell) => cell.shows);
    expect(shows).toEqual([
      { 'image/svg+xml': expect.stringMatching(/^<svg [^]*>How far each company rose and fell</) },
    ]);
  });

  it.each(NOTEBOOK_FILES)('%s shows what is stored', { timeout: 180_000 }, async (file) => {
    const [stored, executed] = [await readNotebook(file), await laboratory.execute(file)];
    const fresh = toStore(stored, executed);
    if (updates) await writeNotebook(file, fresh);
    else {
      await mkdir(TEST_OUTPUT, { recursive: true });
      await writeNotebook(file, fresh, TEST_OUTPUT);
      expect(outputsOf(executed), `${file} ${REMEDY}`).toEqual(outputsOf(stored));
      const pictures = picturesOf(executed);
      for (const [index, picture] of picturesOf(stored).entries())
        expect(await pictureDistance(python ?? '', picture, pictures[index] ?? '')).toBeLessThan(SAME_PICTURE);
    }
  });
});

/** The first cell that the guide has its reader write. */
async function firstCell(): Promise<string> {
  const guide = await readFile(join(NOTEBOOKS, '../../docs/notebooks.md'), 'utf8');
  return /```ts\n([^]*?)\n```/.exec(guide)?.[1] ?? '';
}

// After they were run: where they are updated this looks at what is stored then.
describe('the notebooks as they are stored', () => {
  it.each(NOTEBOOK_FILES)(
    '%s was run from top to bottom, without an error, and names nobody’s folders',
    async (file) => {
      const cells = codeCells(await readNotebook(file));
      expect(cells.map((cell) => cell.execution_count)).toEqual(cells.map((_, index) => index + 1));
      const outputs = JSON.stringify(cells.flatMap((cell) => cell.outputs ?? []));
      expect(outputs).not.toMatch(/"output_type":"error"|"name":"stderr"/);
      expect(outputs).not.toMatch(/\/(?:tmp|home|root|Users)\//);
    },
  );
});

it('the notebooks use the kernels that are kept here', async () => {
  const kernels = await Promise.all(NOTEBOOK_FILES.map(async (file) => (await readNotebook(file)).metadata.kernelspec));
  expect(new Set(kernels.map(({ name }) => name))).toEqual(new Set(['deno', 'tslab', 'python3']));
});
