import { expect, it } from 'vitest';
import { createResponseBudget, MAX_RESPONSE_BYTES } from './response-size.ts';

const size = (response: object): number => Buffer.byteLength(JSON.stringify(response));

it('stays below both readings of 6 MB', () => {
  expect(MAX_RESPONSE_BYTES).toBe(6_000_000);
});

it.each(['49657644120305784329', 'quote " and \\ and \n', 'é€😀'])(
  'knows the exact size of an answer with rows, for the id %j',
  (recordId) => {
    const data = 'QUJD'.repeat(25);
    const response = { records: [{ recordId, result: 'Ok', data, metadata: { partitionKeys: { dt: '2026-11-20' } } }] };
    // A budget counts the comma that the first answer does not need.
    const bytes = size(response) + 1;
    expect(createResponseBudget([recordId], bytes).tryTake(data.length)).toBe(true);
    expect(createResponseBudget([recordId], bytes - 1).tryTake(data.length)).toBe(false);
  },
);

it('keeps room for a bare answer to every record', () => {
  const recordIds = Array.from({ length: 100 }, (_, index) => String(index));
  const bare = size({ records: recordIds.map((recordId) => ({ recordId, result: 'ProcessingFailed' })) });
  const budget = createResponseBudget(recordIds, bare + 1);
  expect(budget.tryTake(1_000)).toBe(false);
});
