import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const manifest = (path: string): { version: string; peerDependencies?: Record<string, string> } =>
  JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));

it('takes any release of DuckDB: they are named x.y.z-r.n, which no range but * accepts', () => {
  const duckDb = manifest('../../../node_modules/@duckdb/node-api/package.json');
  expect(duckDb.version).toMatch(/^\d+\.\d+\.\d+-r\.\d+$/);
  expect(manifest('../package.json').peerDependencies).toEqual({ '@duckdb/node-api': '*' });
});
