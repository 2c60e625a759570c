import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../release/test/workspace.ts';
import { ROOT } from './root.ts';

const SCREEN_LINES = 25;
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

describe.each(PUBLISHED)('the README of $manifest.name', ({ folder }) => {
  const lines = read(join(ROOT, folder, 'README.md'))
    .trimEnd()
    .split('\n');

  it('fits a screen', () => expect(lines.length).toBeLessThanOrEqual(SCREEN_LINES));

  it('says what the package is, when it fits, when to use something else, and shows how', () => {
    expect(lines[2]).toMatch(/^[A-Z].*[.:]$/);
    for (const words of ['**Fits**', '**Use something else**', '```'])
      expect(
        lines.some((line) => line.includes(words)),
        `${folder}/README.md lacks ${words}`,
      ).toBe(true);
  });
});
