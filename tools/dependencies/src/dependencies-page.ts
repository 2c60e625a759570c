import type { Fact } from './direct-dependencies.ts';
import { type LicenceException, PERMISSIVE } from './licence-policy.ts';
import type { LockedPackage } from './lockfile.ts';
import type { Reach } from './reach.ts';

/** A direct dependency as the page shows it. */
export interface DirectDependency extends Fact {
  readonly licence: string;
  readonly unpackedBytes: number;
}

/** What the page tells of. */
export interface DependenciesPage {
  readonly reach: Reach;
  readonly direct: readonly DirectDependency[];
  readonly exceptions: readonly LicenceException[];
}

const code = (text: string): string => `\`${text}\``;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (heads: readonly string[], rows: readonly string[]): string =>
  [row(...heads), row(...heads.map(() => '---')), ...rows].join('\n');

const SIGNIFICANT_DIGITS = 2;

/** Rounded, so that the page changes when a package does and not with every file of it. */
const size = (bytes: number): string => {
  const kB = Number((bytes / 1_000).toPrecision(SIGNIFICANT_DIGITS));
  return kB < 1_000 ? `${kB} kB` : `${kB / 1_000} MB`;
};

const count = (packages: readonly LockedPackage[]): number => new Set(packages.map(({ name }) => name)).size;

const byName = (one: string, other: string): number => (one < other ? -1 : 1);

/** Names of packages by licence, the licence of most packages first. */
function byLicence(packages: readonly LockedPackage[]): [licence: string, names: string[]][] {
  const groups = Map.groupBy(packages, ({ licence }) => licence ?? 'no licence');
  return [...groups]
    .map(([licence, of]): [string, string[]] => [licence, [...new Set(of.map(({ name }) => name))].toSorted(byName)])
    .toSorted(([one, of], [other, others]) => others.length - of.length || byName(one, other));
}

const namesList = (packages: readonly LockedPackage[]): string =>
  byLicence(packages)
    .map(([licence, names]) => `- **${licence}**: ${names.map(code).join(', ')}`)
    .join('\n');

const directTable = (direct: readonly DirectDependency[]): string =>
  table(
    ['package', 'is here because', 'kept by', 'unpacked', 'licence'],
    direct.map(({ name, why, keptBy, unpackedBytes, licence }) =>
      row(code(name), why, keptBy, size(unpackedBytes), licence),
    ),
  );

const toolsTable = (tools: readonly LockedPackage[]): string =>
  table(
    ['licence', 'packages'],
    byLicence(tools).map(([licence, names]) => row(licence, String(names.length))),
  );

const exceptionsTable = (exceptions: readonly LicenceException[]): string =>
  table(
    ['package', 'licence', 'why it may be here'],
    exceptions.map(({ name, licence, reason }) => row(code(name), licence, reason)),
  );

/** The page `docs/dependencies.md`, before prettier has aligned its tables. */
export function dependenciesPage({ reach, direct, exceptions }: DependenciesPage): string {
  return `# Dependencies

\`npx nx run dependencies:licences\` reads package-lock.json and the bundles, and fails where a licence is not allowed or this page is
not what they say; with \`--write\` it writes the page.

## What may come in

What reaches users has a permissive licence, one that asks for no more than its own text beside the code: ${[...PERMISSIVE].join(', ')}.
Of \`A OR B\` one is enough, of \`A AND B\` both are needed. What only builds and tests may have another one, with a reason in
\`tools/dependencies/src/licence-policy.ts\`; a package without a licence never may. Versions are exact, and each outside package is imported by
one of ours only (\`eslint.config.js\`), so that it can be replaced in one place.

## Why each is there

${directTable(direct)}

## What reaches users

npm installs ${count(reach.installed)} packages with the published ones, those for other platforms counted too:

${namesList(reach.installed)}

Code or a file of ${count(reach.inlined)} packages is inside what we publish or deploy. The texts of their licences travel along: the \`tickerlake\` command has them in
\`dist/THIRD-PARTY-LICENSES.txt\`, made from the metafiles of the bundler, so that what is inlined is what is named; \`charts\` has its font's beside the font.

${namesList(reach.inlined)}

## What only builds, tests and shows

${toolsTable(reach.tools)}

All are permissive but these, which are used unmodified and are in nothing that we give to others:

${exceptionsTable(exceptions)}

## Known vulnerabilities

\`npx nx run dependencies:audit\` asks npm's advisory service about everything that is installed (\`npm audit\`), and says of each advisory whether it
reaches users: whether the place where the package lies is one of those above. \`--omit=dev\` would not know, for what the command inlines are its
devDependencies. It fails for an advisory that \`tools/dependencies/audit-explained.json\` does not explain, an entry of which is
\`{ "id": "GHSA-…", "reason": "…", "until": "2027-01-31" }\`: which one, why it does no harm here, and the day until which that is taken for an answer.
An explanation whose day is over, or whose advisory is gone, fails too.

It ends with 0 where nothing is open, with 1 where something is, and with 3 where the service did not answer. It is no part of \`npm run check\`: its
answer changes without a commit, and some machines that must pass the check have no way to the service. Whoever releases runs it first, and so does
whoever changes a dependency.
`;
}
