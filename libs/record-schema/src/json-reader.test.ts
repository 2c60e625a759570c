import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonReader, MAX_DEPTH } from './json-reader.ts';

const read = (text: string, start = 0, end = text.length) => new JsonReader(text).readObject(start, end);
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
/** What `JSON.parse` says of an object that is the whole text. */
const expected = (text: string) => (text.startsWith('{') ? parsed(text) : undefined);

const objects = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 5 }));

describe('against JSON.parse', () => {
  test('gives the same value, and the place behind it', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom(0, 1, '\t'), fc.string(), fc.string(), (value, indent, before, after) => {
        const json = JSON.stringify(value, null, indent);
        const reader = new JsonReader(before + json + after);
        expect(reader.readObject(before.length, before.length + json.length + after.length)).toEqual(JSON.parse(json));
        expect(reader.at).toBe(before.length + json.length);
      }),
    );
  });

  test('agrees on damaged text too', () => {
    const damage = fc.tuple(
      objects,
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '"', '{', '}', ',', '\\', '\n', '0', 'e', '-', '.'),
    );
    fc.assert(
      fc.property(damage, ([value, place, cut, put]) => {
        const json = JSON.stringify(value);
        const at = place % json.length;
        const text = json.slice(0, at) + put + json.slice(at + cut);
        const reader = new JsonReader(text);
        const value2 = reader.readObject(0, text.length);
        // The reader stops behind the first object; JSON.parse takes no more than one.
        const whole = value2 !== undefined && text.slice(reader.at).trim() === '';
        expect(whole ? value2 : undefined).toEqual(expected(text));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '{"a":01}',
    '{"a":-01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":"\t"}',
    '{"a":"\\x"}',
    "{'a':1}",
    '{"a":1,}',
    '{a:1}',
    '{"a" 1}',
    '{"a":[1,]}',
    '{"a":tru}',
    '{"a":\u00a01}',
  ])('refuses %s as JSON.parse does', (text) => {
    expect(read(text)).toBeUndefined();
    expect(parsed(text)).toBeUndefined();
  });
});

test('reads the bare tokens that Python writes', () => {
  expect(read('{"a":NaN,"b":[Infinity,-Infinity],"c":1e999}')).toEqual({
    a: Number.NaN,
    b: [Infinity, -Infinity],
    c: Infinity,
  });
  for (const text of ['{"a":-NaN}', '{"a":nan}', '{"a":NaN1}', '{"a":1Infinity}', '{"NaN":None}'])
    expect(read(text)).toBeUndefined();
});

test('a key named __proto__ is a key', () => {
  const value = read('{"__proto__":{"high":1},"low":2}');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value ?? {})).toEqual(['__proto__', 'low']);
  expect(value?.['high']).toBeUndefined();
});

test('goes so deep and no deeper', () => {
  const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  expect(read(nested(MAX_DEPTH))).toBeDefined();
  const reader = new JsonReader(nested(MAX_DEPTH + 1));
  expect(reader.readObject(0, 10_000)).toBeUndefined();
  expect(reader.tooDeep).toBe(true);
});

test('looks no further than it is told', () => {
  for (const text of ['{"a":12345}', '{"a":"12345"}', '{"a":[1,2,3]}', '{"abc":1}'])
    for (let end = 1; end < text.length; end++) expect(read(text, 0, end), `${end} of ${text}`).toBeUndefined();
});
