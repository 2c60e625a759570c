import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dependenciesPage, type DirectDependency } from './dependencies-page.ts';
import { FACTS } from './direct-dependencies.ts';
import { EXCEPTIONS, shippedProblems, toolProblems } from './licence-policy.ts';
import type { Reach } from './reach.ts';
import { readReach, unpackedBytes } from './repository.ts';

const PAGE = 'docs/dependencies.md';

const isDefined = <Value>(value: Value | undefined): value is Value => value !== undefined;

/** What each direct dependency is for, in the order of the facts; what is missing on either side, as sentences. */
export function explainDirect(
  { direct }: Pick<Reach, 'direct'>,
  weigh: (path: string) => number,
  facts = FACTS,
): { direct: DirectDependency[]; problems: string[] } {
  const explained = facts
    .map((fact) => {
      const locked = direct.find(({ name }) => name === fact.name);
      return locked && { ...fact, licence: locked.licence ?? 'no licence', unpackedBytes: weigh(locked.path) };
    })
    .filter(isDefined);
  const known = new Set(facts.map(({ name }) => name));
  const unexplained = direct
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => `${name} reaches users: say in direct-dependencies.ts why it is here and who keeps it.`);
  const superfluous = facts
    .filter(({ name }) => !explained.some((dependency) => dependency.name === name))
    .map(({ name }) => `${name} does not reach users any more: take it out of direct-dependencies.ts.`);
  return { direct: explained, problems: [...unexplained, ...superfluous] };
}

/** Looks at all licences of the repository at `root`, which is built: the page as it should be, and what is wrong, as sentences. */
async function licencesReport(root: string): Promise<{ page: string; problems: string[] }> {
  const reach = readReach(root);
  const { direct, problems } = explainDirect(reach, (path) => unpackedBytes(root, path));
  const page = dependenciesPage({ reach, direct, exceptions: EXCEPTIONS });
  const options = await resolveConfig(join(root, PAGE));
  return {
    page: await format(page, { ...options, filepath: PAGE }),
    problems: [...shippedProblems([...reach.installed, ...reach.inlined]), ...toolProblems(reach.tools), ...problems],
  };
}

/** What is wrong with the licences, and with the page that tells of them unless it is to be written. */
export async function checkLicences(root: string, write: boolean): Promise<string[]> {
  const { page, problems } = await licencesReport(root);
  if (write) writeFileSync(join(root, PAGE), page);
  const stale = readFileSync(join(root, PAGE), 'utf8') !== page;
  return stale
    ? [...problems, `${PAGE} is not what the lock and the bundles say: run npx nx run dependencies:licences --write.`]
    : problems;
}
