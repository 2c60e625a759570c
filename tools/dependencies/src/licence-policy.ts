import { isAllowedLicence } from './licence-expression.ts';
import type { LockedPackage } from './lockfile.ts';

/** Licences that ask for no more than their own text beside the code. What reaches users has one of these. */
export const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
]);

/** A package with another licence, and why it may be here all the same. */
export interface LicenceException {
  /** Also stands for `<name>-<platform>`, the builds of a native package. */
  readonly name: string;
  /** Exactly as the package states it: another licence is a new question. */
  readonly licence: string;
  readonly reason: string;
}

/** What has another licence builds, tests or draws here, unmodified, and is in nothing that we give to others. */
export const EXCEPTIONS: readonly LicenceException[] = [
  {
    name: '@resvg/resvg-js',
    licence: 'MPL-2.0',
    reason:
      'Draws charts as PNG. Users of `@tickerlake/charts/png` install it themselves, unmodified, from its authors.',
  },
  { name: 'axe-core', licence: 'MPL-2.0', reason: 'Looks for barriers on the live page, in its tests.' },
  {
    name: 'lightningcss',
    licence: 'MPL-2.0',
    reason: 'Comes with vite, which runs the tests; no style sheet goes through it.',
  },
  {
    name: 'zeromq',
    licence: 'MIT AND MPL-2.0',
    reason: 'Carries the messages between Jupyter and tslab, the kernel of the notebooks.',
  },
  {
    name: '@cspell/dict-en-common-misspellings',
    licence: 'CC BY-SA 4.0',
    reason: 'A word list of the spelling check of our pages; none of it is copied.',
  },
];

const covers = ({ name, licence }: LicenceException, locked: LockedPackage): boolean =>
  locked.licence === licence && (locked.name === name || locked.name.startsWith(`${name}-`));

/** The exception that a package rests on. */
export const exceptionFor = (
  locked: LockedPackage,
  exceptions: readonly LicenceException[] = EXCEPTIONS,
): LicenceException | undefined => exceptions.find((exception) => covers(exception, locked));

const stated = ({ licence }: LockedPackage): string => licence ?? 'no licence';

/** What is wrong with the licence of a package that others get from us, as sentences. */
export const shippedProblems = (packages: readonly LockedPackage[]): string[] =>
  packages
    .filter(({ licence }) => !isAllowedLicence(licence, PERMISSIVE))
    .map(
      (locked) =>
        `${locked.name} ${locked.version} reaches users and has ${stated(locked)}: replace it, or keep it out of what is published.`,
    );

/** What is wrong with the licence of a package that stays here, and exceptions that nothing rests on, as sentences. */
export function toolProblems(
  packages: readonly LockedPackage[],
  exceptions: readonly LicenceException[] = EXCEPTIONS,
): string[] {
  const others = packages.filter(({ licence }) => !isAllowedLicence(licence, PERMISSIVE));
  const unexplained = others
    .filter((locked) => exceptionFor(locked, exceptions) === undefined)
    .map(
      (locked) =>
        `${locked.name} ${locked.version} has ${stated(locked)}: replace it, or say in licence-policy.ts why it may stay.`,
    );
  const superfluous = exceptions
    .filter((exception) => !others.some((locked) => covers(exception, locked)))
    .map(
      ({ name, licence }) => `No ${name} with ${licence} is installed: take its exception out of licence-policy.ts.`,
    );
  return [...unexplained, ...superfluous];
}
