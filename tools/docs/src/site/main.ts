import { join } from 'node:path';
import { jsonSchema } from '@tickerlake/record-schema';
import { buildSite, SCRATCH_PREFIX } from './build-site.ts';
import { checkSite } from './check-site.ts';
import { SiteError } from './complaints.ts';
import { findGuidePages } from './guide-pages.ts';
import { findPublishedPackages } from './published-packages.ts';
import type { SitePlan } from './site-plan.ts';

const ROOT = join(import.meta.dirname, '../../../..');

const plan: SitePlan = {
  root: ROOT,
  title: 'Tickerlake',
  packages: findPublishedPackages(ROOT),
  guides: findGuidePages(ROOT),
  unnamed: {
    '@tickerlake/athena-query': ['SnakeCase', 'Reading', 'Cell', 'Optional'].map(
      (name) => `src/lake-tables.ts:${name}`,
    ),
  },
  records: {
    Bar: jsonSchema('bar'),
    Quote: jsonSchema('quote'),
    Forex: jsonSchema('forex'),
    News: jsonSchema('news'),
  },
  out: join(import.meta.dirname, '../../dist/site'),
  repository: 'https://github.com/tickerlake/tickerlake',
  branch: 'main',
};

try {
  await buildSite(plan);
  const problems = checkSite(plan.out, [ROOT, SCRATCH_PREFIX]);
  if (problems.length > 0) throw new SiteError(problems.map(({ place, message }) => `${place}: ${message}`));
} catch (error) {
  if (!(error instanceof SiteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
