import { type LibPlan, LibRefusedError } from './lib-options.ts';

/** The command, which uses the libraries and is listed after them. */
const COMMAND = 'tickerlake';

/**
 * The text of a JSON file with one more library in the array `property`: after the other libraries, before the command.
 * All else in it stays as it was written.
 *
 * @throws LibRefusedError where the file has no such array with the command in it.
 */
export function withLibrary(json: string, property: string, packageName: string): string {
  const place = new RegExp(String.raw`("${property}": \[[^\]]*?)(\s*)"${COMMAND}"`, 'u');
  if (!place.test(json))
    throw new LibRefusedError(
      `No array "${property}" lists "${COMMAND}", before which the library has its place: add it in nx.json and tools/release/package.json.`,
    );
  return json.replace(place, `$1$2"${packageName}",$2"${COMMAND}"`);
}

const LIBRARY_ROW = /^\| \[`@tickerlake\/.*\n/gmu;

/** A sentence as the table's other rows have it; a first word with further capitals, such as AWS, stays as it is. */
const asCell = (description: string): string =>
  description
    .replace(/\.$/u, '')
    .replace(/^[A-Z](?![^ ]*[A-Z])/u, (first) => first.toLowerCase())
    .replaceAll('|', String.raw`\|`);

/**
 * The README with a row for a library below the last library's. The table is in the order of the flow, which nobody but
 * the author knows: the row may be moved.
 *
 * @throws LibRefusedError where the README has no table of packages.
 */
export function withPackageRow(readme: string, { name, packageName, description }: LibPlan): string {
  const last = [...readme.matchAll(LIBRARY_ROW)].at(-1);
  if (last === undefined)
    throw new LibRefusedError(
      'README.md has no row that begins "| [`@tickerlake/": give its table of packages one, so that the new row has a place.',
    );
  const end = last.index + last[0].length;
  return `${readme.slice(0, end)}| [\`${packageName}\`](libs/${name}) | ${asCell(description)} |\n${readme.slice(end)}`;
}
