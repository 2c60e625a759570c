import { join } from 'node:path';
import { runProgram } from '@tickerlake/testing';
import { expect, it } from 'vitest';
import { NOTEBOOKS } from '../src/notebook-environment.ts';

const withKernels = (...args: readonly string[]) =>
  runProgram(process.execPath, [join(NOTEBOOKS, 'src/with-kernels.ts'), ...args], NOTEBOOKS, {});

it('runs a program with its options where it finds the kernels, and ends as it does', async () => {
  const program = 'console.log(process.env.JUPYTER_PATH); process.exitCode = 3;';
  expect(await withKernels('node', '--eval', program)).toEqual({ code: 3, stdout: `${NOTEBOOKS}\n`, stderr: '' });
});

it.each([['jupyterr', 'There is no jupyterr here'] as const, [undefined, 'Name a program'] as const])(
  'says in a sentence what is wrong with %j',
  async (program, says) => {
    const { code, stdout, stderr } = await withKernels(...(program === undefined ? [] : [program]));
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([127, '']);
  },
);
