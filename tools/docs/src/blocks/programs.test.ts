import { expect, it } from 'vitest';
import { parsePage } from './page.ts';
import { complaintsOfCompiler, programOf, silentLines } from './programs.ts';

const programIn = (...lines: string[]) =>
  parsePage('libs/x/README.md', ['# X', '', '```ts', ...lines, '```'].join('\n')).blocks.map(programOf);

const [program] = programIn('const a = 1; // one', "console.log(f('(', 2)); // 2", 'console.log(', '  a,', '); // 1');

it('promises what stands beside each console.log', () => {
  expect(program).toMatchObject({ file: 'libs-x-README-line-4.ts', place: 'libs/x/README.md:4', promised: '2\n1\n' });
  expect(silentLines(program!)).toEqual([]);
});

it('that prints and does not say what is found by its line', () => {
  const [silent] = programIn('', 'console.log(1);', 'console.log(2); // 2');
  expect(silentLines(silent!)).toEqual([
    'libs/x/README.md:5 prints, and the page does not say what: write it beside, `console.log(…); // …`.',
  ]);
});

it('is complained of by the line of its page', () => {
  const output = [
    "libs-x-README-line-4.ts(2,5): error TS2322: Type 'string' is not assignable.",
    "  Types of 'a' are incompatible.",
    'error TS5083: Cannot read file.',
    '',
  ].join('\n');
  expect(complaintsOfCompiler(output, [program!])).toEqual([
    "libs/x/README.md:5:5 TS2322: Type 'string' is not assignable.\n  Types of 'a' are incompatible.",
    'error TS5083: Cannot read file.',
  ]);
  expect(complaintsOfCompiler('', [program!])).toEqual([]);
});
