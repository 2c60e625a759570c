import type { Bar } from '@tickerlake/record-schema';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProducer, type Producer, type ProducerOptions, RecordTooLargeError, type Sink } from '../src/index.ts';
import type { Fault } from './fake-aws.ts';

/** A sink under test and the service behind it. */
export interface SinkUnderTest {
  readonly sink: Sink;
  /** What goes wrong with the next puts, one fault each. */
  script(faults: readonly (Fault | undefined)[]): void;
  /** Records that arrived, in order, taken apart as a consumer would; each without its line end. */
  arrived(): string[];
  /** How many entries each put held. */
  puts(): number[];
  stop(): Promise<void>;
}

const raw = (text: string, partitionKey: string) => ({ data: new TextEncoder().encode(text), partitionKey });

/** Claims that hold for every sink, whatever is behind it. */
export function describeSinkContract(name: string, start: () => Promise<SinkUnderTest>): void {
  describe(`the ${name} sink`, { timeout: 30_000 }, () => {
    let subject: SinkUnderTest;
    const produce = (options: Partial<ProducerOptions> = {}): Producer =>
      createProducer({ sink: subject.sink, backoffBaseMs: 0, lingerMs: 60_000, ...options });

    beforeEach(async () => {
      subject = await start();
    });
    afterEach(() => subject.stop());

    const everyKeyInOrder = (texts: readonly string[]) => {
      for (const key of ['A', 'B', 'C']) {
        const numbers = texts.filter((text) => text.startsWith(key)).map((text) => Number(text.split(' ')[1]));
        const firsts = [...new Set(numbers)];
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }
    };
    const putMany = async (producer: Producer, count: number, sizeBytes = 20) => {
      const texts: string[] = [];
      for (let index = 0; index < count; index++) {
        const key = 'ABC'[index % 3] ?? '';
        texts.push(`${key} ${index} `.padEnd(sizeBytes, '.'));
        await producer.put(raw(texts.at(-1) ?? '', key));
      }
      return texts;
    };

    it('delivers every record as it was put, once, in the order of its key', async () => {
      const producer = produce();
      const texts = await putMany(producer, 600);
      const account = await producer.close();
      expect(account).toMatchObject({ accepted: 600, delivered: 600, rejected: [], retries: 0 });
      expect(subject.arrived().toSorted()).toEqual(texts.toSorted());
      everyKeyInOrder(subject.arrived());
      expect(account.requests).toBe(subject.puts().length);
      expect(account.entries).toBe(subject.puts().reduce((sum, entries) => sum + entries, 0));
    });

    it('keeps within the limits of a request when much is put at once', async () => {
      const producer = produce({ maxBufferedBytes: 64 * 1024 * 1024 });
      const texts = await putMany(producer, 60, 200_000);
      const account = await producer.close();
      expect(account).toMatchObject({ accepted: 60, delivered: 60, rejected: [], retries: 0 });
      expect(subject.arrived().toSorted()).toEqual(texts.toSorted());
    });

    it('writes a market record as one line of JSON', async () => {
      const bar: Bar = { name: 'DDOG', ts: '2020-05-13 09:30:00-04:00', high: 67.5, low: 64.61 };
      const producer = produce();
      await producer.put(bar);
      await producer.close();
      expect(subject.arrived()).toEqual(['{"name":"DDOG","ts":"2020-05-13 09:30:00-04:00","high":67.5,"low":64.61}']);
    });

    it('passes bytes on unread', async () => {
      const texts = ['\u0000 \ud83d\ude00 "', '{"broken', ''];
      const producer = produce();
      for (const text of texts) await producer.put(raw(text, 'A'));
      await producer.close();
      expect(subject.arrived()).toEqual(texts);
    });

    it('resends only the entries that were refused, and keeps each key in order', async () => {
      subject.script([
        { kind: 'refuse-entries', entries: [0], code: 'InternalFailure' },
        { kind: 'refuse-entries', entries: [0], code: 'ServiceUnavailableException' },
      ]);
      const producer = produce({ lingerMs: 0 });
      const texts = await putMany(producer, 300);
      const account = await producer.close();
      expect(account).toMatchObject({ accepted: 300, delivered: 300, rejected: [], retries: 2 });
      expect(subject.arrived().toSorted()).toEqual(texts.toSorted());
      everyKeyInOrder(subject.arrived());
    });

    it('rejects, with the code of the last try, what is refused as often as it may be', async () => {
      subject.script([
        { kind: 'refuse-entries', entries: 'all', code: 'InternalFailure' },
        { kind: 'refuse-entries', entries: 'all', code: 'ServiceUnavailableException' },
      ]);
      const producer = produce({ maxAttempts: 2 });
      await producer.put(raw('lost', 'A'));
      const account = await producer.close();
      expect(account).toMatchObject({ accepted: 1, delivered: 0, requests: 2, retries: 1 });
      expect(account.rejected).toMatchObject([
        { entry: raw('lost', 'A'), attempts: 2, reason: { code: 'ServiceUnavailableException', retriable: true } },
      ]);
    });

    it('tries again when the service throttles a whole request, or fails', async () => {
      subject.script([
        { kind: 'refuse-request', code: 'ThrottlingException', status: 400 },
        { kind: 'refuse-request', code: 'InternalFailure', status: 500 },
      ]);
      const producer = produce();
      await producer.put(raw('x', 'A'));
      expect(await producer.close()).toMatchObject({ accepted: 1, delivered: 1, requests: 3, retries: 2 });
      expect(subject.arrived()).toEqual(['x']);
    });

    it('delivers again what was taken when the answer got lost: at least once', async () => {
      subject.script([{ kind: 'lose-answer' }]);
      const producer = produce();
      await producer.put(raw('x', 'A'));
      expect(await producer.close()).toMatchObject({ accepted: 1, delivered: 1, retries: 1 });
      expect(subject.arrived()).toEqual(['x', 'x']);
    });

    it.each(['ResourceNotFoundException', 'AccessDeniedException', 'ValidationException'])(
      'stops at once at %s and rejects for it what it holds',
      async (code) => {
        subject.script([{ kind: 'refuse-request', code, status: 400 }]);
        const producer = produce();
        await producer.put(raw('x', 'A'));
        const account = await producer.flush();
        expect(account).toMatchObject({ accepted: 1, delivered: 0, requests: 1 });
        expect(account.rejected[0]?.reason).toMatchObject({ name: 'RequestFailedError', code, retriable: false });
        await expect(producer.put(raw('y', 'A'))).rejects.toMatchObject({ name: 'ProducerStoppedError' });
        await producer.close();
      },
    );

    it('rejects a record that can never fit, and delivers its neighbours', async () => {
      const { maxEntryBytes } = subject.sink.limits;
      const producer = produce();
      await producer.put(raw('before', 'A'));
      await producer.put(raw('x'.repeat(maxEntryBytes + 1), 'A'));
      await producer.put(raw('after', 'A'));
      const account = await producer.close();
      expect(account).toMatchObject({ accepted: 3, delivered: 2, retries: 0 });
      expect(account.rejected).toMatchObject([
        { attempts: 0, reason: { name: 'RecordTooLargeError', maxBytes: maxEntryBytes } },
      ]);
      expect(subject.arrived()).toEqual(['before', 'after']);
    });

    it('delivers a record of the largest size that it says it takes', async () => {
      const tooLarge = subject.sink.check(raw('x'.repeat(subject.sink.limits.maxEntryBytes), 'A'));
      if (!(tooLarge instanceof RecordTooLargeError)) throw new Error('A record past the limit passes the check');
      const { bytes, maxBytes } = tooLarge;
      const text = 'x'.repeat(maxBytes - (bytes - maxBytes));
      const producer = produce();
      await producer.put(raw(text, 'A'));
      expect(await producer.close()).toMatchObject({ accepted: 1, delivered: 1, bytes: maxBytes });
      expect(subject.arrived().map((line) => line.length)).toEqual([text.length]);
    });
  });
}
