import { expect, it } from 'vitest';
import { ANSWER_RESERVE_MS, deadline, workMs } from './invocation.ts';

it('leaves work all the time but for the reserve, and never less than none', () => {
  expect(workMs(30_000)).toBe(30_000 - ANSWER_RESERVE_MS);
  expect(workMs(30_000, 5_000)).toBe(25_000);
  expect(workMs(ANSWER_RESERVE_MS)).toBe(0);
  expect(workMs(10)).toBe(0);
  expect(workMs(4_999, 5_000)).toBe(0);
});

it('makes deadlines that are not over at once, and that are', async () => {
  expect(deadline(60_000).aborted).toBe(false);
  const over = deadline(0);
  await new Promise((resolve) => over.addEventListener('abort', resolve));
  expect(over.reason).toMatchObject({ name: 'TimeoutError' });
});
