import type { LibPlan } from './lib-options.ts';

/** What a new package.json takes over from a sibling's, and what it has of its own. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly type: string; readonly url: string; readonly directory: string };
  readonly [field: string]: unknown;
}

/** Words by which registries find the packages of this house, after those of the name. */
const HOUSE_KEYWORDS = ['market-data', 'stocks', 'stock-market', 'typescript', 'tickerlake'];

const keywordsOf = (name: string): string[] => [...new Set([name, ...name.split('-'), ...HOUSE_KEYWORDS])];

/** The package.json of a library that needs nothing yet: `sibling`'s, which needs nothing either, with its own facts. */
export function libManifest({ name, packageName, root, description }: LibPlan, sibling: Manifest): Manifest {
  return {
    ...sibling,
    name: packageName,
    description,
    keywords: keywordsOf(name),
    repository: { ...sibling.repository, directory: root },
    nx: { tags: ['type:lib', `scope:${name}`] },
  };
}
