import { withNeeds } from '../assembly.ts';
import { checkReady } from '../preflight.ts';
import { runCdk } from '../programs.ts';
import { namedStacks, type Session, synthesise, withAws } from '../session.ts';

/** `nx run collector:diff`: what a deployment would change; with `--fail` that ends with 1. */
export const diff = (session: Session): Promise<number> =>
  withAws(session, async (aws) => {
    await checkReady(aws);
    const all = await synthesise(aws, aws.place);
    const names = withNeeds(all, namedStacks(aws, all)).map(({ name }) => name);
    const fail = aws.asked.switches.has('fail') ? ['--fail'] : [];
    const { exitCode } = await runCdk(
      aws.context,
      ['diff', ...fail, '--app', aws.context.assemblyDir, ...names],
      aws.place,
    );
    return exitCode;
  });
