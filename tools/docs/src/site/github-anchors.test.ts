import { expect, it } from 'vitest';
import { githubAnchors } from './github-anchors.ts';

it.each([
  ['Roll back', 'roll-back'],
  ['What it costs, and why?', 'what-it-costs-and-why'],
  ['`--format` and “quotes”', '--format-and-quotes'],
  ['fetch → validate', 'fetch--validate'],
  ['snake_case stays', 'snake_case-stays'],
  ['Größe 3½', 'größe-3½'],
  ['  trimmed  ', 'trimmed'],
])('makes of %j the anchor %j', (heading, anchor) => {
  expect(githubAnchors([heading])).toEqual([anchor]);
});

it('numbers headings that come again, and never gives one anchor twice', () => {
  expect(githubAnchors(['Usage', 'Usage', 'Usage 1', 'Usage', 'Usage-1'])).toEqual([
    'usage',
    'usage-1',
    'usage-1-1',
    'usage-2',
    'usage-1-2',
  ]);
});
