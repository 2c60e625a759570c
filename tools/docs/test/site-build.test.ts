import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildSite, SCRATCH_PREFIX } from '../src/site/build-site.ts';
import { checkSite } from '../src/site/check-site.ts';
import { SiteError } from '../src/site/complaints.ts';
import { readHtml } from '../src/site/html-page.ts';
import { type Files, makeFolder, readFolder } from './site-files.ts';
import { planFor, SMALL_REPOSITORY } from './small-repository.ts';

async function siteOf(files: Files): Promise<Files> {
  const plan = planFor(makeFolder(files));
  await buildSite(plan);
  expect(checkSite(plan.out, [plan.root, SCRATCH_PREFIX])).toEqual([]);
  return readFolder(plan.out);
}

/** What building the repository complains about once some of its files are changed. */
async function complaintsAbout(changes: Files): Promise<readonly string[]> {
  const built = buildSite(planFor(makeFolder({ ...SMALL_REPOSITORY, ...changes })));
  const error: unknown = await built.catch((reason: unknown) => reason);
  if (!(error instanceof SiteError)) throw new Error(`Expected a SiteError, got ${String(error)}`);
  return error.complaints;
}

const linksOf = (page: string | undefined): string[] => readHtml(page ?? '').references.map(({ href }) => href);

it('makes the same bytes wherever the repository lies: pages, guides and packages, every link alive', async () => {
  const site = await siteOf(SMALL_REPOSITORY);
  expect(await siteOf(SMALL_REPOSITORY)).toEqual(site);

  expect(Object.keys(site).filter((path) => path.endsWith('.html'))).toEqual([
    'classes/_small_one.Refused.html',
    'documents/A_guide.html',
    'documents/Contributing.html',
    'documents/_small_program.html',
    'functions/_small_one._small_one_more.ask.html',
    'functions/_small_one.answer.html',
    'hierarchy.html',
    'index.html',
    'interfaces/_small_one.Question.html',
    'modules.html',
    'modules/_small_one._small_one_more.html',
    'modules/_small_one.html',
    'variables/_small_one._small_one_more.MORE.html',
  ]);
  // A folder is its README's page; what has no page is in the repository.
  expect(linksOf(site['index.html'])).toEqual(
    expect.arrayContaining([
      'documents/A_guide.html#later',
      'modules/_small_one.html',
      'documents/_small_program.html',
    ]),
  );
  expect(linksOf(site['documents/Contributing.html'])).toContain(
    'https://github.com/small/small/blob/main/libs/one/src/index.ts',
  );
  expect(linksOf(site['modules/_small_one.html'])).toContain('https://github.com/small/small/blob/main/LICENSE');
  // The package's name stands above its README already.
  expect(site['modules/_small_one.html']?.match(/<h1/gu)).toHaveLength(1);
  // The class behind @throws is a link, and the schema's words stand beside the field.
  expect(site['functions/_small_one.answer.html']).toContain(
    '<a href="../classes/_small_one.Refused.html" class="tsd-kind-class">Refused</a> for one that asks for nothing',
  );
  expect(linksOf(site['functions/_small_one._small_one_more.ask.html'])).toContain(
    '../classes/_small_one.Refused.html',
  );
  expect(linksOf(site['functions/_small_one.answer.html'])).toContain('../interfaces/_small_one.Question.html');
  expect(site['interfaces/_small_one.Question.html']).toContain('As the schema says.');
  expect(site['documents/A_guide.html']).toContain('<code class="text">x ──▶ y');
});

it('refuses exports that nobody described, and types that are used in the open but not exported', async () => {
  const source =
    'interface Hidden {\n  readonly x: number;\n}\nexport const open = (hidden: Hidden): number => hidden.x;\n';
  expect(await complaintsAbout({ 'libs/one/src/more.ts': source })).toEqual([
    expect.stringMatching(/^@small\/one: Hidden, defined in .*more\.ts, is referenced by .* but not included/),
    expect.stringMatching(/^@small\/one: .*open.* does not have any documentation/),
  ]);
});

it('refuses dead {@link}s, errors that nobody can catch, and links to headings that are not there', async () => {
  const source =
    '/**\n * See {@link Gone}.\n * @throws {Lost} always\n * @throws {RangeError} never\n */\nexport const MORE = 1;\n';
  const guide = '# Guide\n\n[Up](../README.md)\n';
  expect(await complaintsAbout({ 'libs/one/src/more.ts': source, 'docs/guide.md': guide })).toEqual([
    expect.stringMatching(/throws Lost, which is not exported/),
    expect.stringMatching(/Failed to resolve link to "Gone"/),
    expect.stringMatching(/links to docs\/guide\.md#later, but the anchor does not exist/),
  ]);
});

it('refuses a page without a title', () => {
  const root = makeFolder({ ...SMALL_REPOSITORY, 'docs/untitled.md': 'Nothing above this.\n' });
  expect(() => planFor(root)).toThrow(`${join('docs', 'untitled.md')} has no title: begin it with "# "`);
});
