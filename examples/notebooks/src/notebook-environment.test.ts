import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { notebookEnvironment, NOTEBOOKS } from './notebook-environment.ts';

it('finds the kernels and their programs before any others, and leaves the rest as it is', () => {
  const env = notebookEnvironment({ PATH: '/usr/bin', JUPYTER_PATH: '/usr/share/jupyter', HOME: '/home' });
  const [programs = '', ...others] = String(env['PATH']).split(delimiter);
  expect(['deno', 'tslab', 'node'].filter((program) => !existsSync(join(programs, program)))).toEqual([]);
  expect(others).toEqual(['/usr/bin']);
  expect(env['JUPYTER_PATH']).toBe([NOTEBOOKS, '/usr/share/jupyter'].join(delimiter));
  expect(env['HOME']).toBe('/home');
  expect(notebookEnvironment({})['JUPYTER_PATH']).toBe(NOTEBOOKS);
});

it('the kernels are programs by name: their files hold no path of any machine', async () => {
  for (const kernel of await readdir(join(NOTEBOOKS, 'kernels'))) {
    const spec: { argv: string[] } = JSON.parse(
      await readFile(join(NOTEBOOKS, 'kernels', kernel, 'kernel.json'), 'utf8'),
    );
    expect(spec.argv.filter((argument) => argument.includes('/'))).toEqual([]);
    expect(spec.argv).toContain('{connection_file}');
  }
});
