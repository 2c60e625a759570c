import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployedWorld, startDeployedWorld } from '../../../apps/analysis/test/deployed-world.ts';
import { listPages } from '../src/blocks/list-pages.ts';
import { differenceFrom } from '../src/blocks/shown.ts';
import { type Section, sectionsOf, type Step } from '../src/blocks/steps.ts';
import { notRun } from './how-run.ts';
import { ROOT } from './root.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** What a reader of a section has, where it is not a lake with a week of two companies. */
interface Reader {
  readonly page: string;
  readonly heading: string;
  readonly lake?: 'none';
  /** What an earlier section had the reader type. */
  readonly typed?: string;
}

const READERS: readonly Reader[] = [
  { page: 'README.md', heading: 'Try it', lake: 'none' },
  { page: 'README.md', heading: 'The market feed, live', lake: 'none' },
  { page: 'docs/operations.md', heading: 'Fill a gap', typed: 'tickerlake configure --from-stack' },
];

const isRun = ({ command }: Step): boolean => notRun(command) === undefined;
const sections = listPages(ROOT)
  .flatMap(sectionsOf)
  .filter(({ steps }) => steps.some(isRun))
  .map((section) => ({ ...section, name: `${section.page}, ${section.heading || 'the beginning'}` }));

let home: string;
let world: DeployedWorld;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tickerlake-pages-'));
  const sandbox = createSandbox({});
  const week = '--source simulated --from 2026-11-16 --to 2026-11-20 --symbols DDOG,META';
  const { code, stderr } = await sandbox.type(`tickerlake collect ${week} --lake '${join(home, 'lake')}'`);
  sandbox.remove();
  expect(code, stderr).toBe(0);
  world = await startDeployedWorld(home);
});
afterAll(async () => {
  await world?.close();
  rmSync(home, { recursive: true, force: true });
});

const readerOf = ({ page, heading }: Section): Reader | undefined =>
  READERS.find((reader) => reader.page === page && reader.heading === heading);

/** What a reader has, besides a lake. */
async function sandboxFor(section: Section): Promise<Sandbox> {
  const reader = readerOf(section);
  const sandbox = createSandbox(world.env, reader?.lake === 'none' ? undefined : join(home, 'lake'));
  const bar = { name: 'SHOP', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1, interval: '1m' };
  mkdirSync(join(sandbox.dir, 'downloads/my-bucket'), { recursive: true });
  writeFileSync(join(sandbox.dir, 'downloads/my-bucket/records'), JSON.stringify(bar));
  if (reader?.typed !== undefined) await sandbox.type(reader.typed);
  return sandbox;
}

/** Pages are served on a port of their own in a reader's hands; here others may have it. */
const asTyped = (text: string): string => text.replace(/\btickerlake serve\b/, '$& --port 0');

async function follow({ place, command, shown }: Step, sandbox: Sandbox): Promise<void> {
  const { code, stdout, stderr } = await sandbox.type(asTyped(command.text));
  expect(code, `${place} \`${command.text}\` ended with ${code}:\n${stdout}\n${stderr}`).toBe(0);
  // What a shell evaluates says nothing when all is well, anything else says something.
  const isSilent = `${stdout}${stderr}` === '';
  expect(isSilent, `${place} \`${command.text}\`: ${isSilent ? 'says nothing' : stderr}`).toBe(
    command.text.startsWith('eval '),
  );
  const difference = shown && differenceFrom(shown.text, stdout);
  if (shown) expect(difference, `${shown.place} \`${command.text}\`: ${difference ?? ''}`).toBeUndefined();
}

describe('what a page tells its reader to type works, and prints what the page shows', () => {
  it.concurrent.each(sections)('$name', async (section) => {
    const sandbox = await sandboxFor(section);
    try {
      for (const step of section.steps.filter(isRun)) await follow(step, sandbox);
    } finally {
      sandbox.remove();
    }
  });

  it.each(READERS)('$page, $heading is still a section whose commands run', ({ page, heading }) => {
    expect(sections.some((section) => section.page === page && section.heading === heading)).toBe(true);
  });
});
