import type { BarInterval, TableName } from '@tickerlake/record-schema';
import { type Selectable, sql } from 'kysely';
import { describe, expectTypeOf, it } from 'vitest';
import {
  dailyRange,
  type ForexRange,
  forexRange,
  type HighestHourlyHigh,
  highestHourlyHigh,
  type Lake,
  type LakeTables,
  latestBars,
  type LatestNews,
  latestNews,
  missingMinutes,
  type Mover,
  movers,
  movesWithNews,
  type MoveWithNews,
  openDuckDbLake,
  type Question,
  type RecordCount,
  recordCounts,
  resample,
} from './index.ts';

/** Type-checked and never run. */
const onlyTypes = (_check: (lake: Lake) => unknown): void => {};

describe('the tables', () => {
  it('are those of the record schema, in snake_case, nullable where a record may lack the field', () => {
    expectTypeOf<keyof LakeTables>().toEqualTypeOf<TableName>();
    expectTypeOf<Selectable<LakeTables['bars']>>().toEqualTypeOf<{
      name: string;
      ts: Date;
      open: number | null;
      high: number;
      low: number;
      close: number | null;
      volume: number | null;
      interval: BarInterval | null;
      source: string | null;
      observed_at: Date | null;
      final: boolean | null;
      dt: string;
    }>();
    expectTypeOf<Selectable<LakeTables['quotes']>['bid_size']>().toEqualTypeOf<number | null>();
    expectTypeOf<Selectable<LakeTables['forex']>['bid']>().toEqualTypeOf<number>();
    expectTypeOf<Selectable<LakeTables['news']>['symbols']>().toEqualTypeOf<string>();
  });

  it('have an hour where their partitions are hours', () => {
    expectTypeOf<Selectable<LakeTables['forex']>>().toEqualTypeOf<{
      name: string;
      ts: Date;
      bid: number;
      ask: number;
      source: string | null;
      observed_at: Date | null;
      dt: string;
      hour: string;
    }>();
    expectTypeOf<Selectable<LakeTables['quotes' | 'news']>['hour']>().toEqualTypeOf<string>();
    expectTypeOf<Selectable<LakeTables['bars']>>().not.toHaveProperty('hour');
  });
});

describe('the query builder', () => {
  it('gives rows by what was selected', () => {
    onlyTypes(({ db }) => {
      const rows = db
        .selectFrom('bars')
        .select(['name', 'observed_at', sql<number>`high - low`.as('range')])
        .execute();
      expectTypeOf(rows).resolves.toEqualTypeOf<{ name: string; observed_at: Date | null; range: number }[]>();
    });
  });

  it('refuses columns, tables and values that do not exist', () => {
    onlyTypes(({ db }) => {
      // @ts-expect-error the column is observed_at
      void db.selectFrom('bars').select('observedAt');
      // @ts-expect-error there is no such table
      void db.selectFrom('trades');
      // @ts-expect-error a time is compared with a Date: text would be no timestamp for Athena
      void db.selectFrom('bars').select('name').where('ts', '>', '2024-01-01');
      // @ts-expect-error no bar has this interval
      void db.selectFrom('bars').select('name').where('interval', '=', '7m');
    });
  });

  it('cannot write', () => {
    onlyTypes(({ db }) => [
      // @ts-expect-error a lake is read
      db.insertInto('bars').values({}),
      // @ts-expect-error a lake is read
      db.deleteFrom('bars').execute(),
      // @ts-expect-error a lake is read
      db.updateTable('bars').set({}),
    ]);
  });
});

describe('questions', () => {
  it('say what rows they give', () => {
    expectTypeOf(highestHourlyHigh).returns.toEqualTypeOf<Question<HighestHourlyHigh>>();
    onlyTypes((lake) => {
      expectTypeOf(lake.ask(highestHourlyHigh())).resolves.toEqualTypeOf<HighestHourlyHigh[]>();
      expectTypeOf(lake.ask(movers({ per: 'range' }))).resolves.toEqualTypeOf<Mover[]>();
      expectTypeOf(lake.ask(latestNews({ symbols: ['AAPL'] }))).resolves.toEqualTypeOf<LatestNews[]>();
      expectTypeOf(lake.ask(forexRange({ per: 'hour' }))).resolves.toEqualTypeOf<ForexRange[]>();
      expectTypeOf(lake.ask(movesWithNews({ interval: '1m' }))).resolves.toEqualTypeOf<MoveWithNews[]>();
      expectTypeOf(lake.ask(recordCounts())).resolves.toEqualTypeOf<RecordCount[]>();
    });
  });

  it('refuse options that make no sense', () => {
    onlyTypes(() => [
      // @ts-expect-error symbols is a list
      highestHourlyHigh({ symbols: 'AAPL' }),
      // @ts-expect-error a typo
      dailyRange({ form: '2024-01-01' }),
      // @ts-expect-error no bar has this interval
      latestBars({ interval: '1d' }),
      // @ts-expect-error the length is needed
      resample({}),
      // @ts-expect-error one of day, range
      movers({ per: 'week' }),
      // @ts-expect-error only sessions have minutes that must be there
      missingMinutes({ extendedHours: true }),
      // @ts-expect-error stories are about companies, rates are of pairs
      forexRange({ symbols: ['AAPL'] }),
      // @ts-expect-error one of day, hour
      forexRange({ per: 'range' }),
      // @ts-expect-error all that the lake holds is counted
      recordCounts({ market: 'real' }),
      // @ts-expect-error a news item has no interval
      latestNews({ interval: '1m' }),
      // @ts-expect-error the folder is needed
      openDuckDbLake({}),
    ]);
  });
});
