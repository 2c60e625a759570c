import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleBudget } from './budgets.ts';
import { type BundleWeight, bundleWeight } from './bundle-weight.ts';

/** A bundle on the scales, and what it may weigh. */
export type BundleReport = BundleBudget & BundleWeight;

/** Weighs `dist/handler.mjs` of an app, with the metafile that the build puts beside it. */
export function reportBundle(apps: string, budget: BundleBudget): BundleReport {
  const dist = join(apps, budget.app, 'dist');
  const metafile: unknown = JSON.parse(readFileSync(join(dist, 'metafile-esm.json'), 'utf8'));
  return { ...budget, ...bundleWeight(readFileSync(join(dist, 'handler.mjs')), metafile) };
}

/** What is heavier than it may be, a sentence each. */
export function overweight({ app, gzipBytes, maxGzipBytes, ownGzipBytes, maxOwnGzipBytes }: BundleReport): string[] {
  const tooHeavy = (what: string, came: number, allowed: number): string[] =>
    came <= allowed
      ? []
      : [
          `The bundle of ${app} weighs ${came.toLocaleString('en-US')} bytes gzipped${what}: at most ${allowed.toLocaleString('en-US')} are allowed.`,
        ];
  return [...tooHeavy('', gzipBytes, maxGzipBytes), ...tooHeavy(' without the AWS SDK', ownGzipBytes, maxOwnGzipBytes)];
}

const SHOWN_PACKAGES = 5;

const kB = (bytes: number): string => (bytes / 1_000).toFixed(1);

const cellsOf = (report: BundleReport): string[] => [
  report.app,
  kB(report.bytes),
  kB(report.gzipBytes),
  kB(report.maxGzipBytes),
  kB(report.gzipBytes - report.ownGzipBytes),
  kB(report.ownGzipBytes),
  kB(report.maxOwnGzipBytes),
  report.packages
    .slice(0, SHOWN_PACKAGES)
    .map(({ name, bytes }) => `${name} ${kB(bytes)}`)
    .join(', '),
];

const HEADINGS = ['bundle', 'min', 'gz', 'at most', 'SDK gz', 'ours gz', 'at most', 'largest packages, min'];

/** The reports as a table, in kB of 1,000 bytes. */
export function bundleTable(reports: readonly BundleReport[]): string {
  const rows = [HEADINGS, ...reports.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const last = HEADINGS.length - 1;
  const pad = (cell: string, column: number): string =>
    column === 0 || column === last ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return `${rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')}\n`;
}
