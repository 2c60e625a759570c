import type { ParquetTable } from '@tickerlake/parquet-file';
import { ResourceError } from '../resource-handler.ts';
import type { Properties } from './properties.ts';

type Column = ParquetTable['columns'][number];

/** A table as Glue keeps it: a column's type may be any text. */
export interface CatalogTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string }[];
}

/** The tables of the data catalogue, by `database.table`. */
export type TableCatalog = Map<string, CatalogTable>;

/** Reads a `TableInput`. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-glue-table-tableinput.html */
export function readTable(name: string, input: Properties | undefined): CatalogTable {
  const columns = input?.object('StorageDescriptor')?.objects('Columns') ?? [];
  return {
    name,
    columns: columns.map((column) => ({
      name: column.need('Name', column.text('Name')),
      type: column.text('Type') ?? 'string',
      comment: column.text('Comment') ?? '',
    })),
  };
}

const TYPES: readonly Column['type'][] = ['string', 'double', 'boolean', 'bigint', 'timestamp', 'array<string>'];

/** The table that Parquet files are written by. Throws when there is none, and for a type that cannot be written here. */
export function parquetTable(tables: TableCatalog, database: string, name: string): ParquetTable {
  const table = tables.get(`${database}.${name}`);
  if (!table)
    throw new ResourceError(`Could not fetch the Glue schema: table ${name} not found in database ${database}`);
  return {
    name,
    columns: table.columns.map((column) => ({ ...column, type: knownType(name, column), nullable: true })),
  };
}

function knownType(table: string, { name, type }: CatalogTable['columns'][number]): Column['type'] {
  const known = TYPES.find((one) => one === type.toLowerCase());
  if (known) return known;
  throw new ResourceError(`Column ${name} of table ${table} is of type ${type}; written here are ${TYPES.join(', ')}`);
}
