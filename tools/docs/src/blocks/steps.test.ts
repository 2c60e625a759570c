import { expect, it } from 'vitest';
import { parsePage } from './page.ts';
import { sectionsOf } from './steps.ts';

const stepsOf = (...lines: string[]) =>
  sectionsOf(parsePage('x.md', lines.join('\n'))).map(({ heading, steps }) => ({
    heading,
    steps: steps.map(({ place, command, shown }) => [place, command.text, shown?.place, shown?.text]),
  }));
const block = (language: string, ...lines: string[]): string[] => [`\`\`\`${language}`, ...lines, '```'];

it('are the commands of a heading, in their order', () => {
  const steps = stepsOf('# A', ...block('sh', 'a && b'), 'more', ...block('sh', 'c'), '# B', ...block('sh', 'd'));
  expect(steps).toEqual([
    {
      heading: 'A',
      steps: [
        ['x.md:3', 'a', undefined, undefined],
        ['x.md:3', 'b', undefined, undefined],
        ['x.md:7', 'c', undefined, undefined],
      ],
    },
    { heading: 'B', steps: [['x.md:11', 'd', undefined, undefined]] },
  ]);
});

it('show what a plain block below them has', () => {
  expect(stepsOf('# A', ...block('sh', 'a', 'b'), 'prints', ...block('', 'out'))).toEqual([
    {
      heading: 'A',
      steps: [
        ['x.md:3', 'a', undefined, undefined],
        ['x.md:4', 'b', 'x.md:8', 'out\n'],
      ],
    },
  ]);
});

it('are spans too, where what they print follows', () => {
  expect(stepsOf('# A', 'For `x`, `npm start -- --date D` prints', '', ...block('', 'out'))).toEqual([
    { heading: 'A', steps: [['x.md:2', 'npm start -- --date D', 'x.md:5', 'out\n']] },
  ]);
});

it('of a dialogue have each what stands below it', () => {
  expect(stepsOf('# A', ...block('console', '$ a', '1', '2', '$ b', '3'))).toEqual([
    {
      heading: 'A',
      steps: [
        ['x.md:3', 'a', 'x.md:4', '1\n2\n'],
        ['x.md:6', 'b', 'x.md:7', '3\n'],
      ],
    },
  ]);
});

it('give a second plain block to nobody', () => {
  const [section] = stepsOf('# A', ...block('sh', 'a'), ...block('', 'out'), ...block('', 'picture'));
  expect(section?.steps).toEqual([['x.md:3', 'a', 'x.md:6', 'out\n']]);
});
