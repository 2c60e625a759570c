import { expect, it } from 'vitest';
import { readMarkdown } from './markdown-page.ts';

const hrefs = (text: string): string[] => readMarkdown(text).links.map(({ href }) => href);

it('finds links, pictures, references, bare addresses and those of HTML', () => {
  const text = `[a](one.md "title") ![p](two.png) [b][ref] <https://three.example> https://four.example/x
<a href="five.md">f</a> <img src="six.png">

<p><a href="seven.md">g</a></p>

[ref]: eight.md
`;
  expect(hrefs(text)).toEqual([
    'one.md',
    'two.png',
    'eight.md',
    'https://three.example',
    'https://four.example/x',
    'five.md',
    'six.png',
    'seven.md',
  ]);
});

it('takes neither code nor the name of a file for a link', () => {
  expect(hrefs('`[a](b.md)` README.md\n\n```md\n[c](d.md)\n```\n\n<!-- [e](f.md) -->\n')).toEqual([]);
});

it('says on which line a link stands, in paragraphs, lists and tables', () => {
  const text = `# [a](a.md)

first
and [b](b.md)
- item
  [c](c.md)

| x | y |
| - | - |
| 1 | 2 |
| 3 | [d](d.md) |
`;
  expect(readMarkdown(text).links).toEqual([
    { href: 'a.md', line: 1 },
    { href: 'b.md', line: 4 },
    { href: 'c.md', line: 6 },
    { href: 'd.md', line: 11 },
  ]);
});

it('knows the anchors of headings, code and links in them included, and those of HTML', () => {
  const text = '# A `b` [c](d.md)\n\nUnder\n-----\n\n<a id="here"></a>\n\n<a name="there"></a> x\n';
  expect([...readMarkdown(text).anchors]).toEqual(['a-b-c', 'under', 'here', 'there']);
});
