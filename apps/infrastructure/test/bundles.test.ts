import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleTable, overweight, reportBundle } from '../src/bundles/bundle-report.ts';
import { BUNDLE_BUDGETS } from '../src/bundles/budgets.ts';

const APPS = join(import.meta.dirname, '../..');

describe.each(BUNDLE_BUDGETS)('the built bundle of $app', (budget) => {
  const report = reportBundle(APPS, budget);

  it(`weighs at most ${budget.maxGzipBytes} bytes gzipped, ${budget.maxOwnGzipBytes} without the AWS SDK`, () => {
    expect(overweight(report)).toEqual([]);
  });

  it('is all accounted for: its packages add up to the file but for what esbuild writes between them', () => {
    const sum = report.packages.reduce((total, { bytes }) => total + bytes, 0);
    expect(report.bytes - sum).toBeGreaterThanOrEqual(0);
    expect(report.bytes - sum).toBeLessThan(4_000);
  });
});

it('has no SDK in the transformer, and in each other function but what calls services', () => {
  const weights = BUNDLE_BUDGETS.map((budget) => reportBundle(APPS, budget));
  const withSdk = weights.filter(({ packages }) => packages.some(({ name }) => name.startsWith('@aws-sdk/')));
  expect(withSdk.map(({ app }) => app)).toEqual(['collector', 'log-pipe', 'processor', 'market-feed']);
});

it('shows each bundle on a line: total, SDK, ours, largest packages', () => {
  const [budget] = BUNDLE_BUDGETS;
  const packages = [1, 2, 3, 4, 5, 6].map((index) => ({ name: `package-${index}`, bytes: 70_000 - index * 1_000 }));
  expect(bundleTable([{ ...budget, bytes: 594_035, gzipBytes: 174_562, ownGzipBytes: 73_900, packages }])).toBe(
    [
      'bundle       min     gz  at most  SDK gz  ours gz  at most  largest packages, min',
      'collector  594.0  174.6    200.0   100.7     73.9    110.0  package-1 69.0, package-2 68.0, package-3 67.0, package-4 66.0, package-5 65.0',
      '',
    ].join('\n'),
  );
});

it('says of a bundle that is too heavy by what it came and what is allowed', () => {
  const budget = { app: 'transformer', maxGzipBytes: 40_000, maxOwnGzipBytes: 30_000 } as const;
  expect(overweight({ ...budget, bytes: 1, gzipBytes: 40_001, ownGzipBytes: 30_001, packages: [] })).toEqual([
    'The bundle of transformer weighs 40,001 bytes gzipped: at most 40,000 are allowed.',
    'The bundle of transformer weighs 30,001 bytes gzipped without the AWS SDK: at most 30,000 are allowed.',
  ]);
});
