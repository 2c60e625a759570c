import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Column, Probe } from './one-schema/probe.ts';
import { RepositoryCopy } from './repository-copy.ts';

const BAR = { name: 'DDOG', ts: '2026-11-20 09:30:00-05:00', high: 67.5, low: 64.61, volume: 1200 };

/** How each part spells a type of the schema. Glue and Athena spell it as the schema does. */
const PARQUET: Readonly<Record<string, string>> = {
  string: 'BYTE_ARRAY UTF8',
  double: 'DOUBLE',
  bigint: 'INT64',
  boolean: 'BOOLEAN',
  timestamp: 'INT64 TIMESTAMP_MILLIS',
};
const DUCKDB: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  double: 'DOUBLE',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};
const TYPESCRIPT: Readonly<Record<string, string>> = {
  string: 'string',
  double: 'number',
  bigint: 'number',
  boolean: 'boolean',
  timestamp: 'Date',
};

interface Seen extends Probe {
  readonly types: readonly Column[];
}

/** What the parts of a copy make of the table of bars, each by itself. */
async function look(copy: RepositoryCopy, bar: object): Promise<Seen> {
  const probe = join(copy.dir, 'apps/infrastructure/test/one-schema/probe.ts');
  const args = [probe, await copy.bundleTransformer(), await mkdtemp(join(copy.dir, 'lake-')), JSON.stringify(bar)];
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@tickerlake/source', ...args], {
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  return { ...JSON.parse(stdout), types: await copy.rowTypes() };
}

/** The definition's columns, then the partition, in the words of a part. */
const inWordsOf =
  (words: Readonly<Record<string, string>>) =>
  ({ definition }: Seen): readonly Column[] =>
    definition.map(({ name, type }) => ({ name, type: words[type] ?? type }));

const dt = (type: string): Column => ({ name: 'dt', type });

function assertAgreed(seen: Seen): void {
  expect(seen.glue.map(({ name, type }) => ({ name, type }))).toEqual(inWordsOf({})(seen));
  expect(seen.parquet).toEqual(inWordsOf(PARQUET)(seen));
  expect(seen.view).toEqual([...inWordsOf(DUCKDB)(seen), dt('VARCHAR')]);
  const types = inWordsOf(TYPESCRIPT)(seen).map(({ name, type }) => ({
    name,
    type: seen.definition.some((column) => column.name === name && column.nullable) ? `${type} | null` : type,
  }));
  expect(normal(seen.types)).toEqual(normal([...types, dt('string')]));
}

/** TypeScript has no order of properties, spells a union of words out, and a union in any order. */
const normal = (columns: readonly Column[]): readonly Column[] =>
  columns
    .map(({ name, type }) => {
      const members = type.split(' | ').map((member) => (member.startsWith('"') ? 'string' : member));
      return { name, type: [...new Set(members)].toSorted().join(' | ') };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

describe('the catalogue, the files, the views and the types', () => {
  let copy: RepositoryCopy;
  let before: Seen;
  let after: Seen;

  beforeAll(async () => {
    copy = await RepositoryCopy.make();
    before = await look(copy, BAR);
    await copy.edit(
      'libs/record-schema/src/records.ts',
      `volume: z.exactOptional(countField('Units traded')),`,
      `volume: z.exactOptional(countField('Units traded')),
       averagePrice: z.exactOptional(priceField('Average price, weighted by volume')),`,
    );
    after = await look(copy, { ...BAR, averagePrice: 66.125 });
  }, 120_000);
  afterAll(() => copy.remove());

  it('agree on what a bar is', () => {
    assertAgreed(before);
    expect(before.row).toMatchObject({ name: 'DDOG', high: 67.5, dt: '2026-11-20' });
  });

  it('agree on it when the schema gets a field, and all four have it', () => {
    assertAgreed(after);
    const added = (columns: readonly Column[], had: readonly Column[]) =>
      columns.filter(({ name }) => !had.some((column) => column.name === name));
    expect(added(after.glue, before.glue)).toEqual([
      { name: 'average_price', type: 'double', comment: 'Average price, weighted by volume' },
    ]);
    expect(added(after.parquet, before.parquet)).toEqual([{ name: 'average_price', type: 'DOUBLE' }]);
    expect(added(after.view, before.view)).toEqual([{ name: 'average_price', type: 'DOUBLE' }]);
    expect(added(after.types, before.types)).toEqual([{ name: 'average_price', type: 'number | null' }]);
    expect(after.row).toMatchObject({ name: 'DDOG', average_price: 66.125, dt: '2026-11-20' });
  });
});
