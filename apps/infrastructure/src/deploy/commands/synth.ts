import { join, relative } from 'node:path';
import { withNeeds } from '../assembly.ts';
import { EXIT } from '../failures.ts';
import { WORKSPACE_DIR } from '../programs.ts';
import { namedStacks, type Session, synthesise } from '../session.ts';

/** `nx run collector:synth`: the templates, checked, with no account and no network. */
export async function synth(session: Session): Promise<number> {
  const all = await synthesise(session);
  for (const { templateFile } of withNeeds(all, namedStacks(session, all))) {
    session.context.print(`${relative(WORKSPACE_DIR, join(session.context.assemblyDir, templateFile))}\n`);
  }
  return EXIT.done;
}
