import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listPages } from '../src/blocks/list-pages.ts';
import { placeOf } from '../src/blocks/page.ts';
import { ROOT } from './root.ts';

const page = listPages(ROOT).find(({ file }) => file === 'docs/benchmarks.md');
const [block] = page?.blocks ?? [];
const lines = block?.text.trimEnd().split('\n') ?? [];
const placeOfLine = (index: number): string => placeOf({ page: block?.page ?? '', line: (block?.line ?? 0) + index });

const NUMBER = String.raw`(\d[\d,]*(?:\.\d+)?)`;
const MEASURED = new RegExp(`^    ${NUMBER} .*?(?:against|of 1, against) ${NUMBER} \\(.+\\): ratio ${NUMBER}$`);
const value = (digits = ''): number => Number(digits.replaceAll(',', ''));

it('names every benchmark that there is, and no other', () => {
  const told = lines.filter((line) => line.endsWith('.bench.ts'));
  expect(told).toEqual(globSync('{libs,apps,tools}/*/bench/**/*.bench.ts', { cwd: ROOT }).toSorted());
});

it('has ratios of the figures beside them', () => {
  const measured = lines.flatMap((line, index) => (line.startsWith('    ') ? [{ line, index }] : []));
  expect(measured.length).toBeGreaterThan(30);
  for (const { line, index } of measured) {
    const [, figure, against, ratio] = MEASURED.exec(line) ?? [];
    expect(ratio, `${placeOfLine(index)} is no figure with a peer and a ratio: ${line}`).toBeDefined();
    const is = value(figure) / value(against);
    // Figures and ratio are rounded to three digits each.
    expect(Math.abs(value(ratio) / is - 1), `${placeOfLine(index)}: the ratio is ${is}: ${line}`).toBeLessThan(0.02);
  }
});
