import { expect, it } from 'vitest';
import { checkMarkdown } from '../src/site/check-markdown.ts';
import { asRepositoryFiles } from '../src/site/repository-files.ts';
import { type Files, makeFolder } from './site-files.ts';

/** Problems of such a repository, as they are printed. */
const problemsOf = (files: Files): string[] =>
  checkMarkdown(makeFolder(files), asRepositoryFiles(Object.keys(files))).map(
    ({ place, message }) => `${place}: ${message}`,
  );

const manifest = (fields: object): string => JSON.stringify({ name: 'lib', ...fields });
const repository = {
  type: 'git',
  url: 'git+https://github.com/small/small.git',
  directory: 'libs/lib',
};

it('accepts files, folders, headings, headings of a folder’s README, and lines of sources', () => {
  expect(
    problemsOf({
      'README.md':
        '# Top\n\n[a](docs/guide.md) [b](docs/guide.md#two-words) [c](#top) [d](docs/) [e](libs#lib) [f](src/x.ts#L1-L2) [g](docs/with%20space.md)\n',
      'docs/guide.md': '[up](../README.md#top)\n\n## Two words\n',
      'docs/with space.md': '',
      'libs/README.md': '# Lib\n',
      'src/x.ts': '',
    }),
  ).toEqual([]);
});

it('names file and line of a dead link, and where it leads', () => {
  expect(problemsOf({ 'docs/guide.md': '# Guide\n\nSee\n[it](../gone.md).\n' })).toEqual([
    'docs/guide.md:4: ../gone.md leads to gone.md, which git does not keep: mend the path, or add the file.',
  ]);
});

it('names a dead anchor, and those that there are', () => {
  expect(
    problemsOf({
      'README.md': '# One\n\n## Two\n\n[x](#Two) [y](LICENSE#two) [z](docs#two)\n',
      LICENSE: '',
      'docs/a.md': '',
    }),
  ).toEqual([
    'README.md:5: README.md has no #Two; it has one, two.',
    'README.md:5: LICENSE has lines (#L10), no #two.',
    'README.md:5: #two is in no page: docs/README.md does not exist.',
  ]);
});

it('refuses links that work at one place only', () => {
  expect(
    problemsOf({ 'README.md': '[a](/docs/guide.md) [b](../elsewhere) [c](http://x.example)\n', 'docs/guide.md': '' }),
  ).toEqual([
    "README.md:1: /docs/guide.md begins at the root: write it from this file's folder.",
    'README.md:1: ../elsewhere leads to ../elsewhere, which git does not keep: mend the path, or add the file.',
    'README.md:1: http://x.example is not https: link to the page over https.',
  ]);
});

it('takes relative links of a published README as npm does: into the repository, by the folder of the manifest', () => {
  const lib = (fields: object): Files => ({
    'libs/lib/README.md': '# Lib\n\n[top](../../README.md) [below](#lib)\n',
    'libs/lib/package.json': manifest(fields),
    'README.md': '# Top\n',
  });
  expect(problemsOf(lib({ repository }))).toEqual([]);
  expect(problemsOf(lib({ private: true }))).toEqual([]);
  expect(problemsOf(lib({}))).toEqual([
    "libs/lib/README.md:3: ../../README.md is dead on the package's page at npm: has no GitHub repository in package.json, it has none.",
  ]);
  expect(problemsOf(lib({ repository: { ...repository, directory: 'lib' } }))).toEqual([
    "libs/lib/README.md:3: ../../README.md is dead on the package's page at npm: has repository.directory lib in package.json, not libs/lib.",
  ]);
});
