import { expect, it } from 'vitest';
import { leadsOutside, outsideLinkFault } from './outside-links.ts';

it.each(['https://zod.dev', 'http://x.example', 'mailto:a@b.example', '//host.example/x'])(
  '%s leads outside',
  (link) => {
    expect(leadsOutside(link)).toBe(true);
  },
);

it.each(['README.md', '../x', '#a:b', './a:b.md', '/rooted'])('%s stays inside', (link) => {
  expect(leadsOutside(link)).toBe(false);
});

it.each(['https://zod.dev', 'https://github.com/a/b#c', 'http://127.0.0.1:4310', 'http://localhost:1/x'])(
  'has nothing against %s',
  (link) => {
    expect(outsideLinkFault(link)).toBeUndefined();
  },
);

it.each([
  ['http://zod.dev', 'is not https'],
  ['mailto:a@b.example', 'is not https'],
  ['//host.example/x', 'is no address'],
  ['https://', 'is no address'],
  ['https://me:word@x.example', 'carries a user'],
  ['https://registry.x.example/zod', 'is at a package registry'],
  ['https://www.unpkg.example/zod', 'is at a package registry'],
])('refuses %s: it %s', (link, fault) => {
  expect(outsideLinkFault(link)).toContain(`${link} ${fault}`);
});
