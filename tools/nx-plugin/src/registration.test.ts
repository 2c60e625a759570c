import { expect, it } from 'vitest';
import { planLib } from './lib-options.ts';
import { withLibrary, withPackageRow } from './registration.ts';

const plan = (description: string) => planLib({ name: 'price-alerts', description }, new Set());
const LIBRARY_ROW = '| [`@tickerlake/charts`](libs/charts) | draw |\n';
const README = `| package | is for |\n| --- | --- |\n${LIBRARY_ROW}| [\`apps/analysis\`](apps/analysis) | look |\n\nMore.\n`;

it('lists a library before the command, and leaves the rest of the file as it was written', () => {
  const json = '{ "projects": [\n    "@tickerlake/charts",\n    "tickerlake"\n  ],\n  "git": { "tag": true } }\n';
  expect(withLibrary(json, 'projects', '@tickerlake/price-alerts')).toBe(
    '{ "projects": [\n    "@tickerlake/charts",\n    "@tickerlake/price-alerts",\n    "tickerlake"\n  ],\n  "git": { "tag": true } }\n',
  );
});

it('says where a list is missing', () => {
  const elsewhere = '{ "projects": ["@tickerlake/charts"], "others": ["tickerlake"] }';
  expect(() => withLibrary(elsewhere, 'projects', '@tickerlake/x')).toThrow('No array "projects" lists "tickerlake"');
});

it("puts the row below the last library's", () => {
  const row = '| [`@tickerlake/price-alerts`](libs/price-alerts) | tell when a price crosses a line |\n';
  expect(withPackageRow(README, plan('Tell when a price crosses a line.'))).toBe(
    README.replace(LIBRARY_ROW, LIBRARY_ROW + row),
  );
});

it.each([
  ['AWS prices of everything that the lake uses.', 'AWS prices of everything that the lake uses'],
  ['Prices | rates, whichever of the two is asked.', String.raw`prices \| rates, whichever of the two is asked`],
])('writes "%s" as a cell', (description, cell) => {
  expect(withPackageRow(README, plan(description))).toContain(`(libs/price-alerts) | ${cell} |\n`);
});

it('says what a README without a table of packages lacks', () => {
  expect(() => withPackageRow('# Tickerlake\n', plan('Tell when a price crosses a line.'))).toThrow(
    'README.md has no row that begins',
  );
});
