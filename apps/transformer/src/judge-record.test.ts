import { normalise } from '@tickerlake/record-schema';
import { describe, expect, it, vi } from 'vitest';
import { judgeRecord, LOG_RECORD } from './judge-record.ts';

vi.mock('@tickerlake/record-schema', { spy: true });

const base64 = (data: string | Uint8Array): string => Buffer.from(data as string).toString('base64');
const judge = (data: string | Uint8Array) => judgeRecord(base64(data));
const decode = (data: string): string => Buffer.from(data, 'base64').toString();

const bar = (fields: object = {}): string =>
  JSON.stringify({ name: 'DDOG', ts: '2026-11-20 09:30:00-05:00', high: 67.5, low: 64.61, ...fields });
const ROW =
  '{"name":"DDOG","ts":"2026-11-20 14:30:00.000","open":null,"high":67.5,"low":64.61,"close":null,"volume":null,"interval":null,"source":null,"observed_at":null,"final":null}';

it('turns a bar into one line of the bars table, in the partition of its New York date', () => {
  const verdict = judge(bar());
  expect(verdict).toEqual({ result: 'Ok', dt: '2026-11-20', data: base64(`${ROW}\n`), bars: 1, dropped: [] });
});

it('puts a bar of the New York evening into the day that is still running there', () => {
  expect(judge(bar({ ts: '2026-11-21T00:30:00Z' }))).toMatchObject({ result: 'Ok', dt: '2026-11-20' });
});

it('writes each bar of a record on a line of its own', () => {
  const verdict = judge(bar() + bar({ name: 'SNAP' }));
  expect(verdict).toMatchObject({ result: 'Ok', bars: 2 });
  expect(decode((verdict as { data: string }).data)).toBe(`${ROW}\n${ROW.replace('DDOG', 'SNAP')}\n`);
});

it('drops a record of empty bars only, and keeps the good bars beside empty ones', () => {
  const empty = bar({ high: null, low: null });
  expect(judge(empty)).toEqual({ result: 'Dropped', dropped: ['empty bar'] });
  expect(judge(`${empty}\n${bar()}\n${empty}`)).toMatchObject({
    result: 'Ok',
    bars: 1,
    dropped: ['empty bar', 'empty bar'],
  });
});

it.each(['', ' \r\n', '\n\n'])('drops a record that holds nothing: %j', (text) => {
  expect(judge(text)).toEqual({ result: 'Dropped', dropped: ['empty record'] });
});

it.each([
  ['cut off', '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5'],
  ['no JSON', 'hello'],
  ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
  ['a KPL aggregate', Buffer.from('f3899ac20a0444444f47', 'hex')],
  ['a price that is none', bar({ high: 'n/a' })],
  ['a time that does not exist', bar({ ts: '2026-02-30 09:30:00-05:00' })],
  ['an array of numbers', '[1,2]'],
])('fails what cannot be read: %s', (_, data) => {
  expect(judge(data)).toMatchObject({ result: 'ProcessingFailed', cause: 'unreadable' });
});

it('fails a record whole when one of its pieces cannot be read, and counts every piece', () => {
  expect(judge(`${bar()}\n{"name":\n${bar()}`)).toMatchObject({
    result: 'ProcessingFailed',
    cause: 'unreadable',
    pieces: 3,
  });
});

it('fails a record whole when its bars belong to several dates, whatever their order', () => {
  const next = bar({ ts: '2026-11-23 09:30:00-05:00' });
  expect(judge(bar() + next)).toMatchObject({ result: 'ProcessingFailed', cause: 'several-dates', pieces: 2 });
  expect(judge(next + bar() + bar())).toMatchObject({ result: 'ProcessingFailed', cause: 'several-dates', pieces: 3 });
});

describe.each([
  ['quotes', '"kind":"quote","name":"DDOG","price":67.5'],
  ['forex', '"kind":"forex","name":"EURUSD","bid":1.1,"ask":1.2'],
  ['news', '"kind":"news","id":"a","headline":"Up","symbols":["DDOG"]'],
])('%s, which go by the queue', (_, fields) => {
  const log = `{"ts":"2026-11-20 09:30:00-05:00",${fields}}`;
  const unreadable = `{"ts":"when?",${fields}}`;
  const cutOff = log.slice(0, -1);

  it.each([
    ['readable', log],
    ['unreadable', unreadable],
    ['cut off', cutOff],
  ])('are dropped when %s', (_how, piece) => {
    expect(judge(piece)).toEqual({ result: 'Dropped', dropped: [LOG_RECORD] });
  });

  it('cost the bars beside them nothing, not even those of another date', () => {
    const yesterday = log.replace('11-20', '11-19');
    expect(judge(`${yesterday}\n${bar()}\n${unreadable}\n${bar()}\n${cutOff}`)).toEqual({
      result: 'Ok',
      dt: '2026-11-20',
      data: base64(`${ROW}\n${ROW}\n`),
      bars: 2,
      dropped: [LOG_RECORD, LOG_RECORD, LOG_RECORD],
    });
  });

  it('do not save a record that holds another unreadable piece', () => {
    expect(judge(`${log}\npoison`)).toMatchObject({ result: 'ProcessingFailed', cause: 'unreadable', pieces: 2 });
  });
});

it.each(['"kind":"bar"', '"kind":"trade"', '"kind":"quote","Kind":"news"', '"about":{"kind":"quote"}'])(
  'fails an unreadable piece that claims no log kind: %s',
  (claim) => {
    expect(judge(`{"name":"DDOG",${claim}}`)).toMatchObject({ result: 'ProcessingFailed', cause: 'unreadable' });
  },
);

it.each(['result', 'recordId', 'data', 'metadata', '__proto__', 'constructor'])(
  'is not misled by a field named %s',
  (field) => {
    const text = `${bar().slice(0, -1)},${JSON.stringify(field)}:"Dropped"}`;
    expect(judge(text)).toMatchObject({ result: 'Ok', data: base64(`${ROW}\n`) });
  },
);

it.each(['!!!!', 'not base64 at all', 'QUJD!', 'QQ', 'QUJDR', '====', 'QQ==QQ==', 'Q U JD'])(
  'fails data that is not base64: %j',
  (data) => {
    expect(judgeRecord(data)).toMatchObject({ result: 'ProcessingFailed', cause: 'not-base64' });
  },
);

it.each([undefined, null, 7, {}, []])('fails data that is no text: %j', (data) => {
  expect(judgeRecord(data)).toMatchObject({ result: 'ProcessingFailed', cause: 'not-base64' });
});

it('fails only the record whose data takes the normaliser by surprise', () => {
  vi.mocked(normalise).mockImplementationOnce(() => {
    throw new RangeError('Maximum call stack size exceeded');
  });
  expect(judge(bar())).toEqual({
    result: 'ProcessingFailed',
    cause: 'internal-error',
    reason: 'RangeError',
    pieces: 1,
  });
  expect(judge(bar())).toMatchObject({ result: 'Ok' });
});

it('reads a record of 20,000 bars and one that nests 100,000 levels deep', { timeout: 60_000 }, () => {
  expect(judge(bar().repeat(20_000))).toMatchObject({ result: 'Ok', bars: 20_000 });
  expect(judge(`{"a":${'['.repeat(100_000)}`)).toMatchObject({ result: 'ProcessingFailed' });
});
