import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketSeed, matching, streamName, wholeNumber } from './variable-kind.ts';

describe('a whole number', () => {
  const kind = wholeNumber(1, 1_000, 'a whole number, 1–1000');

  it('is taken between its two ends, which are included', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), (number) => {
        const isIn = number >= 1 && number <= 1_000;
        expect('value' in kind.read(String(number))).toBe(isIn);
        if (isIn) expect(kind.read(String(number))).toEqual({ value: number });
      }),
    );
    for (const end of [1, 1_000]) expect(kind.read(String(end))).toEqual({ value: end });
  });

  it.each(['0', '1001', '-1', '+1', '1.5', '1e2', '0x10', 'five', '1 0', '１'])('is not %j', (text) => {
    expect(kind.read(text)).toEqual({ problem: `is '${text}', but must be a whole number, 1–1000.` });
  });

  it('is never one that numbers cannot tell from its neighbours', () => {
    expect(marketSeed.read(String(Number.MAX_SAFE_INTEGER))).toEqual({ value: Number.MAX_SAFE_INTEGER });
    for (const text of ['9007199254740992', '9007199254740993', '1'.repeat(400)])
      expect(marketSeed.read(text)).toHaveProperty('problem');
  });
});

describe('a stream’s name', () => {
  it.each(['a', 'market-records', 'tickerlake-lake-Stream790BDEE4-Xo1Yz2', 'a.b_c', 'x'.repeat(128)])(
    'may be %j',
    (name) => {
      expect(streamName.read(name)).toEqual({ value: name });
    },
  );

  it.each(['a stream', 'a/b', 'arn:aws:kinesis:us-east-1:123456789012:stream/a', 'x'.repeat(129), 'a\nb'])(
    'may not be %j',
    (name) => {
      expect(streamName.read(name)).toHaveProperty('problem');
    },
  );
});

it('shows no more of a text that is wrong than a line of a log has room for', () => {
  expect(matching(/^\d+$/, 'digits').read('x'.repeat(81))).toEqual({
    problem: `is '${'x'.repeat(80)}…', but must be digits.`,
  });
});
