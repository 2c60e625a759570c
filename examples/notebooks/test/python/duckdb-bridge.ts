import { createInterface } from 'node:readline';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

/** Runs SQL for the stand-in `duckdb.py`: a request a line, an answer a line, both JSON. */
interface Request {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' });
const connection = await instance.connect();

/** Dates as DuckDB writes them, numbers as numbers: what the lake holds fits into those of JSON. */
const plain = (value: DuckDBValue): unknown => {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'bigint' ? Number(value) : String(value);
};

async function answer({ sql, parameters }: Request): Promise<object> {
  const result = await connection.runAndReadAll(sql, parameters.length > 0 ? [...parameters] : undefined);
  const types = result.columnTypes();
  return {
    columns: result.columnNames().map((name, index) => ({ name, type: String(types[index]) })),
    rows: result.getRows().map((row) => row.map(plain)),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request: Request = JSON.parse(line);
  const answered = await answer(request).catch((error: unknown) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answered)}\n`);
}
connection.closeSync();
instance.closeSync();
