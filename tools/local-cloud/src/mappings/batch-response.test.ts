import { describe, expect, it } from 'vitest';
import { failedItems } from './batch-response.ts';

const read = (answer: unknown) => failedItems(Buffer.from(JSON.stringify(answer)), new Set(['a', 'b']));
const items = (...itemIdentifiers: unknown[]) => ({
  batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('an answer with batchItemFailures', () => {
  it.each([[null], [{}], [{ batchItemFailures: null }], [{ batchItemFailures: [] }], [{ statusCode: 200 }]])(
    'is a success when it is %j',
    (answer) => expect(read(answer)).toEqual(new Set()),
  );

  it('names the items that failed, an item twice too', () => {
    expect(read(items('b'))).toEqual(new Set(['b']));
    expect(read(items('b', 'a', 'b'))).toEqual(new Set(['a', 'b']));
  });

  it.each([
    [items('')],
    [items(null)],
    [items(7)],
    [items('a', 'stranger')],
    [{ batchItemFailures: [{ messageId: 'a' }] }],
    [{ batchItemFailures: ['a'] }],
    [{ batchItemFailures: { itemIdentifier: 'a' } }],
    [{ batchItemFailures: 'a' }],
    ['a'],
    [['a']],
    [false],
  ])('fails the whole batch when it is %j', (answer) => expect(read(answer)).toBeUndefined());

  it('fails the whole batch when it is no JSON', () => {
    expect(failedItems(Buffer.from('{'), new Set(['a']))).toBeUndefined();
  });
});
