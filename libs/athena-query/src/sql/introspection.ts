import type { ColumnMetadata, TableMetadata } from 'kysely';
import { type CellValue, collectPages, type QueryEngine, toObjects } from '../engine.ts';

const COLUMNS = `SELECT table_schema, table_name, column_name, data_type, is_nullable
FROM information_schema.columns WHERE table_schema <> 'information_schema'
ORDER BY table_schema, table_name, ordinal_position`;

type ColumnRow = Readonly<Record<string, CellValue>>;

const columnOf = (row: ColumnRow): ColumnMetadata => ({
  name: String(row['column_name']),
  dataType: String(row['data_type']),
  isNullable: row['is_nullable'] !== 'NO',
  isAutoIncrementing: false,
  hasDefaultValue: false,
});

/** The lake's tables and columns, as both engines tell them. */
export async function readTables(engine: QueryEngine): Promise<TableMetadata[]> {
  const rows: ColumnRow[] = toObjects(await collectPages(engine.pages({ sql: COLUMNS, parameters: [] }, {})));
  const tables = new Map<string, TableMetadata>();
  for (const row of rows) {
    const [schema, name] = [String(row['table_schema']), String(row['table_name'])];
    const key = `${schema}.${name}`;
    const table = tables.get(key) ?? { schema, name, isView: false, isForeign: true, columns: [] };
    table.columns.push(columnOf(row));
    tables.set(key, table);
  }
  return [...tables.values()];
}
