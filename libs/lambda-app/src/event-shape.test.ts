import { expect, it } from 'vitest';
import { eventShape } from './event-shape.ts';

it.each([
  [{}, 'an object with keys (none)'],
  [{ Records: [{ body: 'secret' }], more: 'secret' }, 'an object with keys Records, more'],
  [null, 'null'],
  [undefined, 'undefined'],
  ['secret', 'string'],
  [7, 'number'],
])('tells what %j is, and nothing that it holds', (event, shape) => {
  expect(eventShape(event)).toBe(shape);
});
