import { expect, it } from 'vitest';
import { parseShell, withoutVariables } from './shell.ts';

const wordsOf = (text: string) => parseShell(text).map(({ stages }) => stages);

it.each([
  ['npm ci && npm start', [[['npm', 'ci']], [['npm', 'start']]]],
  ['a b # not this', [[['a', 'b']]]],
  [`sql "SELECT count(*) FROM 'x'" --engine athena`, [[['sql', "SELECT count(*) FROM 'x'", '--engine', 'athena']]]],
  [
    `a 'b # c; d' | jq -r '.x | .y'`,
    [
      [
        ['a', 'b # c; d'],
        ['jq', '-r', '.x | .y'],
      ],
    ],
  ],
  ['a \\\n  --b c', [[['a', '--b', 'c']]]],
  ['a |\n  b', [[['a'], ['b']]]],
  ['a >&2; b > file 2>&1', [[['a']], [['b']]]],
  ['x "$(out lake Name)"', [[['x', '$(out lake Name)']]]],
  ['eval "$(tickerlake completion bash)"', [[['eval', '$(tickerlake completion bash)']]]],
  ['A=… B=1 c', [[['A=…', 'B=1', 'c']]]],
  ['', []],
])('takes %j apart', (text, stages) => {
  expect(wordsOf(text)).toEqual(stages);
});

it('leaves the body of a function whole', () => {
  const text = `out() { aws x --stack-name "t-$1" --query "S[?K=='$2'].V"; }\nout lake`;
  expect(parseShell(text).map(({ line, stages }) => [line, stages[0]?.[0]])).toEqual([
    [1, 'out()'],
    [2, 'out'],
  ]);
});

it('keeps the text and the line of each command, without its comment', () => {
  expect(parseShell('\na b    # why\nnpm ci && npm start\n')).toMatchObject([
    { line: 2, text: 'a b' },
    { line: 3, text: 'npm ci' },
    { line: 3, text: 'npm start' },
  ]);
});

it('finds the program behind variables', () => {
  expect(withoutVariables(['A=1', 'B=2', 'node', 'x=1'])).toEqual(['node', 'x=1']);
  expect(withoutVariables(['export'])).toEqual(['export']);
});
