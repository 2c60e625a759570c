import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceFrom } from './shown.ts';

describe('what a page shows and what was printed', () => {
  it.each([
    ['a\nb', 'a\nb\n'],
    ['a…z', 'a.*z'],
    ['{"open":…,"x":1}', '{"open":2.5,"x":1}'],
    ['a\n…\nz', 'a\nb\nc\nz'],
    ['a\n…\nz', 'a\nz'],
    ['a  ', 'a'],
  ])('agree: %j, %j', (shown, printed) => {
    expect(differenceFrom(shown, printed)).toBeUndefined();
  });

  it.each([
    [
      'a\n164.5\nc',
      'a\n164.6\nc',
      'line 2 of what the page shows did not come:\n  | 164.5\nprinted was:\n  | a\n  | 164.6\n  | c',
    ],
    ['a', 'a\nb', 'the page ends after 1 lines, printed was more:\n  | a\n  | b'],
    ['a\nb', 'a', 'line 2 of what the page shows did not come:\n  | b\nprinted was:\n  | a'],
    ['a…z', 'a\nz', 'line 1 of what the page shows did not come:\n  | a…z\nprinted was:\n  | a\n  | z'],
    ['a.c', 'abc', 'line 1 of what the page shows did not come:\n  | a.c\nprinted was:\n  | abc'],
  ])('differ, and the line that does is named: %j, %j', (shown, printed, difference) => {
    expect(differenceFrom(shown, printed)).toBe(difference);
  });

  it('agree with themselves, whatever they are, and with none of their lines changed', () => {
    const line = fc.string({ minLength: 1 }).filter((text) => !/[\n…]/.test(text) && text.trim() === text);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.nat(), (lines, at) => {
        const text = lines.join('\n');
        expect(differenceFrom(text, text)).toBeUndefined();
        const changed = lines.with(at % lines.length, `${lines[at % lines.length] ?? ''}!`).join('\n');
        expect(differenceFrom(text, changed)).toBeDefined();
      }),
    );
  });
});
