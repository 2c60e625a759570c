import { describe, expect, it } from 'vitest';
import { createMemorySink, type MemorySinkOptions } from './memory-sink.ts';
import { createProducer } from './producer.ts';

describe('a memory sink', () => {
  it('asks for its faults request by request, and shows what the request held', async () => {
    const seen: [number, number][] = [];
    const sink = createMemorySink({
      faults: ({ index, entries }) => {
        seen.push([index, entries.length]);
        return index === 0 ? { kind: 'lose-answer' } : undefined;
      },
    });
    const producer = createProducer({ sink, backoffBaseMs: 0 });
    await producer.put({ data: new TextEncoder().encode('x'), partitionKey: 'k' });
    await producer.close();
    expect(seen).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(sink.texts()).toEqual(['x', 'x']);
  });

  it.each([
    [{ fault: [] }, 'Option fault is not known; known are maxEntriesPerRequest,'],
    [{ maxEntriesPerRequest: 0 }, 'Option maxEntriesPerRequest is 0; allowed is a whole number, 1 or more'],
    [{ maxEntryBytes: 10, maxRequestBytes: 5 }, 'Option maxRequestBytes is 5; allowed is a whole number, 10 or more'],
  ])('refuses wrong options: %o', (options, message) => {
    expect(() => createMemorySink(options as MemorySinkOptions)).toThrow(message);
  });
});
