import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgramWell } from '@tickerlake/testing';

const PROGRAM = join(import.meta.dirname, 'python/compare_pictures.py');

/** How far two PNG pictures (base64) are apart, from 0 (the same) to 1 (black and white); `python` has Matplotlib. */
export async function pictureDistance(python: string, one: string, other: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tickerlake-pictures-'));
  try {
    const files = [join(folder, 'one.png'), join(folder, 'other.png')] as const;
    await writeFile(files[0], one, 'base64');
    await writeFile(files[1], other, 'base64');
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
    return Number(await runProgramWell(python, [PROGRAM, ...files], folder, env));
  } finally {
    await rm(folder, { recursive: true });
  }
}
