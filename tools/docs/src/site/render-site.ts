import { join } from 'node:path';
import { Application, EntryPointStrategy, JSX, PageEvent, type TypeDocOptions } from 'typedoc';
import { Complaints } from './complaints.ts';
import { describeRecords } from './inferred-records.ts';
import { readAsGithub } from './markdown-dialect.ts';
import { orderPages, PAGE_GROUPS } from './page-order.ts';
import { settleRelativeLinks } from './repository-links.ts';
import { EXPORT_GROUPS, type SitePlan, sourceOptions } from './site-plan.ts';
import { linkThrownErrors } from './thrown-errors.ts';

/** Typedoc shows a closed navigation at first, and remembers by these keys what a reader has opened. */
const OPEN_AT_FIRST = `try{for(const group of ${JSON.stringify(PAGE_GROUPS)})localStorage["tsd-accordion-"+group]??=true}catch{}`;

const siteOptions = (plan: SitePlan, models: readonly string[]): TypeDocOptions => ({
  ...sourceOptions(plan),
  name: plan.title,
  entryPointStrategy: EntryPointStrategy.Merge,
  entryPoints: [...models],
  alwaysCreateEntryPointModule: true,
  readme: join(plan.root, 'README.md'),
  projectDocuments: plan.guides.map(({ path }) => join(plan.root, path)),
  // Relative links are settled here, and looked at in the finished pages.
  validation: { invalidLink: true, rewrittenLink: true, unusedMergeModuleWith: true, invalidPath: false },
  markdownItLoader: readAsGithub,
  customCss: join(import.meta.dirname, 'site.css'),
  favicon: join(import.meta.dirname, 'favicon.svg'),
  navigationLinks: { 'Source code': plan.repository },
  navigation: { includeGroups: true },
  groupOrder: [...PAGE_GROUPS, ...EXPORT_GROUPS],
  sort: ['source-order'],
  headings: { readme: false, document: false },
  highlightLanguages: ['bash', 'console', 'json', 'python', 'sql', 'typescript'],
  // Blocks of sums, which the tests work out.
  ignoredHighlightLanguages: ['arithmetic'],
  // A list of exports says of each what it is for.
  useFirstParagraphOfCommentAsSummary: true,
  searchGroupBoosts: { Functions: 2 },
  searchInDocuments: true,
  searchInComments: true,
  visibilityFilters: {},
  hideGenerator: true,
  githubPages: false,
});

/** A link to the front page names its file: on a disk, a folder has no page of its own. */
function nameFrontPage(page: { contents?: string }): void {
  if (page.contents !== undefined)
    page.contents = page.contents.replaceAll(/href="(\.\.?\/)(?=["#])/gu, 'href="$1index.html');
}

/** Puts models and guides together to pages, and tells what is wrong with them. */
export async function renderSite(plan: SitePlan, models: readonly string[]): Promise<readonly string[]> {
  const app = await Application.bootstrap(siteOptions(plan, models), []);
  const complaints = new Complaints();
  app.logger = complaints;
  app.on(Application.EVENT_PROJECT_REVIVE, (project) => orderPages(project, plan), 1000);
  app.renderer.hooks.on('head.end', () =>
    JSX.createElement('script', null, JSX.createElement(JSX.Raw, { html: OPEN_AT_FIRST })),
  );
  app.renderer.on(PageEvent.END, nameFrontPage);
  const project = await app.convert();
  if (!project) return complaints.lines;
  complaints.lines.push(...linkThrownErrors(project));
  describeRecords(project, plan.records);
  settleRelativeLinks(project, plan);
  app.validate(project);
  await app.generateDocs(project, plan.out);
  return complaints.lines;
}
