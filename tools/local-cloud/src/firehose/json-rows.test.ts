import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonRows } from './json-rows.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
const space = fc.constantFrom('', '\n', ' ', '\r\n\t');

describe('the JSON objects of a record', () => {
  it('are found whole and in order, with or without white space between them', () => {
    const cases = fc.property(
      fc.array(fc.tuple(space, object), { minLength: 1, maxLength: 6 }),
      space,
      (parts, end) => {
        const texts = parts.map(([, value]) => JSON.stringify(value));
        const text = parts.map(([before], i) => before + texts[i]).join('') + end;
        const rows = jsonRows(bytes(text));
        expect(rows?.map((row) => row.text)).toEqual(texts);
        expect(rows?.map((row) => row.value)).toEqual(texts.map((one) => JSON.parse(one) as unknown));
      },
    );
    fc.assert(cases, { numRuns: 300 });
  });

  it.each([
    '',
    ' ',
    '[]',
    '[{"a":1}]',
    '1',
    'null',
    '"{}"',
    '{"a":1',
    '{"a":1}}',
    '{"a":1} x',
    'x {"a":1}',
    '{"a":1},{"a":2}',
    '{"a":NaN}',
    '{}[]',
  ])('are not found in %j', (text) => {
    expect(jsonRows(bytes(text))).toBeUndefined();
  });

  it('are not found in bytes that are no UTF-8', () => {
    expect(jsonRows(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined();
  });
});
