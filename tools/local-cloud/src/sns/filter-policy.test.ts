import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPolicy, parseFilterPolicy } from './filter-policy.ts';

const text = (stringValue: string) => ({ dataType: 'String', stringValue });
const number = (value: number | string) => ({ dataType: 'Number', stringValue: String(value) });
const list = (...values: unknown[]) => ({ dataType: 'String.Array', stringValue: JSON.stringify(values) });
const binary = { dataType: 'Binary', binaryValue: 'cnVnYnk=' };
const matches = (conditions: unknown, attribute?: object) =>
  matchesPolicy(parseFilterPolicy({ sport: conditions }), {
    other: text('x'),
    ...(attribute && { sport: attribute as never }),
  });

describe('a filter policy', () => {
  // The examples of AWS's pages on string, numeric and key matching are among these.
  it.each([
    [
      ['rugby', 'tennis'],
      [text('rugby'), text('tennis'), list('rugby', 'golf')],
      [text('golf'), text('Rugby'), list('golf'), undefined, binary],
    ],
    [
      [5, true, null],
      [number(5), number('5.0'), list(true), list(null, 'x')],
      [text('5'), number(6), text('true'), list(false)],
    ],
    [[{ prefix: 'bas' }], [text('baseball'), list('x', 'basketball')], [text('rugby'), text('abas'), number(5)]],
    [[{ suffix: 'ball' }], [text('baseball')], [text('balls'), undefined]],
    [[{ 'equals-ignore-case': 'TENNIS' }], [text('tennis'), text('Tennis')], [text('tennis ')]],
    [
      [{ 'anything-but': ['rugby', 'tennis'] }],
      [text('golf'), list('golf'), number(1)],
      [text('rugby'), list('rugby', 'golf'), undefined],
    ],
    [[{ 'anything-but': 'rugby' }], [text('golf')], [text('rugby')]],
    [[{ 'anything-but': [100, 500] }], [number(101)], [number(100), number('100.0')]],
    [[{ 'anything-but': { prefix: 'order-' } }], [text('data-entry')], [text('order-cancelled')]],
    [[{ 'anything-but': { suffix: 'ball' } }], [text('golf')], [text('baseball')]],
    [[{ numeric: ['=', 301.5] }], [number(301.5), number('3.015e2')], [number(301), text('301.5')]],
    [[{ numeric: ['>', 0, '<=', 100] }], [number(100), number(0.1)], [number(0), number(100.1)]],
    [[{ numeric: ['>=', -1, '<', 1] }], [number(-1)], [number(1)]],
    [[{ numeric: ['<', 0] }, { numeric: ['>', 10] }], [number(-1), number(11)], [number(5)]],
    [[{ exists: true }], [text('x'), binary], [undefined]],
    [[{ exists: false }], [undefined], [text('x'), binary]],
    [[{ 'anything-but': ['rugby'] }, { exists: false }], [undefined, text('golf')], [text('rugby')]],
  ])('%j takes and leaves what AWS takes and leaves', (conditions, taken, left) => {
    expect(taken.map((attribute) => matches(conditions, attribute))).toEqual(taken.map(() => true));
    expect(left.map((attribute) => matches(conditions, attribute))).toEqual(left.map(() => false));
  });

  it('asks for all of its keys', () => {
    const policy = parseFilterPolicy({ kind: ['news', 'forex'], size: [{ numeric: ['>', 1] }] });
    expect(matchesPolicy(policy, { kind: text('news'), size: number(2) })).toBe(true);
    expect(matchesPolicy(policy, { kind: text('news'), size: number(1) })).toBe(false);
    expect(matchesPolicy(policy, { kind: text('news') })).toBe(false);
  });

  it('without keys takes everything; "exists": false needs some attribute, as on AWS', () => {
    expect(matchesPolicy(parseFilterPolicy({}), {})).toBe(true);
    expect(matchesPolicy(parseFilterPolicy({ sport: [{ exists: false }] }), {})).toBe(false);
  });

  it('never looks at names that every object has', () => {
    expect(matchesPolicy(parseFilterPolicy({ constructor: [{ exists: true }] }), { a: text('x') })).toBe(false);
  });

  it.each([
    ['x', 'a JSON object'],
    [['x'], 'a JSON object'],
    [{ a: 'x' }, '"a" must be a list'],
    [{ a: [] }, 'not empty'],
    [{ a: { b: ['x'] } }, '"a" must be a list'],
    [{ a: [['x']] }, 'is not known here'],
    [{ a: [{}] }, 'is not known here'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'one operator'],
    [{ a: [{ prefix: '' }] }, 'is not known here'],
    [{ a: [{ wildcard: 'x*' }] }, 'known are exists'],
    [{ a: [{ cidr: '10.0.0.0/24' }] }, 'is not known here'],
    [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, 'is not known here'],
    [{ a: [{ exists: 'true' }] }, 'is not known here'],
    [{ a: [{ 'anything-but': [] }] }, 'anything-but of "a"'],
    [{ a: [{ 'anything-but': [null] }] }, 'anything-but of "a"'],
    [{ a: [{ 'anything-but': { prefix: 'x', suffix: 'y' } }] }, 'is not known here'],
    [{ a: [{ numeric: ['=', '5'] }] }, 'compares by'],
    [{ a: [{ numeric: ['~', 5] }] }, 'compares by'],
    [{ a: [{ numeric: ['constructor', 5] }] }, 'compares by'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'from a lower to a higher'],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'from a lower to a higher'],
    [{ a: [{ numeric: ['>', 5, '<'] }] }, '[operator, number]'],
    [{ a: [{ numeric: ['=', 1e9 + 1] }] }, 'up to 1000000000'],
    [Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, ['x']])), 'it has 6 keys; 5 are allowed'],
    [{ a: Array.from({ length: 151 }, String) }, 'combines 151 values; 150 are allowed'],
  ])('%j is refused', (policy, why) => {
    const refused = expect(() => parseFilterPolicy(policy));
    refused.toThrow(expect.objectContaining({ code: 'InvalidParameter', status: 400 }));
    expect(() => parseFilterPolicy(policy)).toThrow(why);
  });

  it('of one range takes a number exactly when it lies in it', () => {
    const bound = fc.integer({ min: -100, max: 100 });
    const law = fc.property(bound, fc.integer({ min: 1, max: 50 }), bound, (low, width, value) => {
      const range = [{ numeric: ['>', low, '<=', low + width] }];
      expect(matches(range, number(value))).toBe(value > low && value <= low + width);
    });
    fc.assert(law);
  });
});
