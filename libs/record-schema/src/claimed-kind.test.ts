import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { records } from '../test/arbitraries.ts';
import { claimedKind } from './claimed-kind.ts';
import { RECORD_KINDS } from './kinds.ts';
import { normalise } from './normalise.ts';
import { encodeRecord } from './record-codec.ts';

const kinds = fc.constantFrom(...RECORD_KINDS);
const spellings = (word: string) =>
  fc.constantFrom(word, word.toUpperCase(), ` ${word}`, `${word[0]?.toUpperCase()}${word.slice(1)}\t`);

describe('the kind that an unreadable piece claims', () => {
  test.each([
    ['a record that lacks a field', '{"kind":"forex","name":"EURUSD","bid":1.1}', 'forex'],
    ['a record cut off behind it', '{"kind":"quote","name":"FB","pri', 'quote'],
    ['a record cut off before it', 'URUSD","bid":1.1,"ask":1.2,"kind" : "forex"}', 'forex'],
    ['a record with a broken value', '{"name":"EURUSD","bid":1,1,"kind":"forex"}', 'forex'],
    ['a record that lost a quote', '{"headline:"Up","kind":"news"}', 'news'],
    ['an object and what comes behind it', '{"name":"EURUSD"} {"kind":"forex","bid"', 'forex'],
    ['a key and a value in other case', '{"Kind":" News ","id":', 'news'],
    ['a key written with an escape', String.raw`{"\u006bind":"news"}`, 'news'],
    ['a bar that says so', '{"kind":"bar","high":', 'bar'],
    ['a spelling that says nothing beside one that does', '{"kind":null,"KIND":"quote"}', 'quote'],
  ])('of %s', (_what, text, kind) => {
    expect(claimedKind(text)).toBe(kind);
  });

  test.each([
    ['a bar without a kind', '{"name":"FB","high":"much"}'],
    ['a kind that we do not know', '{"kind":"trade","price":1}'],
    ['a kind that is no text', '{"kind":7}'],
    ['two kinds', '{"kind":"news","Kind":"quote"}'],
    ['a kind of something inside', '{"name":"FB","about":{"kind":"news"}}'],
    ['a headline that quotes a record', JSON.stringify({ headline: '{"kind":"forex"}' }).slice(0, -1)],
    ['a longer key', '{"mankind":"news","a"'],
    ['a longer value', '{"kind":"newspaper","a"'],
    ['no text', ''],
  ])('is none for %s', (_what, text) => {
    expect(claimedKind(text)).toBeUndefined();
  });

  test('is that of the record, however much of its end is lost', () => {
    fc.assert(
      fc.property(records, fc.nat(), (record, rest) => {
        const line = encodeRecord(record);
        const head = line.indexOf('"kind":"') < 0 ? 0 : `{"kind":"${record.kind}"`.length;
        const cut = line.slice(0, head + (rest % (line.length - head)));
        expect(claimedKind(cut)).toBe(record.kind);
      }),
    );
  });

  test('is the one by which the normaliser judges an object, wherever the member stands and however it is spelt', () => {
    const claim = kinds.chain((kind) => fc.tuple(fc.constant(kind), spellings('kind'), spellings(kind)));
    fc.assert(
      fc.property(claim, fc.boolean(), ([kind, key, name], first) => {
        const member = { [key.trim()]: name };
        const other = { meta: { kind: 'trade', list: [{ kind: 'bar' }] } };
        const text = JSON.stringify(first ? { ...member, ...other } : { ...other, ...member });
        expect(claimedKind(text)).toBe(kind);
        // A record of that kind lacks other fields, so the reason tells which kind it was taken for.
        const lacking = { bar: 'high', quote: 'price', forex: 'bid', news: 'headline' }[kind];
        expect(normalise(text)).toMatchObject([
          { status: 'failed', reason: expect.stringContaining(lacking) as string },
        ]);
      }),
    );
  });

  test.each([
    ['quotes', '"'],
    ['escaped quotes', '\\"'],
    ['keys without a value', '"kind" '],
    ['keys with a blank value', `"kind":"${' '.repeat(50)}`],
    ['objects within objects', '{"kind":'],
  ])('is looked for in time in proportion to the text: %s', { timeout: 20_000 }, (_what, part) => {
    const text = part.repeat(1_000_000 / part.length);
    expect(claimedKind(text)).toBeUndefined();
    expect(claimedKind(`${text}\n"kind":"news"`)).toBe('news');
  });
});
