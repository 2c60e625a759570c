import { expect, it } from 'vitest';
import { entries, items, members } from './query-service.ts';

const form = (text: string) => new Map(new URLSearchParams(text));
const plain = (list: readonly ReadonlyMap<string, string>[]) => list.map((item) => Object.fromEntries(item));

it('reads the items of a list in the order of their numbers, whatever order they come in', () => {
  const batch = form(
    'B.member.10.Id=c&B.member.2.Id=b&B.member.1.Id=a&B.member.2.Message=m&B.members.3.Id=x&B.member.x.Id=y&B=z',
  );
  expect(plain(items(batch, 'B.member'))).toEqual([{ Id: 'a' }, { Id: 'b', Message: 'm' }, { Id: 'c' }]);
});

it('reads the lists within an item, and names that every object has', () => {
  const batch = form('B.member.1.A.entry.1.Name=n&B.member.1.A.entry.1.Value.StringValue=v&B.member.1.__proto__=p');
  const [item = new Map<string, string>()] = items(batch, 'B.member');
  expect(plain(items(item, 'A.entry'))).toEqual([{ Name: 'n', 'Value.StringValue': 'v' }]);
  expect(item.get('__proto__')).toBe('p');
});

it('writes lists and maps, with text that is no markup', () => {
  expect(members('L', ['<a>1</a>', '<a>2</a>'])).toBe('<L><member><a>1</a></member><member><a>2</a></member></L>');
  expect(members('L', [])).toBe('<L></L>');
  expect(entries('M', { a: '<&"' })).toBe('<M><entry><key>a</key><value>&lt;&amp;&quot;</value></entry></M>');
});
