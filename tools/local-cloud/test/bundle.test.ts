import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** All that a file imports, by whatever way: files of this package by path, packages by name. Types are no imports. */
function importsOf(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(relative(SRC, entry))) return seen;
  seen.add(relative(SRC, entry));
  const source = readFileSync(entry, 'utf8').replaceAll(/^(import|export) type [^;]+;/gm, '');
  for (const [, name = ''] of source.matchAll(/(?:from|import\() ?'([^']+)'/g))
    if (name.startsWith('.')) importsOf(join(dirname(entry), name), seen);
    else if (!name.startsWith('node:')) seen.add(name);
  return seen;
}

describe('what a program gets that imports the local cloud', () => {
  it('has nothing of the account in it', () => {
    const imports = importsOf(join(SRC, 'index.ts'));
    expect(imports.size).toBeGreaterThan(50);
    expect([...imports].filter((name) => /^account\/|^ssm\/|^sts\/|fflate/.test(name))).toEqual([]);
    expect(importsOf(join(SRC, 'account/index.ts'))).toContain('fflate');
  });
});
