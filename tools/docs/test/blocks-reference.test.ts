import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandTables } from './command-tables.ts';
import { ROOT } from './root.ts';

const FILE = join(ROOT, 'docs/commands.md');
const TABLE = /(?:^\|.*\n)+/m;
const tables = commandTables();

/** Each part of the page, by its heading. */
const sectionsOf = (page: string): Map<string, string> =>
  new Map(
    page.split(/^(?=#{2,3} )/m).map((section) => [/^#+ `?(?:tickerlake )?([\w-]+)/.exec(section)?.[1] ?? '', section]),
  );

/** The page with the tables that the program has now. */
const renewed = (page: string): string =>
  [...sectionsOf(page)].map(([name, section]) => section.replace(TABLE, (table) => tables.get(name) ?? table)).join('');

if (process.env['UPDATE_DOCS'] === '1') writeFileSync(FILE, renewed(readFileSync(FILE, 'utf8')));
const sections = sectionsOf(readFileSync(FILE, 'utf8'));

it.each([...tables])('docs/commands.md tells of %s what the program does', (name, table) => {
  const section = sections.get(name);
  expect(
    section,
    `docs/commands.md has no heading "## tickerlake ${name}": write one, with a table below.`,
  ).toBeDefined();
  const message = `The table of ${name} in docs/commands.md is not what --help says: UPDATE_DOCS=1 npx nx test @tickerlake/docs writes it.`;
  expect(TABLE.exec(section ?? '')?.[0], message).toBe(table);
});

it('docs/commands.md tells of no command that there is not', () => {
  const told = [...sections.values()].flatMap((section) => /^## `tickerlake ([\w-]+)/.exec(section)?.[1] ?? []);
  expect(told.filter((name) => !tables.has(name))).toEqual([]);
});
