import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type TableDefinition, tables } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parquetFile, toCells } from './parquet-file.ts';

const table: TableDefinition = {
  ...tables.bars,
  columns: (
    [
      ['name', 'string', false],
      ['ts', 'timestamp', false],
      ['high', 'double', true],
      ['volume', 'bigint', true],
      ['final', 'boolean', true],
      ['tags', 'array<string>', true],
    ] as const
  ).map(([name, type, nullable]) => ({ name, type, nullable, comment: '' })),
};
const good = {
  name: 'DDOG',
  ts: '2020-05-14 13:30:00.250',
  high: 67.5,
  volume: 9_007_199_254_740_991,
  final: true,
  tags: ['a', 'ü'],
};

const duckdb = await (await DuckDBInstance.create(':memory:')).connect();

/** What DuckDB reads in a file, with the types it sees. */
async function read(file: Buffer, query: string): Promise<unknown[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'x.parquet');
  writeFileSync(path, file);
  return (await duckdb.runAndReadAll(query.replace('$file', `read_parquet('${path}')`))).getRowsJson();
}
const fileOf = (rows: readonly object[]) =>
  parquetFile(
    rows.map((row) => toCells({ ...row }, table)).filter((cells) => typeof cells !== 'string'),
    table,
  );

describe('a Parquet file', () => {
  it('is read by DuckDB with the types of the table, times naive', async () => {
    const types = await read(fileOf([good]), 'SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM $file)');
    expect(types).toEqual([
      ['name', 'VARCHAR'],
      ['ts', 'TIMESTAMP'],
      ['high', 'DOUBLE'],
      ['volume', 'BIGINT'],
      ['final', 'BOOLEAN'],
      ['tags', 'VARCHAR[]'],
    ]);
    const [row] = await read(fileOf([good]), 'SELECT name, ts::VARCHAR, high, volume::VARCHAR, final, tags FROM $file');
    expect(row).toEqual(['DDOG', '2020-05-14 13:30:00.25', 67.5, '9007199254740991', true, ['a', 'ü']]);
  });

  it('keeps the order of the rows where it is told to', async () => {
    const names = ['SNAP', 'AAPL', 'DDOG'];
    const cells = names.map((name) => toCells({ ...good, name }, table)).filter((row) => typeof row !== 'string');
    expect(await read(parquetFile(cells, table, 'as-given'), 'SELECT name FROM $file')).toEqual([
      ['SNAP'],
      ['AAPL'],
      ['DDOG'],
    ]);
    expect(await read(parquetFile(cells, table), 'SELECT name FROM $file')).toEqual([['AAPL'], ['DDOG'], ['SNAP']]);
  });

  it('gives every row back exactly, nulls included, sorted by name and time', async () => {
    const row = fc.record({
      name: fc.constantFrom('AAPL', 'DDOG', 'é'),
      ts: fc
        .date({ min: new Date('1999-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 23).replace('T', ' ')),
      high: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      volume: fc.option(fc.maxSafeInteger()),
      final: fc.option(fc.boolean()),
      tags: fc.option(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 })),
    });
    const cases = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const columns = `name, epoch_ms(ts)::VARCHAR AS ms, high, volume::VARCHAR, final, tags`;
      const found = await read(fileOf(rows), `SELECT ${columns} FROM $file`);
      const expected = rows
        .map(
          (one) =>
            [
              one.name,
              Date.parse(`${one.ts.replace(' ', 'T')}Z`),
              one.high,
              one.volume === null ? null : String(one.volume),
              one.final,
              one.tags,
            ] as const,
        )
        .toSorted((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1))
        .map(([name, ms, high, ...rest]) => [name, String(ms), high, ...rest]);
      expect(found).toEqual(expected);
    });
    await fc.assert(cases, { numRuns: 25 });
  });

  it('is compressed with zstd, times and volumes packed as differences, in one row group', () => {
    const file = fileOf(Array.from({ length: 5000 }, (_, i) => ({ ...good, volume: i })));
    const { row_groups: groups } = parquetMetadata(new Uint8Array(file).buffer);
    const columns = groups[0]?.columns.map(({ meta_data: meta }) => [
      meta?.path_in_schema[0],
      meta?.codec,
      meta?.encodings.includes('DELTA_BINARY_PACKED'),
    ]);
    expect(groups).toHaveLength(1);
    expect(columns).toContainEqual(['ts', 'ZSTD', true]);
    expect(columns).toContainEqual(['volume', 'ZSTD', true]);
    expect(columns).toContainEqual(['name', 'ZSTD', false]);
  });
});

describe('a row', () => {
  it.each([
    [{ ...good, name: null }, /Column name of table bars must not be null/],
    [{ ...good, name: undefined }, /name of table bars must not be null/],
    [{ ...good, name: 1 }, /Column name of table bars is of type string: 1 is not/],
    [{ ...good, high: '67.5' }, /high.*double: "67.5"/],
    [{ ...good, volume: 1.5 }, /volume.*bigint: 1.5/],
    [{ ...good, volume: 2 ** 53 }, /volume.*bigint/],
    [{ ...good, final: 'true' }, /final.*boolean/],
    [{ ...good, tags: 'a' }, /tags.*array<string>/],
    [{ ...good, tags: [1] }, /tags.*array<string>/],
    [{ ...good, ts: '2020-05-14 09:30:00-04:00' }, /ts.*timestamp/],
    [{ ...good, ts: '2020-02-31 09:30:00' }, /ts.*timestamp/],
    [{ ...good, ts: '2020-05-14' }, /ts.*timestamp/],
    [{ ...good, ts: '2020-05-14 24:00:00' }, /ts.*timestamp/],
    [{ ...good, ts: '2020-13-14 12:00:00' }, /ts.*timestamp/],
    [{ ...good, ts: 1_589_463_000_000 }, /ts.*timestamp/],
  ])('that is not the table’s is refused with a reason: %j', (row, reason) => {
    expect(toCells(row, table)).toMatch(reason);
  });

  it('may lack what may be null, and hold what the table does not know', () => {
    expect(toCells({ name: 'DDOG', ts: '2020-05-14T13:30:00', other: 1 }, table)).toEqual([
      'DDOG',
      1_589_463_000_000n,
      null,
      null,
      null,
      null,
    ]);
  });
});
