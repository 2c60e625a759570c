import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '@tickerlake/testing';
import { describe, expect, it } from 'vitest';
import { listRepositoryFiles } from '../src/site/repository-files.ts';
import { ROOT } from './root.ts';
import { type Files, makeFolder } from './site-files.ts';

const CSPELL = join(ROOT, 'node_modules/cspell/bin.mjs');

const FILES: Files = {
  'docs/wrong.md': '# Guide\n\nThe lake\nis recieved.\n\n```sh\n# seperate lakes\n```\n',
  'docs/american.md': 'It normalizes a catalog of neighbors; their behavior is odd.\n',
  'docs/right.md': 'The colours of Tickerlake are catalogued, and normalised.\n',
  'libs/one/src/wrong.ts':
    '/** The adress of a lake. */\nexport const a = 1;\n\n// Untill it is full.\nexport const b = 2;\n',
  'libs/one/src/right.ts': '/** Where a lake is. */\nexport const xyzzyq = "adress";\n',
};

/** The words that the spelling check names in such files: `docs/guide.md:4:7 recieved`. */
async function wordsNamedIn(files: Files): Promise<string[]> {
  const folder = makeFolder(files);
  const settings = ['--config', join(ROOT, 'cspell.json'), '--no-gitignore', '--root', folder];
  const args = [CSPELL, 'lint', '--no-progress', '--no-summary', '--no-color', ...settings, ...Object.keys(files)];
  const { code, stdout } = await runProgram(process.execPath, args, folder, { HOME: folder });
  expect(code).toBe(1);
  return [...stdout.matchAll(/^(\S+) - [^(]*\((\w+)\)/gmu)].map(([, place, word]) => `${place} ${word}`);
}

it('names file and line of misspellings in prose, blocks and comments, and of American ones; code is left alone', async () => {
  expect((await wordsNamedIn(FILES)).toSorted()).toEqual([
    'docs/american.md:1:17 catalog',
    'docs/american.md:1:28 neighbors',
    'docs/american.md:1:4 normalizes',
    'docs/american.md:1:45 behavior',
    'docs/wrong.md:4:4 recieved',
    'docs/wrong.md:7:3 seperate',
    'libs/one/src/wrong.ts:1:9 adress',
    'libs/one/src/wrong.ts:4:4 Untill',
  ]);
});

describe('the list of words of our own', () => {
  const words = readFileSync(join(ROOT, 'tools/docs/words.txt'), 'utf8').trimEnd().split('\n');

  it('is sorted, and has each once', () => {
    expect(words).toEqual([...new Set(words)].toSorted((one, other) => one.localeCompare(other, 'en')));
  });

  it('has none that nobody uses', () => {
    const read = [...listRepositoryFiles(ROOT).files].filter((path) => /\.md$|\/src\/.*\.ts$/u.test(path));
    const text = read.map((path) => readFileSync(join(ROOT, path), 'utf8').toLowerCase()).join('\n');
    expect(words.filter((word) => !text.includes(word.toLowerCase()))).toEqual([]);
  });
});
