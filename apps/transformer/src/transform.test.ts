import { fromRow, normalise, type Outcome, tableOf } from '@tickerlake/record-schema';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type SourceRecord, transform, type TransformCounts } from './transform.ts';

const base64 = (data: string | Uint8Array): string => Buffer.from(data as string).toString('base64');
const record = (recordId: string, data: string | Uint8Array): SourceRecord => ({ recordId, data: base64(data) });
const bar = (fields: object = {}): string =>
  JSON.stringify({ name: 'DDOG', ts: '2026-11-20 09:30:00-05:00', high: 67.5, low: 64.61, ...fields });

const answerOf = (response: ReturnType<typeof transform>['response'], recordId: string) => {
  const found = response.records.filter((candidate) => candidate.recordId === recordId);
  expect(found).toHaveLength(1);
  return found[0];
};

it('answers an id that comes twice with the same data once', () => {
  const { response, counts } = transform([record('a', bar()), record('b', bar()), record('a', bar())]);
  expect(response.records.map(({ recordId, result }) => [recordId, result])).toEqual([
    ['a', 'Ok'],
    ['b', 'Ok'],
  ]);
  expect(counts.records).toEqual({ in: 3, ok: 2, dropped: 0, failed: 0, repeated: 1 });
});

it.each([
  ['a', 'b', 'a'],
  ['b', 'a', 'a', 'a'],
  ['a', 'a', 'b', 'b'],
])('fails an id that comes with different data, once', (...ids) => {
  const { response, counts } = transform(ids.map((id, index) => record(id, bar({ volume: id === 'a' ? index : 0 }))));
  expect(answerOf(response, 'a')).toEqual({ recordId: 'a', result: 'ProcessingFailed' });
  expect(answerOf(response, 'b')?.result).toBe('Ok');
  expect(counts.failed['ambiguous-record-id']?.records).toBe(1);
});

it('fails what does not fit into the response and still delivers what does', () => {
  const huge = bar().repeat(300);
  const { response, counts } = transform([record('a', bar()), record('b', huge), record('c', bar())], 2_000);
  expect(response.records.map(({ result }) => result)).toEqual(['Ok', 'ProcessingFailed', 'Ok']);
  expect(counts.failed['response-full']).toMatchObject({ pieces: 300, records: 1 });
});

it('answers a full Firehose buffer of short bars within 6 MB, every record of it', { timeout: 60_000 }, () => {
  const records = Array.from({ length: 40_000 }, (_, index) =>
    record(`4965764412030578432916728904000${index}`, bar()),
  );
  const { response, counts } = transform(records);
  expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThanOrEqual(6_000_000);
  expect(Buffer.byteLength(JSON.stringify(response))).toBeGreaterThan(5_999_000);
  expect(response.records).toHaveLength(records.length);
  expect(counts.bars + (counts.failed['response-full']?.pieces ?? 0)).toBe(records.length);
});

// The laws, over batches of anything.

const NEW_YORK = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York', dateStyle: 'short' });
const instant = fc
  .integer({ min: Date.UTC(2007, 0), max: Date.UTC(2030, 0) / 1 })
  .map((ms) => new Date(Math.floor(ms / 1000) * 1000));
/** Instants of few days, so that a record's bars often share a date and often do not. */
const nearInstant = fc
  .integer({ min: 0, max: 40 * 3_600 })
  .map((second) => new Date(Date.UTC(2026, 10, 1, 2) + second * 1_000));
const price = fc.double({ min: 0.01, max: 100_000, noNaN: true });

const goodBar = fc
  .record({
    name: fc.constantFrom('DDOG', 'brk-b', '^GSPC', 'EURUSD=X'),
    at: fc.oneof(nearInstant, nearInstant, instant),
    prices: fc.tuple(price, price),
    volume: fc.option(fc.nat(), { nil: undefined }),
    iso: fc.boolean(),
    stray: fc.dictionary(fc.constantFrom('result', 'recordId', 'data', 'x'), fc.string(), { maxKeys: 2 }),
  })
  .map(({ name, at, prices, volume, iso, stray }) => ({
    ...stray,
    [iso ? 'Name' : 'name']: name,
    ts: iso ? at.toISOString() : at.toISOString().replace('T', ' ').replace('.000Z', '+00:00'),
    high: Math.max(...prices),
    low: Math.min(...prices),
    volume,
  }))
  .map((fields) => JSON.stringify(fields));

const piece = fc.oneof(
  { weight: 8, arbitrary: goodBar },
  { weight: 2, arbitrary: fc.constant('{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":null,"low":NaN}') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"kind":"quote","name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":67.5}',
      '{"kind":"news","id":',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"name":',
      '{}',
      'null',
      '\u0000',
      '{"kind":"forex"}',
      '{"name":"A","ts":"x","high":1,"low":1}',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const text = fc
  .tuple(fc.array(piece, { maxLength: 4 }), fc.constantFrom('', '\n', '\r\n', ' ', ','))
  .map(([pieces, glue]) => pieces.join(glue));
const data = fc.oneof(
  { weight: 10, arbitrary: text.map(base64) },
  { weight: 1, arbitrary: fc.uint8Array().map(base64) },
  { weight: 1, arbitrary: fc.string() },
);
const batch = fc.array(
  fc.record({ recordId: fc.oneof(fc.uuid(), fc.constantFrom('a', 'b', '"\n', '__proto__')), data }),
  { maxLength: 12 },
);

const isBase64 = (value: string): boolean =>
  value.length % 4 === 0 &&
  Buffer.from(value, 'base64').toString('base64').replaceAll('=', '').length === value.replaceAll('=', '').length;
const piecesOf = (value: string): readonly Outcome[] =>
  isBase64(value) ? normalise(Buffer.from(value, 'base64')) : [];
const barsOf = (value: string) =>
  piecesOf(value).flatMap((outcome) =>
    outcome.status === 'ok' && tableOf(outcome.record) === 'bars' ? [outcome.record] : [],
  );
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const countedPieces = (counts: TransformCounts): number =>
  counts.bars + sum(Object.values(counts.dropped)) + sum(Object.values(counts.failed).map(({ pieces }) => pieces));

it('answers every record id exactly once, in order of first appearance, whatever the data', () => {
  fc.assert(
    fc.property(batch, (records) => {
      const { response } = transform(records);
      expect(response.records.map(({ recordId }) => recordId)).toEqual([
        ...new Set(records.map(({ recordId }) => recordId)),
      ]);
    }),
  );
});

it('delivers exactly the bars of each accepted record, and all of them in the partition of their New York date', () => {
  fc.assert(
    fc.property(batch, (records) => {
      const { response } = transform(records);
      for (const { recordId, result, data: rows, metadata } of response.records) {
        if (result !== 'Ok') continue;
        const expected = barsOf(records.find((candidate) => candidate.recordId === recordId)?.data ?? '');
        const lines = Buffer.from(rows ?? '', 'base64')
          .toString()
          .split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => fromRow('bars', JSON.parse(line) as Record<string, unknown>))).toEqual(expected);
        for (const { ts } of expected) expect(metadata?.partitionKeys).toEqual({ dt: NEW_YORK.format(new Date(ts)) });
      }
    }),
  );
});

it('accounts for every piece once, and for every record once', () => {
  fc.assert(
    fc.property(batch, fc.constantFrom(6_000_000, 1_500), (records, maxBytes) => {
      const distinct = new Map(records.map(({ recordId, data: value }) => [recordId, value]));
      const ambiguous = new Set(
        records.filter(({ recordId, data: value }) => distinct.get(recordId) !== value).map(({ recordId }) => recordId),
      );
      const pieces = [...distinct].map(([recordId, value]) =>
        ambiguous.has(recordId) ? 1 : Math.max(1, piecesOf(value).length),
      );
      const { counts } = transform(records, maxBytes);
      const { in: came, ...answered } = counts.records;
      expect(countedPieces(counts)).toBe(sum(pieces));
      expect(sum(Object.values(answered))).toBe(came);
      expect(came).toBe(records.length);
    }),
  );
});

it('never answers with more than the response may hold', () => {
  fc.assert(
    fc.property(batch, fc.integer({ min: 0, max: 4_000 }), (records, spare) => {
      const distinct = [...new Set(records.map(({ recordId }) => recordId))];
      const bare = Buffer.byteLength(
        JSON.stringify({ records: distinct.map((recordId) => ({ recordId, result: 'ProcessingFailed' })) }),
      );
      const { response } = transform(records, bare + spare);
      expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThanOrEqual(bare + spare);
    }),
  );
});

it('judges a record the same whoever its neighbours are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ recordId: fc.uuid(), data }), { selector: ({ recordId }) => recordId, maxLength: 8 }),
      (records) => {
        const together = transform(records).response.records;
        expect(together).toEqual(records.flatMap((alone) => transform([alone]).response.records));
      },
    ),
  );
});
