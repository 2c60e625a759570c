import { expect, it } from 'vitest';
import { createFrameLoop } from './frame-loop.ts';

it('draws once a frame however much happens, and again when something happens after it', () => {
  const frames: (() => void)[] = [];
  let drawn = 0;
  const schedule = createFrameLoop(
    () => (drawn += 1),
    (frame) => frames.push(frame),
  );
  for (let i = 0; i < 300; i++) schedule();
  expect(frames).toHaveLength(1);
  frames.pop()?.();
  expect(drawn).toBe(1);
  schedule();
  expect(frames).toHaveLength(1);
});
