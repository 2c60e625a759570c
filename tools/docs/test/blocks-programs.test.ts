import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OutsideWorld, startOutsideWorld } from '../../release/test/outside-world.ts';
import { listPages } from '../src/blocks/list-pages.ts';
import { complaintsOfCompiler, programOf, silentLines } from '../src/blocks/programs.ts';
import { differenceFrom } from '../src/blocks/shown.ts';
import { check, createProject } from './compile.ts';
import { ROOT } from './root.ts';
import { programEnvironment, runPageProgram } from './page-program.ts';

const programs = listPages(ROOT)
  .flatMap(({ blocks }) => blocks)
  .filter(({ language }) => language === 'ts')
  .map(programOf);

let project: ReturnType<typeof createProject>;
let world: OutsideWorld;
beforeAll(async () => {
  project = createProject(Object.fromEntries(programs.map(({ file, block }) => [file, block.text])));
  world = await startOutsideWorld(project.dir, programEnvironment(project.dir));
});
afterAll(async () => {
  await world?.close();
  project?.remove();
});

describe('the TypeScript of all pages', () => {
  it('is there', () => expect(programs.length).toBeGreaterThan(7));

  it('compiles, as strictly as our own', () => {
    expect(complaintsOfCompiler(check(project.dir), programs)).toEqual([]);
  });

  it('says beside each console.log what it prints', () => {
    expect(programs.flatMap(silentLines)).toEqual([]);
  });

  it.concurrent.each(programs)('$place prints what it says', async ({ place, file, promised }) => {
    const env = { ...programEnvironment(project.dir), ...world.env };
    const { code, stdout, stderr } = await runPageProgram(file, project.dir, env);
    expect({ code, stderr }, `${place} ended with ${code}:\n${stderr}`).toEqual({ code: 0, stderr: '' });
    const difference = differenceFrom(promised, stdout);
    expect(difference, `${place}: ${difference ?? ''}`).toBeUndefined();
  });
});
