import { createHash } from 'node:crypto';
import { encodeRecord, eventTimeMs, normalise } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodies, readableLines } from '../test/arbitraries.ts';
import { readParquet, tableOfKey } from '../test/read-parquet.ts';
import { processMessage, type SourceMessage } from './process.ts';

const message = (body: string, fields: Partial<SourceMessage> = {}): SourceMessage => ({
  messageId: 'm',
  receiveCount: 1,
  body,
  ...fields,
});
const quote = (fields: object = {}): string =>
  JSON.stringify({ kind: 'quote', name: 'DDOG', ts: '2026-11-20 09:30:01-05:00', price: 67.5, ...fields });
const keysOf = (body: string): string[] => processMessage(message(body)).objects.map(({ key }) => key);
const folderOf = (ts: string): string | undefined => keysOf(quote({ ts }))[0]?.replace(/[^/]+$/, '');

describe('a message', () => {
  it('becomes an object for each table and New York hour', () => {
    const { objects, lines } = processMessage(
      message(
        [
          quote(),
          quote({ ts: '2026-11-20 09:59:59.999-05:00' }),
          quote({ ts: '2026-11-20 10:00:00-05:00' }),
          '{"kind":"forex","name":"EURUSD","ts":"2026-11-20 09:30:00-05:00","bid":1.1,"ask":1.2}',
          '{"kind":"news","id":"a","ts":"2026-11-20 09:30:00-05:00","headline":"Up","symbols":[]}',
        ].join('\n'),
      ),
    );
    expect(objects.map(({ key, kind, records }) => [key.replace(/[^/]+$/, ''), kind, records])).toEqual([
      ['quotes/dt=2026-11-20/hour=09/', 'quote', 2],
      ['quotes/dt=2026-11-20/hour=10/', 'quote', 1],
      ['forex/dt=2026-11-20/hour=09/', 'forex', 1],
      ['news/dt=2026-11-20/hour=09/', 'news', 1],
    ]);
    expect(objects[0]).toMatchObject({
      firstEventMs: Date.UTC(2026, 10, 20, 14, 30, 1),
      lastEventMs: Date.UTC(2026, 10, 20, 14, 59, 59, 999),
    });
    expect(lines).toEqual({ in: 5, repeated: 0 });
  });

  it('names an object by the SHA-256 of its canonical lines, sorted, whatever their spelling and order', () => {
    const later = quote({ ts: '2026-11-20 09:30:02-05:00', price: 68 });
    const digest = createHash('sha256').update(`${quote()}\n${later}\n`).digest('hex');
    const loose = '{"Price":"67.50","Symbol":"ddog","KIND":"Quote","Timestamp":"11/20/2026 09:30:01"}';
    expect(keysOf(`${later}\n${loose}`)).toEqual([`quotes/dt=2026-11-20/hour=09/${digest.slice(0, 32)}.parquet`]);
  });

  it('keeps a record that stands in it several times once', () => {
    const { objects, lines } = processMessage(message(`${quote()}\n${quote()}\n${quote({ price: 68 })}\n${quote()}`));
    expect(objects).toMatchObject([{ records: 2 }]);
    expect(lines).toEqual({ in: 4, repeated: 2 });
  });

  it.each([
    ['2026-11-20T04:59:59.999Z', 'quotes/dt=2026-11-19/hour=23/'],
    ['2026-11-20T05:00:00.000Z', 'quotes/dt=2026-11-20/hour=00/'],
    ['2026-07-01T03:59:59.999Z', 'quotes/dt=2026-06-30/hour=23/'],
    ['2026-07-01T04:00:00.000Z', 'quotes/dt=2026-07-01/hour=00/'],
    ['2026-03-08T06:59:59.999Z', 'quotes/dt=2026-03-08/hour=01/'],
    ['2026-03-08T07:00:00.000Z', 'quotes/dt=2026-03-08/hour=03/'],
    ['2026-11-01T05:30:00.000Z', 'quotes/dt=2026-11-01/hour=01/'],
    ['2026-11-01T06:30:00.000Z', 'quotes/dt=2026-11-01/hour=01/'],
    ['2026-11-01T07:00:00.000Z', 'quotes/dt=2026-11-01/hour=02/'],
  ])('puts %s into %s', (ts, folder) => {
    expect(folderOf(ts)).toBe(folder);
  });

  it('writes the hour that comes twice in the order of time, not of the clock', async () => {
    const first = quote({ ts: '2026-11-01 01:40:00-04:00' });
    const second = quote({ ts: '2026-11-01 01:20:00-05:00' });
    const [object] = processMessage(message(`${second}\n${first}`)).objects;
    const rows = await readParquet('quotes', object?.file ?? new Uint8Array());
    expect(rows.map((row) => encodeRecord(row))).toEqual([first, second]);
  });

  it('keeps what it cannot read as it came, with a reason that names no value', () => {
    const broken = '{"kind":"quote",  "name":"DDOG","ts":"2026-11-20 09:30:01-05:00","price":"secret"}';
    const { objects, unreadable, lines } = processMessage(message(`${broken}\r\n${quote()}\n{"kind":"news","hea`));
    expect(objects).toHaveLength(1);
    expect(unreadable.map(({ bytes, reason }) => [bytes.toString(), reason])).toEqual([
      [broken, expect.stringMatching(/^price: allowed is /)],
      ['{"kind":"news","hea', 'cut off: the object never ends'],
    ]);
    expect(lines).toEqual({ in: 3, repeated: 0 });
  });

  it('keeps bars, which have no business here, for the dead-letter queue', () => {
    const bar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
    const { unreadable } = processMessage(message(`${bar}\n${bar.replaceAll(/67.5|64.61/g, 'null')}`));
    expect(unreadable.map(({ reason }) => reason)).toEqual(['a bar: goes by Firehose', 'a bar: goes by Firehose']);
    expect(unreadable[0]?.bytes.toString()).toBe(bar);
  });

  it('reads the bytes that base64 stands for, and takes what is no base64 for itself', () => {
    const bytes = Buffer.from([...Buffer.from('{"kind":"quote"'), 0xff]);
    const encoded = processMessage(message(bytes.toString('base64'), { encoding: 'base64' }));
    expect(encoded.unreadable).toEqual([{ bytes, reason: 'not UTF-8' }]);
    const plain = processMessage(message(quote(), { encoding: 'base64' }));
    expect(plain.objects).toHaveLength(1);
  });

  it('never reads a part of a piece, even where it looks like a record', () => {
    const { objects, unreadable } = processMessage(message(quote(), { part: '2/3 of abc' }));
    expect(objects).toEqual([]);
    expect(unreadable).toEqual([
      { bytes: Buffer.from(quote()), reason: 'part 2/3 of abc, a piece larger than a message' },
    ]);
  });

  it.each(['', ' ', '\n\n'])('without a line becomes nothing: %j', (body) => {
    expect(processMessage(message(body))).toEqual({ objects: [], unreadable: [], lines: { in: 0, repeated: 0 } });
  });
});

// The laws, over messages of anything.

const NEW_YORK = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});
const newYork = (epochMs: number): string => NEW_YORK.format(epochMs).replace(/(.*), (\d\d)$/, 'dt=$1/hour=$2');

const logLine = (outcome: ReturnType<typeof normalise>[number]): string | undefined =>
  outcome.status === 'ok' && outcome.record.kind !== undefined ? encodeRecord(outcome.record) : undefined;

/** What UTF-8, and so Parquet, holds of a line: half a surrogate pair, which only JSON can write, becomes U+FFFD. */
const inUtf8 = (line: string): string =>
  JSON.stringify(JSON.parse(line), (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

describe('whatever a message holds', () => {
  it('each line is a row of one object, the repetition of one, or unreadable', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { objects, unreadable, lines } = processMessage(message(body));
        const outcomes = normalise(body);
        const expected = outcomes.map(logLine).filter((line) => line !== undefined);
        const rows = await Promise.all(objects.map(({ key, file }) => readParquet(tableOfKey(key), file)));
        const stored = rows.flat().map((record) => encodeRecord(record));
        expect(stored.toSorted()).toEqual([...new Set(expected)].map(inUtf8).toSorted());
        expect(unreadable).toHaveLength(outcomes.length - expected.length);
        expect(lines).toEqual({ in: outcomes.length, repeated: expected.length - stored.length });
        expect(unreadable.map(({ reason }) => reason).join()).not.toContain('secret');
        expect(objects.map(({ records }) => records)).toEqual(rows.map(({ length }) => length));
      }),
    );
  });

  it('each row lies in the folder of its New York hour, by name and time, between the first and the last', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        for (const { key, file, firstEventMs, lastEventMs } of processMessage(message(body)).objects) {
          const rows = await readParquet(tableOfKey(key), file);
          const times = rows.map((record) => eventTimeMs(record));
          expect(new Set(times.map(newYork))).toEqual(new Set([key.split('/').slice(1, 3).join('/')]));
          expect([firstEventMs, lastEventMs]).toEqual([Math.min(...times), Math.max(...times)]);
          const order = rows.map((record, row) => ({ name: 'name' in record ? record.name : '', at: times[row] ?? 0 }));
          expect(order).toEqual(order.toSorted((a, b) => (a.name === b.name ? a.at - b.at : a.name < b.name ? -1 : 1)));
        }
      }),
    );
  });

  it('the same lines in another order give the same objects, byte for byte', () => {
    const shuffled = fc
      .array(readableLines, { maxLength: 12 })
      .chain((lines) =>
        fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length })),
      );
    const sorted = (lines: readonly string[]) =>
      processMessage(message(lines.join('\n'))).objects.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    fc.assert(
      fc.property(shuffled, ([lines, others]) => {
        expect(sorted(others)).toEqual(sorted(lines));
      }),
    );
  });
});
