import { describe, expect, it } from 'vitest';
import { QueryTextError, ReadOnlyError } from '../errors.ts';
import { assertTrinoText, MAX_QUERY_BYTES, readingStatement } from './text-rules.ts';

describe('the text of a query', () => {
  it.each([
    ['SELECT 1::bigint', '::'],
    ['SELECT `a` FROM t', '`'],
    ["SELECT a FROM t WHERE a ILIKE 'x'", 'ILIKE'],
    ['SELECT a FROM t QUALIFY row_number() OVER () = 1', 'QUALIFY'],
    ['SELECT DISTINCT ON (a) a FROM t', 'DISTINCT ON ('],
    ['SELECT a FROM t WHERE a IN ( )', 'IN ( )'],
    ['SELECT * FROM a ASOF JOIN b ON a.x > b.x', 'ASOF JOIN'],
    ['SELECT a FROM t ORDER BY ALL', 'ORDER BY ALL'],
    ['SELECT a FROM t GROUP BY ALL', 'GROUP BY ALL'],
  ])('%s is refused for %s', (text, construct) => {
    expect(() => assertTrinoText(text, 0)).toThrow(expect.objectContaining({ name: 'QueryTextError', construct }));
  });

  it('may say the same inside strings, quoted names and comments', () => {
    const text = `SELECT '::ILIKE in ()', "qualify" -- order by all\n /* a::b ? */ FROM t`;
    expect(() => assertTrinoText(text, 0)).not.toThrow();
  });

  it('has a ? for every value', () => {
    expect(() => assertTrinoText('SELECT 1 FROM t WHERE a = ?', 1)).not.toThrow();
    expect(() => assertTrinoText("SELECT '?' FROM t WHERE a = ?", 2)).toThrow('The query has 1 "?" for 2 values');
  });

  it.each(["SELECT 'a", 'SELECT "a', 'SELECT /* a'])('%s has no end', (text) => {
    expect(() => assertTrinoText(text, 0)).toThrow('without end');
  });

  it('may have as many bytes as Athena takes, and no more', () => {
    expect(MAX_QUERY_BYTES).toBe(262_144);
    const filler = (bytes: number) => `SELECT '${'é'.repeat((bytes - 9) / 2)}'`;
    expect(() => assertTrinoText(filler(MAX_QUERY_BYTES - 1), 0)).not.toThrow();
    expect(() => assertTrinoText(filler(MAX_QUERY_BYTES + 1), 0)).toThrow('has 262145 bytes');
  });
});

describe('a reading statement', () => {
  it.each([
    ['SELECT 1'],
    ['  -- why\n select 1'],
    ['WITH a AS (SELECT 1) SELECT * FROM a'],
    ['VALUES 1'],
    ['((SELECT 1)) UNION ALL (SELECT 2)'],
    ["SELECT ';' AS a"],
    ['EXPLAIN SELECT 1'],
    ['EXPLAIN ANALYZE VERBOSE SELECT 1'],
    ['EXPLAIN (TYPE DISTRIBUTED) SELECT 1'],
    ['EXPLAIN (SELECT 1)'],
  ])('%s is one', (text) => {
    expect(readingStatement(text).statement).toBe(text);
  });

  it('may end with a semicolon', () => {
    expect(readingStatement('SELECT 1 ; -- done').statement).toBe('SELECT 1 ');
  });

  it('tells what an EXPLAIN explains', () => {
    expect(readingStatement('EXPLAIN (FORMAT JSON) SELECT 1').explains).toBe('SELECT 1');
  });

  it.each([
    ['', 'there is none'],
    ['-- only a comment', 'there is none'],
    ['SELECT 1; SELECT 2', 'there are several'],
    ['SELECT 1; DROP TABLE bars', 'there are several'],
    ['DROP TABLE bars', 'begins with DROP'],
    ["COPY bars TO '/tmp/x'", 'begins with COPY'],
    ['INSERT INTO bars VALUES (1)', 'begins with INSERT'],
    ["UNLOAD (SELECT 1) TO 's3://x'", 'begins with UNLOAD'],
    ['CREATE TABLE a AS SELECT 1', 'begins with CREATE'],
    ["SET memory_limit = '1GB'", 'begins with SET'],
    ["EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x'", 'begins with COPY'],
    ['EXPLAIN (FORMAT JSON) DELETE FROM bars', 'begins with DELETE'],
    ['EXPLAIN', 'there is none'],
    ['"SELECT" 1', 'begins with "SELECT"'],
  ])('%s is none: %s', (text, found) => {
    expect(() => readingStatement(text)).toThrow(ReadOnlyError);
    expect(() => readingStatement(text)).toThrow(found);
  });

  it('must be readable at all', () => {
    expect(() => readingStatement("SELECT 'a")).toThrow(QueryTextError);
  });
});
