import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './root.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

/** Pictures that pages show: each is what the report of the simulated market has in a section. */
const PICTURES = [
  { file: 'docs/pictures/highs-by-company.svg', section: 'highs' },
  { file: 'docs/pictures/highs-by-hour.svg', section: 'hours' },
];

let sandbox: Sandbox;
let report: string;

/** The chart of a section, as it is drawn for a screen of medium width. */
function chartOf(section: string): string {
  const [, svg] =
    new RegExp(`<section id="${section}".*?<div class="board medium">\\s*(<svg.*?</svg>)\\s*</div>`, 's').exec(
      report,
    ) ?? [];
  if (svg === undefined) throw new Error(`The report has no chart in its section ${section}.`);
  return `${svg}\n`;
}

beforeAll(async () => {
  sandbox = createSandbox({});
  const { code, stderr } = await sandbox.type('npm start -- --source simulated --date 2026-11-20');
  expect(code, stderr).toBe(0);
  report = readFileSync(join(sandbox.dir, 'report.html'), 'utf8');
});
afterAll(() => sandbox?.remove());

it.each(PICTURES)('$file is what the report shows', ({ file, section }) => {
  const chart = chartOf(section);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(ROOT, file), chart);
  const stored = readFileSync(join(ROOT, file), 'utf8');
  expect(stored === chart, `${file} is old: UPDATE_DOCS=1 npx nx test @tickerlake/docs writes it.`).toBe(true);
});
