import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resetReflectionID } from 'typedoc';
import { SiteError } from './complaints.ts';
import { describePackage } from './describe-package.ts';
import { renderSite } from './render-site.ts';
import type { SitePlan } from './site-plan.ts';

/** How the folder is called in which models lie on their way; no page may tell of it. */
export const SCRATCH_PREFIX = 'tickerlake-site-';

async function buildIn(scratch: string, plan: SitePlan): Promise<void> {
  const complaints: string[] = [];
  const models: string[] = [];
  for (const [at, published] of plan.packages.entries()) {
    const model = join(scratch, `${at}.json`);
    complaints.push(...(await describePackage(plan, published, { model, scratch: join(scratch, `${at}`) })));
    models.push(model);
  }
  if (complaints.length === 0) complaints.push(...(await renderSite(plan, models)));
  if (complaints.length > 0) throw new SiteError(complaints);
}

/**
 * Writes the site: a page for each guide, package and export. The same sources give the same bytes.
 * @throws {SiteError} for a dead `{@link}`, an export that nobody described, a type that is used in the open but not
 * exported, a heading that is linked to but not there, and all else that typedoc warns of.
 */
export async function buildSite(plan: SitePlan): Promise<void> {
  // Pages hold typedoc's numbers, which a process else counts on with.
  resetReflectionID();
  const scratch = mkdtempSync(join(tmpdir(), SCRATCH_PREFIX));
  try {
    await buildIn(scratch, plan);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
