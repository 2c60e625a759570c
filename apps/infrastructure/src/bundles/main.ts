/** Weighs the functions' bundles after a build, and fails when one is heavier than it may be: `npx nx run infrastructure:bundles`. */
import { join } from 'node:path';
import { BUNDLE_BUDGETS } from './budgets.ts';
import { bundleTable, overweight, reportBundle } from './bundle-report.ts';

const reports = BUNDLE_BUDGETS.map((budget) => reportBundle(join(import.meta.dirname, '../../..'), budget));
process.stdout.write(bundleTable(reports));
const problems = reports.flatMap(overweight);
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}
