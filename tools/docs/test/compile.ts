import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root.ts';

const TSC = join(ROOT, 'tools/nx-plugin/node_modules/typescript/bin/tsc');

/** A folder outside of the repository whose programs find every package of it. */
export function createProject(files: Readonly<Record<string, string>>): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'tickerlake-programs-'));
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'), 'dir');
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module' }));
  const settings = { extends: join(ROOT, 'tsconfig.base.json'), include: ['*.ts'] };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(settings));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What the house's compiler, as strict as for the house's own code, says of a project. */
export const check = (dir: string): string =>
  spawnSync(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], { cwd: dir, encoding: 'utf8' }).stdout;

/** Compiles files on their own; the answer is the errors. */
export function compile(files: Readonly<Record<string, string>>): string[] {
  const project = createProject(files);
  const errors = check(project.dir);
  project.remove();
  return errors
    .trim()
    .split(/\n(?=\S)/)
    .filter((error) => error !== '');
}
