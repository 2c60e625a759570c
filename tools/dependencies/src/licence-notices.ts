/** A package whose code is carried along, and what its licence asks to carry with it. */
export interface CarriedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  /** Its LICENSE and NOTICE files. */
  readonly texts: readonly string[];
}

/** A package that says under which licence it is, but has no text of it that could be passed on. */
class LicenceTextMissingError extends Error {
  override readonly name = 'LicenceTextMissingError';
}

const RULE = '-'.repeat(80);

const HEAD = `The code in this folder contains code of the packages below, as the bundler inlined it.
Each part names packages, their licence, and the text that the licence asks to pass on.
`;

/** Licences that ask for no attribution, and whose packages therefore often have no text. */
const TEXTS_WITHOUT_NAMES: Readonly<Record<string, string>> = {
  'MIT-0': `MIT No Attribution

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

const scopeOf = (name: string): string => /^@[^/]+/u.exec(name)?.[0] ?? name;

/** Packages of one repository share its licence, and some forget the file: the text of a sibling is theirs too. */
function siblingText({ name, licence }: CarriedPackage, all: readonly CarriedPackage[]): readonly string[] | undefined {
  const isSibling = (other: CarriedPackage): boolean =>
    other.texts.length > 0 && other.licence === licence && scopeOf(other.name) === scopeOf(name);
  return all.find(isSibling)?.texts;
}

function textOf(carried: CarriedPackage, all: readonly CarriedPackage[]): string {
  const { name, version, licence, texts } = carried;
  const standard = TEXTS_WITHOUT_NAMES[licence ?? ''];
  const found = texts.length > 0 ? texts : (siblingText(carried, all) ?? (standard === undefined ? [] : [standard]));
  if (found.length === 0)
    throw new LicenceTextMissingError(
      `${name} ${version} states ${licence ?? 'no licence'} and has no LICENSE file that could be passed on: ask its authors for one, or use another package.`,
    );
  return found.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

const title = ({ name, version, licence }: CarriedPackage): string => `${name} ${version} (${licence ?? 'no licence'})`;

/**
 * The file that travels with a bundle: which packages it carries, and the texts of their licences, equal ones once.
 *
 * @throws LicenceTextMissingError for a package without a text.
 */
export function licenceNotices(packages: readonly CarriedPackage[]): string {
  const sorted = packages.toSorted((one, other) => (title(one) < title(other) ? -1 : 1));
  const parts = Map.groupBy(sorted, (carried) => textOf(carried, packages));
  return [HEAD, ...[...parts].map(([text, of]) => `${[...new Set(of.map(title))].join('\n')}\n\n${text}\n`)].join(
    `\n${RULE}\n\n`,
  );
}

/** Which packages a file of notices names: `name version (licence)`, sorted. */
export function namedPackages(notices: string): string[] {
  const heads = notices.split(`\n${RULE}\n\n`).slice(1);
  return heads.flatMap((part) => part.slice(0, part.indexOf('\n\n')).split('\n')).toSorted();
}
