import { describe, expect, it } from 'vitest';
import { parsePage } from './page.ts';

const page = (...lines: string[]) => parsePage('docs/x.md', lines.join('\n'));

describe('a page', () => {
  it('has its blocks with language, line, heading and what introduces them', () => {
    const { blocks } = page('# X', '', 'This prints', '', '```sh', 'ls', '```', 'and that', '~~~', 'a', '```', '~~~');
    expect(blocks).toEqual([
      { page: 'docs/x.md', line: 6, language: 'sh', text: 'ls\n', heading: 'X', lead: 'This prints' },
      { page: 'docs/x.md', line: 10, language: '', text: 'a\n```\n', heading: 'X', lead: 'and that' },
    ]);
  });

  it('has blocks within lists, without their indent', () => {
    const { blocks, complaints } = page('1. Do', '', '   ```sh', '   ls \\', '     -l', '   ```');
    expect(blocks.map(({ text, line }) => ({ text, line }))).toEqual([{ text: 'ls \\\n  -l\n', line: 4 }]);
    expect(complaints).toEqual([]);
  });

  it('has spans with their lines, over the end of one too, and none of a block', () => {
    const { spans } = page('Type `npx', 'nx` or ``a ` b``, a \\| is `x \\| y`.', '', '```sh', '`no`', '```');
    expect(spans.map(({ line, text }) => [line, text])).toEqual([
      [1, 'npx nx'],
      [2, 'a ` b'],
      [2, 'x | y'],
    ]);
  });

  it.each([
    [['```sh', 'ls'], 'docs/x.md:1 opens a block that never ends: close it with the same fence.'],
    [
      ['Look:', '', '    npm start'],
      'docs/x.md:3 is code by its indent alone, which no test reads: put it between fences.',
    ],
    [['<pre>ls</pre>'], 'docs/x.md:1 is code in HTML, which no test reads: put it between fences.'],
  ])('complains of code that no test would find: %j', (lines, complaint) => {
    expect(page(...lines).complaints).toEqual([complaint]);
  });

  it('takes an indent within a list for no code', () => {
    expect(page('- one', '', '    still one', '', 'end').complaints).toEqual([]);
  });
});
