import { expect, it } from 'vitest';
import { shown, shownText } from './shown.ts';

it('shows a text to eighty characters, and that there is more', () => {
  expect(shownText('x'.repeat(80))).toBe('x'.repeat(80));
  expect(shownText('x'.repeat(81))).toBe(`${'x'.repeat(80)}…`);
});

it.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
  ['DDOG', '"DDOG"'],
  [['DDOG'], '["DDOG"]'],
  ['x'.repeat(80), `"${'x'.repeat(79)}…`],
])('shows %j as JSON', (value, text) => {
  expect(shown(value)).toBe(text);
});
