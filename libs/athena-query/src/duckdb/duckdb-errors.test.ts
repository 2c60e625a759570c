import { expect, it } from 'vitest';
import { DuckDbQueryError } from '../errors.ts';
import { fromDuckDb } from './duckdb-errors.ts';

it("keeps DuckDB's words and where in the text it points, but not the stack trace of its library", () => {
  const parse = new Error('Parser Error: syntax error at or near "x"\n\nLINE 1: x\n        ^');
  expect(fromDuckDb(parse)).toMatchObject({ name: 'DuckDbQueryError', message: parse.message, cause: parse });
  const inner = new Error('INTERNAL Error: index 11\n\nStack Trace:\n\n/lib/libduckdb.so(_ZN6duckdb+0x5b)');
  const error = fromDuckDb(inner);
  expect(error).toBeInstanceOf(DuckDbQueryError);
  expect(error).toMatchObject({ message: 'INTERNAL Error: index 11', cause: inner });
});
