import * as z from 'zod/mini';
import fc from 'fast-check';
import { newYorkDate } from '@tickerlake/market-calendar';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { records } from '../test/arbitraries.ts';
import { isRecordOf } from './check-record.ts';
import { BAR_INTERVALS, intervalMs } from './intervals.ts';
import { jsonSchema, jsonSchemaOf } from './json-schema.ts';
import { describeKind, KINDS, RECORD_KINDS } from './kinds.ts';
import { priceField } from './number-fields.ts';
import { RecordFieldError } from './record-error.ts';
import { type Bar, barSchema, type MarketRecord, type News } from './records.ts';
import { symbolField } from './text-fields.ts';
import { eventTimeMs, type Partition, partitionOf, tableFor, tableOf, tables } from './tables.ts';

const columns = (table: keyof typeof tables): string =>
  tables[table].columns.map(({ name, type, nullable }) => `${name} ${type}${nullable ? '' : ' not null'}`).join(', ');

describe('tables', () => {
  test('are the lake’s', () => {
    const provenance = 'source string, observed_at timestamp';
    expect(columns('bars')).toBe(
      'name string not null, ts timestamp not null, open double, high double not null, low double not null, close double, ' +
        `volume bigint, interval string, ${provenance}, final boolean`,
    );
    expect(columns('quotes')).toBe(
      'name string not null, ts timestamp not null, price double not null, bid double, ask double, bid_size double, ' +
        `ask_size double, volume bigint, ${provenance}`,
    );
    expect(columns('forex')).toBe(
      `name string not null, ts timestamp not null, bid double not null, ask double not null, ${provenance}`,
    );
    expect(columns('news')).toBe(
      'id string not null, ts timestamp not null, headline string not null, summary string, symbols array<string> not null, ' +
        `publisher string, url string, sentiment double, ${provenance}`,
    );
  });

  test('say of every column what it means', () => {
    for (const { columns: all, partitionKeys } of Object.values(tables))
      for (const { comment } of [...all, ...partitionKeys]) expect(comment).toMatch(/^\S.{5,}[^.]$/);
  });

  test('are partitioned by New York date, and all but bars by hour too', () => {
    const keys = Object.values(tables).map(({ name, partitionKeys }) => [
      name,
      ...partitionKeys.map((key) => key.name),
    ]);
    expect(keys).toEqual([
      ['bars', 'dt'],
      ['quotes', 'dt', 'hour'],
      ['forex', 'dt', 'hour'],
      ['news', 'dt', 'hour'],
    ]);
  });
});

describe('one definition', () => {
  test.each(RECORD_KINDS)('the fields of a %s are its columns and the properties of its JSON Schema', (kind) => {
    const { schema, table, fields } = KINDS[kind];
    const keys = Object.keys(schema.shape).filter((key) => key !== 'kind');
    expect(fields.map(({ key }) => key)).toEqual(keys);
    expect(tables[table].columns).toHaveLength(keys.length);
    expect(Object.keys(jsonSchema(kind)['properties'] as object)).toEqual(Object.keys(schema.shape));
  });

  test('a field added to a schema is a column, a property, and checked', () => {
    const wider = describeKind(
      'bar',
      'bars',
      z.extend(barSchema, { vwap: z.exactOptional(priceField('Average price')) }),
    );
    expect(tableFor(wider).columns.at(-1)).toEqual({
      name: 'vwap',
      type: 'double',
      nullable: true,
      comment: 'Average price',
    });
    expect(jsonSchemaOf(wider)['properties']).toMatchObject({ vwap: { type: 'number' } });
    const bar = { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 };
    expect(isRecordOf(wider, { ...bar, vwap: 1.5 })).toBe(true);
    expect(isRecordOf(wider, { ...bar, vwap: '1.5' })).toBe(false);
    expect(isRecordOf(KINDS.bar, { ...bar, vwap: 1.5 })).toBe(false);
  });

  test('a field without a rule is refused when the schema is taken apart', () => {
    const bare = z.strictObject({ name: symbolField('Symbol'), high: z.number() });
    expect(() => describeKind('bar', 'bars', bare)).toThrow('Field high has no rule');
  });
});

describe('JSON Schema', () => {
  test.each(RECORD_KINDS)('of a %s is closed, and requires what the table requires', (kind) => {
    const schema = jsonSchema(kind);
    const required = KINDS[kind].fields.filter((field) => field.required).map(({ key }) => key);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: kind,
      type: 'object',
      additionalProperties: false,
      required: kind === 'bar' ? required : ['kind', ...required],
    });
  });

  test('carries limits, patterns and meanings', () => {
    expect(jsonSchema('bar')).toMatchObject({
      description: 'high is at least low',
      properties: {
        name: { type: 'string', maxLength: 32, description: expect.stringContaining('upper case') as string },
        ts: { pattern: expect.stringMatching(/^\^/) as string },
        volume: { type: 'integer', minimum: 0 },
        interval: { enum: [...BAR_INTERVALS] },
      },
    });
    expect(jsonSchema('forex')).toMatchObject({ properties: { bid: { exclusiveMinimum: 0 } } });
    expect(jsonSchema('news')).toMatchObject({
      properties: { symbols: { type: 'array' }, sentiment: { minimum: -1, maximum: 1 } },
    });
  });

  test('is JSON', () => {
    for (const kind of RECORD_KINDS) expect(JSON.parse(JSON.stringify(jsonSchema(kind)))).toEqual(jsonSchema(kind));
  });
});

describe('where a record belongs', () => {
  test('its partition is the New York date of its event time and, but for a bar, the hour', () => {
    const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit' });
    fc.assert(
      fc.property(records, (record) => {
        const dt = newYorkDate(eventTimeMs(record));
        const hour = hourOf.format(eventTimeMs(record));
        expect(partitionOf(record)).toEqual(tableOf(record) === 'bars' ? { dt } : { dt, hour });
        expect(tableOf(record)).toBe(KINDS[record.kind ?? 'bar'].table);
      }),
    );
    const evening = { name: 'BTC-USD', ts: '2020-05-13 20:30:00-04:00', high: 1, low: 1 };
    expect(partitionOf(evening)).toEqual({ dt: '2020-05-13' });
    expect(eventTimeMs(evening)).toBe(Date.UTC(2020, 4, 14, 0, 30));
  });

  test('both hours that autumn has between one and two are one partition', () => {
    const rate = { kind: 'forex', name: 'EURUSD', bid: 1.1, ask: 1.2 } as const;
    for (const offset of ['-04:00', '-05:00'])
      expect(partitionOf({ ...rate, ts: `2021-11-07 01:30:00${offset}` })).toEqual({ dt: '2021-11-07', hour: '01' });
  });

  test('types know which partitions have an hour', () => {
    const bar: Bar = { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high: 2, low: 1 };
    const story: News = { kind: 'news', id: '1', ts: bar.ts, headline: 'Up', symbols: [] };
    expectTypeOf(partitionOf(bar)).toEqualTypeOf<{ readonly dt: string }>();
    expectTypeOf(partitionOf(story)).toEqualTypeOf<{ readonly dt: string; readonly hour: string }>();
    expectTypeOf(partitionOf(bar as MarketRecord)).toEqualTypeOf<Partition>();
  });

  test('a time that is not canonical has neither', () => {
    const bar = { name: 'FB', ts: '2020-05-14T13:30:00Z', high: 1, low: 1 };
    expect(() => partitionOf(bar)).toThrow(RecordFieldError);
    expect(() => eventTimeMs(bar)).toThrow('ts: came "2020-05-14T13:30:00Z"');
  });
});

test('intervals are ordered by length', () => {
  expect(BAR_INTERVALS.map((interval) => intervalMs(interval) / 60_000)).toEqual([1, 2, 5, 15, 30, 60]);
});
