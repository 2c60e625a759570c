import { expect, it } from 'vitest';
import { webAddress } from './news-view.ts';

it.each([
  undefined,
  '',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '//x',
  'http://',
])('an address such as %s is no link', (url) => expect(webAddress(url)).toBeUndefined());

it('addresses of the web are links', () => {
  expect(webAddress('https://news.example/a?b=c')).toBe('https://news.example/a?b=c');
  expect(webAddress('http://news.example')).toBe('http://news.example/');
});
