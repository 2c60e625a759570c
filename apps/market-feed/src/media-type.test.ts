import { expect, it } from 'vitest';
import { accepts } from './media-type.ts';

it.each([
  [undefined, true],
  ['', true],
  ['*/*', true],
  ['application/*', true],
  ['application/json', true],
  ['APPLICATION/JSON;charset=utf-8', true],
  ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', true],
  ['text/html', false],
  ['application/jsonx', false],
  ['application/json;q=0', false],
  ['application/json;q=0, */*', false],
  ['*/*;q=0', false],
  ['*/*;q=0, application/json;q=0.001', true],
  [';;,,', false],
])('reads Accept: %s', (header, accepted) => {
  expect(accepts(header, 'application/json')).toBe(accepted);
});
