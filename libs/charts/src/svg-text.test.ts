import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, measure, oneLine, textAt, wrap } from './svg-text.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.lorem({ maxCount: 12 }));
const width = fc.integer({ min: 0, max: 400 });

describe('a fitted text', () => {
  it('is never wider than its room, and whole where there is room', () => {
    fc.assert(
      fc.property(anyText, width, (text, room) => {
        const fitted = fit('name', text, room);
        expect(measure('name', fitted)).toBeLessThanOrEqual(room);
        if (measure('name', oneLine(text)) <= room) expect(fitted).toBe(oneLine(text));
      }),
    );
  });

  it('is cut between characters as a reader sees them', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(fit('name', family.repeat(3), measure('name', `${family}…`))).toBe(`${family}…`);
    expect(fit('name', 'Berkshire', 40)).toMatch(/^Ber?k?…$/);
  });
});

describe('wrapped text', () => {
  it('has lines within the room that hold every word in order', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.integer({ min: 60, max: 500 }), (text, room) => {
        const lines = wrap('subtitle', text, room, 100);
        for (const line of lines) expect(measure('subtitle', line)).toBeLessThanOrEqual(room);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('has no more lines than allowed, and says with an ellipsis that there was more', () => {
    const lines = wrap('caption', 'word '.repeat(100), 200, 3);
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/…$/);
  });

  it('leaves no single word on its last line', () => {
    expect(wrap('title', 'Highest price of the day, company by company', 330, 3)).toEqual([
      'Highest price of the day,',
      'company by company',
    ]);
  });

  it('breaks a word that is wider than a line', () => {
    expect(wrap('title', 'x'.repeat(100), 200, 20).join('')).toBe('x'.repeat(100));
  });
});

describe('a drawn text', () => {
  it('is escaped, on one line, and without what XML cannot hold', () => {
    expect(textAt(1, 2, 'key', 'a<b>\n&\u0000"c').text).toContain('>a&lt;b&gt; &amp; &quot;c</text>');
  });

  it('shows a browser the whole of what was cut', () => {
    expect(textAt(0, 0, 'key', 'Berk…', { whole: 'Berkshire' }).text).toContain('<title>Berkshire</title>Berk…');
    expect(textAt(0, 0, 'key', 'Berk').text).not.toContain('<title>');
  });

  it('is nothing where there is nothing to say', () => {
    expect(textAt(0, 0, 'key', ' \n ').text).toBe('');
  });
});
