import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOTEBOOKS } from '../src/notebook-environment.ts';
import { cellModule } from './cell-module.ts';
import { typeErrors } from './cell-types.ts';
import { NOTEBOOK_FILES, notebookOf, readNotebook } from './notebook-file.ts';

const KERNELS = ['deno', 'tslab'] as const;

const folder = (name: string): string => join(NOTEBOOKS, 'test-output', name);

describe.each(KERNELS)('the cells for %s', (kernel) => {
  it('have no error that tsc sees', async () => {
    const all = await Promise.all(NOTEBOOK_FILES.map(async (file) => [file, await readNotebook(file)] as const));
    const own = all.filter(([, { metadata }]) => metadata.kernelspec.name === kernel);
    expect(own.length).toBeGreaterThan(0);
    expect(await typeErrors(kernel, Object.fromEntries(own), folder(`cells-${kernel}`))).toEqual([]);
  });

  it('are told by notebook, cell and line where they are wrong', async () => {
    const broken = notebookOf(
      kernel,
      "import { highestHourlyHigh, openDuckDbLake } from '@tickerlake/athena-query';\nconst lake = await openDuckDbLake({ dir: 'lake' });",
      '# The highs',
      'const highs = await lake.ask(highestHourlyHigh());\n\nhighs.map(({ name, hihg }) => [name, hihg])',
      '[highs[0].high]',
      "const names = await lake.db.selectFrom('bars').select('nmae').execute()",
      'function add(a, b: number) { return a + b; }',
    );
    const errors = await typeErrors(kernel, { 'broken.ipynb': broken }, folder(`broken-${kernel}`));
    expect(errors.map((error) => error.slice(0, error.indexOf(': ', error.indexOf(': ') + 1)))).toEqual([
      'broken.ipynb, code cell 2, line 3: TS2339',
      'broken.ipynb, code cell 3, line 1: TS2532',
      'broken.ipynb, code cell 4, line 1: TS2769',
      'broken.ipynb, code cell 5, line 1: TS7006',
    ]);
    expect(errors[0]).toContain("'hihg' does not exist");
  });
});

it('a cell that ends without a semicolon does not run on into the next', () => {
  const { text, placeOf } = cellModule(notebookOf('deno', 'const one = 1\none', '# Then', '[one].length'));
  expect(text).toBe('const one = 1\none\n;\n[one].length\n;\nexport {};\n');
  expect([placeOf(2), placeOf(4)]).toEqual([
    { cell: 1, line: 2 },
    { cell: 2, line: 1 },
  ]);
});
