import { expect, it } from 'vitest';
import { settleAll } from './settle-all.ts';

it('does the work for each item, so many at a time, and tells how each ended, in order', async () => {
  let [running, most] = [0, 0];
  const results = await settleAll([5, 1, 4, 2, 3], 2, async (item) => {
    most = Math.max(most, (running += 1));
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    running -= 1;
    if (item === 4) throw new Error('four');
    return item * 10;
  });
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
    50,
    10,
    'Error: four',
    20,
    30,
  ]);
  expect(most).toBe(2);
});

it('of nothing is nothing', async () => {
  expect(await settleAll([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
});
