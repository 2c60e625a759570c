import { describe, expect, it } from 'vitest';
import { EntryQueue, type Packing } from './entry-queue.ts';

const FRAME = 4;
const limits = {
  maxEntriesPerRequest: 3,
  maxRequestBytes: 100,
  maxEntryBytes: 50,
  targetEntryBytes: 30,
  maxRecordsPerEntry: 4,
};
const packing: Packing = {
  limits,
  // As Kinesis does it: one record goes plain, several are framed.
  entryBytes: (_lane, records) =>
    records.length === 1
      ? (records[0]?.data.length ?? 0)
      : records.reduce((sum, { data }) => sum + data.length + 1, FRAME),
  recordBytes: ({ data }) => data.length + 1,
};
const record = (bytes: number) => ({ data: new Uint8Array(bytes), partitionKey: 'k' });

function queueOf(...adds: [lane: string, bytes: number, alone?: boolean][]) {
  const queue = new EntryQueue(packing, true);
  adds.forEach(([lane, bytes, alone = false], index) => queue.add(record(bytes), { lane, alone }, index));
  return queue;
}
const taken = (queue: EntryQueue) =>
  queue.take().map((entry) => `${entry.lane} ${entry.records.length} ${entry.bytes}`);

describe('packing records into entries', () => {
  it('joins records of a lane until the next would overfill the entry', () => {
    const queue = queueOf(['a', 12], ['a', 12], ['a', 12]);
    expect(taken(queue)).toEqual(['a 2 30']);
    queue.makeAllDue();
    expect(queue.take()).toEqual([]);
  });

  it('joins no more records than an entry may hold', () => {
    const queue = queueOf(['a', 1], ['a', 1], ['a', 1], ['a', 1], ['a', 1]);
    expect(taken(queue)).toEqual(['a 4 12']);
  });

  it('counts a single record as it is sent, without a frame', () => {
    const queue = queueOf(['a', 12]);
    queue.makeAllDue();
    expect(taken(queue)).toEqual(['a 1 12']);
  });

  it('lets a record larger than the target be an entry of its own, at once', () => {
    expect(taken(queueOf(['a', 40]))).toEqual(['a 1 40']);
  });

  it('joins nothing to a record that goes alone, and it to nothing', () => {
    const queue = queueOf(['a', 1], ['a', 1, true], ['a', 1]);
    queue.makeAllDue();
    const sizes = [];
    for (let batch = queue.take(); batch.length > 0; batch = queue.take()) {
      sizes.push(batch.map((entry) => entry.records.length));
      for (const entry of batch) queue.settle(entry);
    }
    expect(sizes).toEqual([[1], [1], [1]]);
  });

  it('lets records join an entry that is due and waits for its lane', () => {
    const queue = queueOf(['a', 40], ['a', 1]);
    const [first] = queue.take();
    queue.makeAllDue();
    queue.add(record(1), { lane: 'a', alone: false }, 9);
    queue.settle(first!);
    expect(taken(queue)).toEqual(['a 2 8']);
  });

  it('adds nothing to an entry that was sent: its resend is the same bytes', () => {
    const queue = queueOf(['a', 1]);
    queue.makeAllDue();
    const [entry] = queue.take();
    entry!.attempts = 1;
    queue.putBack(entry!, 0);
    queue.add(record(1), { lane: 'a', alone: false }, 9);
    queue.wakeRested(0);
    expect(taken(queue)).toEqual(['a 1 1']);
  });
});

describe('packing entries into requests', () => {
  it('takes no more entries than a request may hold', () => {
    const queue = queueOf(['a', 40], ['b', 40], ['c', 1], ['d', 1], ['e', 1]);
    queue.makeAllDue();
    expect(taken(queue)).toEqual(['a 1 40', 'b 1 40', 'c 1 1']);
    expect(taken(queue)).toEqual(['d 1 1', 'e 1 1']);
  });

  it('takes no more bytes than a request may hold', () => {
    const queue = queueOf(['a', 50], ['b', 50], ['c', 1]);
    queue.makeAllDue();
    expect(taken(queue)).toEqual(['a 1 50', 'b 1 50']);
  });

  it('lets records that go alone leave as soon as they fill a request, and others fill their entries meanwhile', () => {
    const queue = queueOf(['a', 1, true], ['joined', 1], ['b', 1, true], ['c', 1, true]);
    expect(taken(queue)).toEqual(['a 1 1', 'b 1 1', 'c 1 1']);
    expect(queue.hasReady).toBe(false);
  });

  it('takes an entry larger than a request may hold by itself rather than never', () => {
    const queue = queueOf(['a', 200], ['b', 1]);
    queue.makeAllDue();
    expect(taken(queue)).toEqual(['a 1 200']);
  });
});

describe('order', () => {
  it('has one entry of a lane on its way at a time', () => {
    const queue = queueOf(['a', 40], ['a', 40], ['b', 40]);
    const [first] = queue.take();
    expect(queue.take()).toEqual([]);
    queue.settle(first!);
    expect(taken(queue)).toEqual(['a 1 40']);
  });

  it('puts what failed back before its successors, and lets the lane rest', () => {
    const queue = queueOf(['a', 40], ['a', 41], ['b', 42]);
    const batch = queue.take();
    queue.putBack(batch[0]!, 500);
    expect(queue.firstRestEndsMs).toBe(500);
    queue.wakeRested(499);
    expect(queue.take()).toEqual([]);
    queue.wakeRested(500);
    expect(taken(queue)).toEqual(['a 1 40']);
    expect(queue.firstRestEndsMs).toBeUndefined();
  });

  it('makes due what was opened by an instant, oldest first', () => {
    const queue = queueOf(['a', 1], ['b', 1], ['c', 1]);
    expect(queue.oldestOpenedAtMs).toBe(0);
    queue.makeDueOpenedBy(1);
    expect(queue.oldestOpenedAtMs).toBe(2);
    expect(taken(queue)).toEqual(['a 1 1', 'b 1 1']);
  });
});

describe('memory', () => {
  it('forgets a lane that holds nothing, for keys may be without number', () => {
    const queue = queueOf(['a', 40], ['b', 40]);
    expect(queue.lanes).toBe(2);
    for (const entry of queue.take()) queue.settle(entry);
    expect(queue.lanes).toBe(0);
    queue.add(record(1), { lane: 'c', alone: false }, 9);
    queue.takeWaiting();
    expect(queue.lanes).toBe(0);
  });
});

describe('giving up', () => {
  it('returns what waits in the order in which it came, and keeps what is on its way', () => {
    const queue = queueOf(['a', 40], ['b', 1], ['a', 2], ['c', 3]);
    const [onItsWay] = queue.take();
    expect(queue.takeWaiting().map(({ lane, records }) => `${lane} ${records[0]?.data.length}`)).toEqual([
      'b 1',
      'a 2',
      'c 3',
    ]);
    expect(queue.pendingRecords).toBe(1);
    queue.settle(onItsWay!);
    expect(queue.pendingRecords).toBe(0);
    expect(queue.oldestPendingId).toBe(Number.POSITIVE_INFINITY);
  });

  it('returns all, what is on its way too, and is then empty', () => {
    const queue = queueOf(['a', 40], ['b', 1], ['a', 2]);
    queue.take();
    expect(queue.takeAll().length).toBe(3);
    expect([queue.pendingRecords, queue.hasReady, queue.oldestOpenedAtMs]).toEqual([0, false, undefined]);
  });
});
