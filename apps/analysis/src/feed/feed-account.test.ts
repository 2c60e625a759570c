import { expect, it } from 'vitest';
import { feedAccount, type FeedCounts, type PlayedFeed } from './feed-account.ts';

const good: FeedCounts = {
  logs: { made: 1_000, seen: 1_000, seenBefore: 0 },
  bars: { made: 100, seen: 100, seenBefore: 0 },
  delivered: 1_100,
  rejected: 0,
  logPipe: { RecordsIn: 1_100, RecordsForwarded: 1_000, RecordsLeftOut: 100 },
  processor: { RecordsIn: 1_000, RecordsStored: 1_000 },
  noticed: 1_000,
  stored: 1_000,
};
const played = (counts: Partial<FeedCounts> = {}, rest: Partial<PlayedFeed> = {}): PlayedFeed => ({
  counts: { ...good, ...counts },
  objects: 7,
  notices: 7,
  repeatedNotices: 0,
  findings: { unnoticed: [], untrue: [] },
  deadLetters: 0,
  killed: 0,
  ...rest,
});

it('adds up when every record made is seen once', () => {
  const account = feedAccount(played());
  expect(account.addsUp).toBe(true);
  expect(account.text).toContain('1,000 log records made, 1,000 seen by readers: difference 0.');
  expect(account.text).toContain('7 objects, 7 notices: a notice for every object');
});

it('adds up over repeated deliveries: they are shown, and seen once', () => {
  const repeated = { logPipe: { RecordsIn: 1_210, RecordsForwarded: 1_100, RecordsLeftOut: 110 } };
  const again = { processor: { RecordsIn: 1_300, RecordsStored: 1_300 }, stored: 1_040 };
  const account = feedAccount(played({ ...repeated, ...again }, { killed: 11, repeatedNotices: 2 }));
  expect(account.addsUp).toBe(true);
  expect(account.text).toContain('11 function processes were killed on purpose; 2 notices came more than once.');
});

it.each([
  ['a record that no reader sees', { logs: { ...good.logs, seen: 999 }, stored: 999 }],
  ['a record that nobody made', { logs: { ...good.logs, seen: 1_001 }, stored: 1_001 }],
  ['a bar that no reader sees', { bars: { ...good.bars, seen: 99 } }],
  ['a record that the log pipe lost', { logPipe: { RecordsIn: 1_100, RecordsForwarded: 999, RecordsLeftOut: 100 } }],
  ['a record that never came to the processor', { processor: { RecordsIn: 999, RecordsStored: 999 } }],
])('does not add up with %s', (_, counts) => {
  expect(feedAccount(played(counts)).addsUp).toBe(false);
});

it('does not add up with an object that nobody was told of, or that is not as was told', () => {
  const unnoticed = feedAccount(played({}, { findings: { unnoticed: ['news/x.parquet'], untrue: [] } }));
  const untrue = feedAccount(played({}, { findings: { unnoticed: [], untrue: ['forex/y.parquet'] } }));
  expect([unnoticed.addsUp, untrue.addsUp]).toEqual([false, false]);
  expect(unnoticed.text).toContain('1 objects without a notice, such as news/x.parquet');
  expect(untrue.text).toContain('such as forex/y.parquet');
});

it('takes what the lake held before for what it is', () => {
  const account = feedAccount(played({ logs: { ...good.logs, seenBefore: 1_000 } }));
  expect(account.addsUp).toBe(true);
  expect(account.text).toContain('1,000 seen by readers, 1,000 of which the lake held before');
  const fewer = { bars: { made: 100, seen: 99, seenBefore: 50 } };
  expect(feedAccount(played(fewer)).addsUp).toBe(false);
});
