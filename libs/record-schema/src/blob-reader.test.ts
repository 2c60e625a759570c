import { describe, expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import type { Outcome } from './outcome.ts';
import { encodeRecord } from './record-codec.ts';

const BAR = '{"name":"FB","ts":"2020-05-14 09:30:00-04:00","high":2,"low":1}';
const bar = (high: number) => BAR.replace('2,"low"', `${high},"low"`);
const ok = (high: number): Outcome => ({
  status: 'ok',
  record: { name: 'FB', ts: '2020-05-14 09:30:00-04:00', high, low: 1 },
});
const texts = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'ok' ? encodeRecord(outcome.record) : outcome.text));

describe('hostile input', () => {
  const LARGE = 300_000;
  test.each([
    ['braces', '{'.repeat(LARGE)],
    ['brackets', '['.repeat(LARGE)],
    ['nested objects', '{"a":'.repeat(LARGE / 5)],
    ['nested objects on lines', '{"a":\n'.repeat(LARGE / 6)],
    ['nested arrays', `{"a":${'['.repeat(LARGE)}`],
    ['objects that never end on one line', '{"a":1,'.repeat(LARGE / 7)],
    ['a long list in objects that never end', `${'{"a":'.repeat(31)}[${'0,'.repeat(LARGE / 2)}`],
    ['strings that never end', '{"a {"'.repeat(LARGE / 6)],
    ['broken records between good ones on one line', `{"a {${bar(2)}`.repeat(LARGE / 70)],
    ['ever deeper lines', Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}{"a":`).join('\n')],
    ['empty lines after an indented one', `${' '.repeat(LARGE / 2)}{${'\n'.repeat(LARGE / 2)}`],
    ['lines of words', 'x\n'.repeat(LARGE / 2)],
    ['pieces of words on one line', `x ${bar(2)}`.repeat(LARGE / 70)],
    ['words', 'x {} '.repeat(LARGE / 5)],
    ['quotes', '"'.repeat(LARGE)],
  ])('%s take time in proportion', { timeout: 20_000 }, (_what, blob) => {
    const outcomes = normalise(blob);
    expect(texts(outcomes).join('').length).toBeLessThanOrEqual(blob.length);
    expect(normalise(`${blob}\n${bar(3)}`).at(-1)).toEqual(ok(3));
  });

  test('broken records between good ones cost none of them, however many', () => {
    const blob = `{"a {${bar(2)}`.repeat(2000);
    expect(normalise(blob).filter(({ status }) => status === 'ok')).toHaveLength(2000);
  });

  test('a record longer than a megabyte is not read', () => {
    const long = bar(2).replace('{', `{"note":"${'x'.repeat(1_100_000)}",`);
    expect(normalise(`${long}\n${bar(3)}`)).toEqual([
      { status: 'failed', reason: 'longer than 1048576 characters', text: long },
      ok(3),
    ]);
    expect(normalise(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`)).toMatchObject([
      { reason: 'nested deeper than 32 levels' },
    ]);
  });
});
