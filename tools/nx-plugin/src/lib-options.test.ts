import { expect, it } from 'vitest';
import { planLib } from './lib-options.ts';

const TAKEN = new Set(['market-calendar', 'lake', 'nx-plugin']);
const SENTENCE = 'Tell when a price crosses a line that somebody drew.';

it('names package, folder and error class after the library', () => {
  expect(planLib({ name: 'price-alerts', description: SENTENCE }, TAKEN)).toEqual({
    name: 'price-alerts',
    packageName: '@tickerlake/price-alerts',
    root: 'libs/price-alerts',
    description: SENTENCE,
    errorClass: 'PriceAlertsError',
  });
  expect(planLib({ name: 's3' }, TAKEN).errorClass).toBe('S3Error');
});

it.each([
  'PriceAlerts',
  'price_alerts',
  'price--alerts',
  '-price',
  'price-',
  '3d',
  '',
  '@tickerlake/price',
  '../price',
])('refuses "%s", and says how names are written', (name) => {
  expect(() => planLib({ name }, TAKEN)).toThrow(`"${name}" is no name for a library: write small letters`);
});

it('refuses a name that is longer than its default description has room for', () => {
  expect(planLib({ name: 'a'.repeat(40) }, TAKEN).description).toContain('a'.repeat(40));
  expect(() => planLib({ name: 'a'.repeat(41) }, TAKEN)).toThrow('at most 40 characters');
});

it.each([...TAKEN])('refuses "%s", which a project or its folder is called', (name) => {
  expect(() => planLib({ name }, TAKEN)).toThrow(`There is a project "${name}" already`);
});

it.each(['index', 'errors', 'range', 'type'])('refuses "%s", whose file or error class is taken', (name) => {
  expect(() => planLib({ name }, TAKEN)).toThrow(`"${name}" would clash with src/${name}.ts or`);
});

it.each(['Too short.', 'without a capital letter at its beginning.', 'Without a full stop at its very end', ''])(
  'refuses the description "%s", and says how long one may be',
  (description) => {
    expect(() => planLib({ name: 'price-alerts', description }, TAKEN)).toThrow(
      `has ${description.length} characters: write one sentence of 32 to 142`,
    );
  },
);
