import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueryTextError } from '../errors.ts';
import { executionParameters, MAX_PARAMETER_CHARACTERS, sqlLiteral } from './values.ts';

describe('a literal', () => {
  it.each([
    ['DDOG', "'DDOG'"],
    ["'; DROP TABLE bars --", "'''; DROP TABLE bars --'"],
    ['', "''"],
    [30, '30'],
    [1.5, '1.5E0'],
    [0.1, '1E-1'],
    [-2.25, '-2.25E0'],
    [1e21, '1E21'],
    [-0, '0E0'],
    [9007199254740991, '9007199254740991'],
    [9223372036854775807n, '9223372036854775807'],
    [true, 'true'],
    [null, 'NULL'],
    [new Date('2020-05-14T13:30:00.000Z'), "TIMESTAMP '2020-05-14 13:30:00.000'"],
  ])('of %o is %s', (value, literal) => {
    expect(sqlLiteral(value)).toBe(literal);
  });

  it.each([
    [Number.NaN],
    [Infinity],
    [2n ** 63n],
    [undefined],
    [{}],
    [['a']],
    [new Date(Number.NaN)],
    [new Date(-1e15)],
    [() => 1],
  ])('does not exist for %o', (value) => {
    expect(() => sqlLiteral(value)).toThrow(QueryTextError);
  });

  it('keeps every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(sqlLiteral(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('cannot be left by any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const inner = sqlLiteral(value).slice(1, -1);
        expect(inner.replaceAll("''", '')).not.toContain("'");
        expect(inner.replaceAll("''", "'")).toBe(value);
      }),
    );
  });
});

describe('execution parameters', () => {
  it('are literals in order', () => {
    expect(executionParameters(["O'Neil", 1.5, 3])).toEqual(["'O''Neil'", '1.5E0', '3']);
  });

  it('may be as long as Athena takes, quotes included, and no longer', () => {
    expect(MAX_PARAMETER_CHARACTERS).toBe(1024);
    expect(executionParameters(['x'.repeat(1022)])[0]).toHaveLength(1024);
    expect(() => executionParameters(['x'.repeat(1023)])).toThrow('A parameter of 1025 characters exceeds');
  });
});
