import { join } from 'node:path';
import {
  Comment,
  CommentTag,
  type DeclarationReflection,
  type DocumentReflection,
  type ProjectReflection,
} from 'typedoc';
import { GUIDES, PARTS } from './guide-pages.ts';
import type { SitePlan } from './site-plan.ts';

const tag = (name: `@${string}`, text: string): CommentTag => new CommentTag(name, [{ kind: 'text', text }]);

const PACKAGES = 'Packages';

/** The headings of the navigation. */
export const PAGE_GROUPS = [GUIDES, PACKAGES, PARTS];

/** Guides are called by their titles, not by their paths. */
function nameGuides(documents: readonly DocumentReflection[], project: ProjectReflection, plan: SitePlan): void {
  const guides = new Map(plan.guides.map((guide) => [join(plan.root, guide.path), guide]));
  for (const document of documents) {
    const guide = guides.get(project.files.getReflectionPath(document) ?? '');
    if (!guide) continue;
    document.name = guide.title;
    document.frontmatter['group'] = guide.group;
  }
}

/** The page has the package's name above it already; its README need not say it again. */
function dropTitle(module: DeclarationReflection): void {
  const [first] = module.readme ?? [];
  if (first?.kind === 'text') first.text = first.text.replace(/^# .*\n/u, '');
}

/** Gives every page its name and its place in the navigation; to be called before typedoc makes groups of them. */
export function orderPages(project: ProjectReflection, plan: SitePlan): void {
  nameGuides(project.documents ?? [], project, plan);
  for (const module of project.children ?? []) {
    module.comment = new Comment([], [tag('@group', PACKAGES)]);
    dropTitle(module);
  }
}
