import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { builder } from '../questions/question.ts';

const bars = builder.selectFrom('bars');
const since = new Date('2024-11-29T14:30:00Z');

describe('values', () => {
  it('are parameters in WHERE and literals everywhere else', () => {
    const query = bars
      .innerJoin('quotes', (join) => join.onRef('quotes.name', '=', 'bars.name').on('quotes.price', '>', 1.5))
      .select(['bars.name', sql<string>`${'a'}`.as('label')])
      .select((eb) => eb.fn.max('bars.high').filterWhere('bars.low', '>', 2).as('high'))
      .where('bars.ts', '>=', since)
      .where('bars.name', 'in', ['A', "B's"])
      .groupBy('bars.name')
      .having((eb) => eb.fn.max('bars.high'), '>', 7)
      .limit(3);
    const { sql: text, parameters } = query.compile();
    expect(text).toBe(
      `select "bars"."name", 'a' as "label", max("bars"."high") filter(where "bars"."low" > 2) as "high" from "bars" ` +
        `inner join "quotes" on "quotes"."name" = "bars"."name" and "quotes"."price" > 1.5E0 ` +
        `where "bars"."ts" >= ? and "bars"."name" in (?, ?) group by "bars"."name" having max("bars"."high") > 7 limit 3`,
    );
    expect(parameters).toEqual([since, 'A', "B's"]);
  });

  it('are parameters in the WHERE of a subquery, and only there', () => {
    const inner = builder
      .selectFrom('quotes')
      .select(sql<string>`concat("name", ${'x'})`.as('name'))
      .where('bid', '>', 1);
    const { sql: text, parameters } = bars.select('name').where('name', 'in', inner).compile();
    expect(text).toBe(
      `select "name" from "bars" where "name" in (select concat("name", 'x') as "name" from "quotes" where "bid" > ?)`,
    );
    expect(parameters).toEqual([1]);
  });

  it('that are null are written, for Athena takes no null parameter', () => {
    const { sql: text, parameters } = bars.select('name').where('source', 'is', null).compile();
    expect(text).toBe('select "name" from "bars" where "source" is NULL');
    expect(parameters).toEqual([]);
  });
});

it('writes OFFSET before LIMIT', () => {
  expect(bars.select('name').limit(2).offset(5).compile().sql).toBe('select "name" from "bars" offset 5 limit 2');
  expect(bars.select('name').offset(5).compile().sql).toBe('select "name" from "bars" offset 5');
});

it('writes types by their Trino names', () => {
  const cast = bars.select((eb) => [
    eb.cast<number>('volume', 'double precision').as('v'),
    eb.cast('high', 'decimal(10, 2)').as('h'),
  ]);
  expect(cast.compile().sql).toBe(
    'select cast("volume" as double) as "v", cast("high" as decimal(10, 2)) as "h" from "bars"',
  );
  expect(() => bars.select((eb) => eb.cast('high', 'text').as('h')).compile()).toThrow('Athena has no type text');
});

it('doubles quotes in names', () => {
  expect(bars.select('name as a"b').compile().sql).toBe('select "name" as "a""b" from "bars"');
});

describe('Athena does not know', () => {
  it.each([
    ['DISTINCT ON', bars.distinctOn('name').select('name')],
    ['ilike', bars.select('name').where('name', 'ilike', 'a%')],
    ['~', bars.select('name').where('name', '~', 'a')],
    ['IN ( )', bars.select('name').where('name', 'in', [])],
    ['::', bars.select(sql`high::varchar`.as('h'))],
    ['QUALIFY', () => sql`select name from bars qualify row_number() over () = 1`.compile(builder)],
    ['GROUP BY the alias "hour"', bars.select(sql`hour(ts)`.as('hour')).groupBy('hour' as never)],
    ['FETCH from Kysely', bars.select('name').fetch(3)],
    ['TOP', bars.select('name').top(3)],
    ['ForUpdate', bars.select('name').forUpdate()],
    [
      'MATERIALIZED',
      builder
        .with(
          (cte) => cte('a').materialized(),
          (db) => db.selectFrom('bars').select('name'),
        )
        .selectFrom('a')
        .selectAll(),
    ],
    ['COLLATE', bars.select('name').orderBy('name', (order) => order.collate('nocase'))],
  ])('%s', (construct, query) => {
    const compile = () => (typeof query === 'function' ? query() : query.compile());
    expect(compile).toThrow(expect.objectContaining({ name: 'QueryTextError', construct }));
  });
});

it('groups by an alias that is the very column', () => {
  expect(() => bars.select('bars.name as name').groupBy('name').compile()).not.toThrow();
});

it('refuses a ? that a fragment brings along', () => {
  expect(() =>
    bars
      .select('name')
      .where(sql<boolean>`name = ?`)
      .compile(),
  ).toThrow('The query has 1 "?" for 0 values');
});

it('refuses parameters longer than Athena takes', () => {
  expect(() => bars.select('name').where('name', '=', 'x'.repeat(2000)).compile()).toThrow('exceeds');
});

describe('nothing is written', () => {
  it.each([
    ['an insert', () => builder.insertInto('bars').values({} as never)],
    ['an update', () => builder.updateTable('bars').set({} as never)],
    ['a delete', () => builder.deleteFrom('bars')],
    ['a new table', () => builder.schema.createTable('t').addColumn('a', 'integer')],
    [
      'a delete inside WITH',
      () =>
        builder
          .with('gone', (db) => db.deleteFrom('bars').returning('name'))
          .selectFrom('gone')
          .selectAll(),
    ],
    ['raw DDL', () => ({ compile: () => sql`drop table bars`.compile(builder) })],
  ])('by %s', (_what, query) => {
    expect(() => query().compile()).toThrow(expect.objectContaining({ name: 'ReadOnlyError' }));
  });
});
