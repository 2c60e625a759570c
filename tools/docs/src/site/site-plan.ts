import type { TypeDocOptions } from 'typedoc';
import type { GuidePage } from './guide-pages.ts';
import type { InferredRecords } from './inferred-records.ts';
import type { PublishedPackage } from './published-packages.ts';

/** What the site is made of, and where to. */
export interface SitePlan {
  /** The repository, an absolute path; its README.md is the front page. */
  readonly root: string;
  readonly title: string;
  readonly packages: readonly PublishedPackage[];
  readonly guides: readonly GuidePage[];
  /** Types that exported ones are computed with, `src/file.ts:Name`, by package: their names tell a reader nothing. */
  readonly unnamed: Readonly<Record<string, readonly string[]>>;
  readonly records: InferredRecords;
  /** The folder of the site, an absolute path; what was in it is deleted. */
  readonly out: string;
  /** Where the code can be read: `https://github.com/owner/name`, without a slash at its end. */
  readonly repository: string;
  /** The branch that the pages link to. The hash of a commit would make each build another site. */
  readonly branch: string;
}

/** What one calls comes before what it takes and gives, and that before what is imported under another name. */
export const EXPORT_GROUPS = ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', 'Entries'];

/** How pages link to sources; no path of this machine is in them. */
export const sourceOptions = ({ root, repository, branch }: SitePlan): TypeDocOptions => ({
  basePath: root,
  displayBasePath: root,
  disableGit: true,
  gitRevision: branch,
  sourceLinkTemplate: `${repository}/blob/{gitRevision}/{path}#L{line}`,
});
