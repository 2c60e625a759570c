import { join } from 'node:path';
import { findGuidePages } from '../src/site/guide-pages.ts';
import { findPublishedPackages } from '../src/site/published-packages.ts';
import type { SitePlan } from '../src/site/site-plan.ts';
import type { Files } from './site-files.ts';

const manifest = (fields: object): string => JSON.stringify({ name: '@small/one', version: '0.0.0', ...fields });

const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'nodenext', target: 'es2023', lib: ['es2023'], strict: true, types: [] },
});

const SOURCE = `import { Refused } from './refused.ts';
export { Refused } from './refused.ts';

type Inferred<Schema> = Schema extends { readonly of: infer Fields } ? Fields : never;

/**
 * What is asked for.
 * @interface
 */
export type Question = Inferred<{ readonly of: { readonly times: number } }>;

/**
 * Answers a question.
 * @throws {Refused} for one that asks for nothing
 */
export function answer(question: Question): string {
  if (question.times < 1) throw new Refused('Nothing asked for.');
  return 'yes'.repeat(question.times);
}
`;

/** A repository of one library with two entries, a library that is private, a program and two guides; nothing is wrong with it. */
export const SMALL_REPOSITORY: Files = {
  'README.md': '# Small\n\nSee [the guide](docs/guide.md#later), [one](libs/one) and [the program](apps/program).\n',
  'CONTRIBUTING.md': '# Contributing\n\nStart at [the source](libs/one/src/index.ts), then README.md.\n',
  'docs/guide.md': '# A `guide`\n\n```\nx ──▶ y\n```\n\n## Later\n\n[Back](../README.md), [code](#a-guide)\n',
  'apps/program/README.md': '# @small/program (private)\n\nUses [one](../../libs/one).\n',
  'libs/hidden/package.json': manifest({ name: '@small/hidden', private: true }),
  'libs/one/package.json': manifest({
    exports: {
      '.': { '@tickerlake/source': './src/index.ts', default: './dist/index.js' },
      './more': { '@tickerlake/source': './src/more.ts', default: './dist/more.js' },
      './package.json': './package.json',
    },
  }),
  'libs/one/tsconfig.json': TSCONFIG,
  'libs/one/README.md': '# @small/one\n\nOne thing, [licensed](../../LICENSE).\n',
  'libs/one/src/index.ts': SOURCE,
  'libs/one/src/refused.ts': '/** Nobody answers this. */\nexport class Refused extends Error {}\n',
  'libs/one/src/more.ts':
    '/** How much more. */\nexport const MORE = 1;\n/** Asks for more.\n * @throws {Refused} at once */\nexport const ask = (): void => {};\n',
  LICENSE: 'Take it.\n',
};

/** The site of such a repository. */
export const planFor = (root: string): SitePlan => ({
  root,
  title: 'Small',
  packages: findPublishedPackages(root),
  guides: findGuidePages(root),
  unnamed: {},
  records: { Question: { properties: { times: { description: 'As the schema says' } } } },
  out: join(root, 'site'),
  repository: 'https://github.com/small/small',
  branch: 'main',
});
