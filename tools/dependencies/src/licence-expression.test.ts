import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isAllowedLicence } from './licence-expression.ts';

const ALLOWED = new Set(['MIT', 'Apache-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0']);

it.each([
  'MIT',
  '(MIT)',
  '(MIT OR GPL-3.0-or-later)',
  'GPL-3.0-only OR MIT',
  'MIT AND Apache-2.0',
  'MPL-2.0 OR MIT AND Apache-2.0',
  '((MIT) AND (Apache-2.0 OR MPL-2.0))',
  'GPL-2.0-only WITH Classpath-exception-2.0',
])('allows %s', (licence) => {
  expect(isAllowedLicence(licence, ALLOWED)).toBe(true);
});

it.each([
  undefined,
  '',
  'MPL-2.0',
  'mit',
  'MIT AND MPL-2.0',
  '(MIT OR Apache-2.0) AND MPL-2.0',
  'GPL-2.0-only',
  'Apache-2.0 WITH LLVM-exception',
  'UNLICENSED',
  'SEE LICENSE IN LICENSE',
  'MIT Apache-2.0',
  'MIT OR',
  'OR MIT',
  '(MIT',
  'MIT)',
  'MIT; Apache-2.0',
  'MIT WITH',
])('refuses %s', (licence) => {
  expect(isAllowedLicence(licence, ALLOWED)).toBe(false);
});

/** An expression, and its truth by the words that stand for allowed and refused licences. */
const { expression } = fc.letrec<{ expression: { text: string; truth: boolean } }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ text: 'MIT', truth: true }, { text: 'MPL-2.0', truth: false }),
    fc.tuple(tie('expression'), fc.constantFrom('AND', 'OR'), tie('expression')).map(([left, operator, right]) => ({
      text: `(${left.text} ${operator} ${right.text})`,
      truth: operator === 'AND' ? left.truth && right.truth : left.truth || right.truth,
    })),
  ),
}));

it('means by AND and OR what logic does', () => {
  fc.assert(fc.property(expression, ({ text, truth }) => isAllowedLicence(text, ALLOWED) === truth));
});

it('answers to any text', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof isAllowedLicence(text, ALLOWED) === 'boolean'));
});
