import { ANSWER_RESERVE_MS } from '@tickerlake/lambda-app';
import { eventKey } from '@tickerlake/market-simulator';
import { encodeRecord } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionFeed } from '../test/function-feed.ts';
import { runFeed } from '../test/running-feed.ts';
import { OPEN_MS, testMarket } from '../test/test-market.ts';
import { urlEvent } from '../test/url-event.ts';
import { STREAM_RESERVE_MS } from './create-handler.ts';
import { EventError, LogsRejectedError } from './errors.ts';

const MINUTE_MS = 60_000;
const NOW_MS = OPEN_MS + 90_000;
const market = testMarket();
const linesOf = (fromMs: number, toMs: number): string[] =>
  [...market.events(market.all, { fromMs, toMs })].map(encodeRecord);

/** Waits for something that happens elsewhere in this process, unless what it is part of ends before. */
async function until(holds: () => boolean, done: Promise<unknown>): Promise<void> {
  const end = { isReached: false };
  const settled = done.finally(() => (end.isReached = true));
  settled.catch(() => undefined);
  while (!holds() && !end.isReached) await new Promise((resolve) => setImmediate(resolve));
  if (end.isReached) await settled;
}

describe('a run of the schedule', () => {
  it('puts the minute before it was due onto the stream, and says so in a line and a metric', async () => {
    const feed = functionFeed();
    const report = await feed.schedule('2026-11-20T14:31:00Z');
    const expected = linesOf(OPEN_MS, OPEN_MS + MINUTE_MS);
    expect(feed.texts().toSorted()).toEqual(expected.toSorted());
    expect(report).toMatchObject({ delivered: expected.length, rejected: 0 });
    const [line, ...others] = feed.lines;
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'info', message: 'logged', requestId: expect.any(String), ...report });
    expect(feed.metrics).toEqual([{ LogsProduced: expected.length }]);
  });

  it('makes the same minute however late it runs, and again when it is tried again', async () => {
    const feed = functionFeed();
    await feed.schedule('2026-11-20T14:31:00Z');
    feed.pass(3 * 3_600_000);
    await feed.schedule('2026-11-20T14:31:00Z');
    const lines = feed.texts();
    expect(lines.slice(lines.length / 2)).toEqual(lines.slice(0, lines.length / 2));
  });

  it('fails when the stream did not take all, after it has said how many, so that it is tried again', async () => {
    const fault = { kind: 'refuse-request', code: 'ResourceNotFoundException', retriable: false } as const;
    const feed = functionFeed({}, { faults: [fault] });
    const made = linesOf(OPEN_MS, OPEN_MS + MINUTE_MS).length;
    const failed = feed.schedule('2026-11-20T14:31:00Z');
    await expect(failed).rejects.toThrow(LogsRejectedError);
    await expect(failed).rejects.toThrow(
      `The stream took 0 of the ${made} logs from 2026-11-20T14:30:00.000Z to 2026-11-20T14:31:00.000Z. Why not: {"ResourceNotFoundException":`,
    );
    expect(feed.lines.map(({ message }) => message)).toEqual(['logged', 'failed']);
    expect(feed.lines[0]).toMatchObject({ level: 'warn', delivered: 0, rejected: made });
    expect(feed.metrics).toEqual([{ LogsProduced: 0 }]);
    await feed.schedule('2026-11-20T14:31:00Z');
    expect(feed.texts().toSorted()).toEqual(linesOf(OPEN_MS, OPEN_MS + MINUTE_MS).toSorted());
  });

  it('logs nothing that has not happened, but for a clock that is a little ahead', async () => {
    const feed = functionFeed();
    await expect(feed.schedule('2026-11-20T14:34:00Z')).rejects.toThrow(EventError);
    await expect(feed.schedule('2026-11-20T14:34:00Z')).rejects.toThrow(
      'was due at 2026-11-20T14:34:00.000Z, but it is 2026-11-20T14:31:30.000Z',
    );
    expect(feed.texts()).toEqual([]);
    await feed.schedule('2026-11-20T14:32:00Z');
    expect(feed.texts().length).toBeGreaterThan(0);
  });

  it('gives up in time to say what became of the records', async () => {
    const feed = functionFeed();
    await feed.schedule('2026-11-20T14:31:00Z', 10_000);
    expect(feed.deadlines).toMatchObject([{ afterMs: 10_000 - ANSWER_RESERVE_MS }]);
  });

  it('follows the seed, the companies and the currencies of the environment', async () => {
    const feed = functionFeed({ TICKERLAKE_SEED: '7', TICKERLAKE_SYMBOLS: 'DDOG', TICKERLAKE_PAIRS: 'EURUSD' });
    expect((await feed.schedule('2026-11-20T14:31:00Z'))?.made).toMatchObject({ quote: 4, forex: 4 });
  });
});

describe('a request of the function’s URL', () => {
  it('is answered as the running server answers it', async () => {
    const [feed, server] = [functionFeed(), await runFeed()];
    const pages = ['/', '/openapi.json', '/api/quotes?symbols=META', '/api/stocks/META/bars?interval=5m'];
    const wrong = ['/nothing', '/api/quotes?symbol=META', '/api/stocks/NOPE/bars', '/v8/finance/chart/NOPE?range=1d'];
    for (const address of [...pages, ...wrong]) {
      const { answer, done } = feed.ask(urlEvent(address));
      await done;
      const page = await server.get(address);
      expect(answer.text(), address).toBe(page.text);
      expect(answer.head?.statusCode, address).toBe(page.status);
      for (const name of ['content-type', 'cache-control', 'content-security-policy', 'access-control-allow-origin'])
        expect(answer.head?.headers[name], `${address} ${name}`).toBe(page.headers.get(name) ?? undefined);
    }
    expect(feed.lines).toHaveLength(pages.length + wrong.length);
    expect(feed.lines[2]).toMatchObject({
      level: 'info',
      message: 'answered',
      method: 'GET',
      path: '/api/quotes',
      status: 200,
      bytes: expect.any(Number),
    });
  });

  it('without a body in the answer has a head all the same', async () => {
    const feed = functionFeed();
    for (const [method, status] of [
      ['HEAD', 200],
      ['OPTIONS', 204],
    ] as const) {
      const { answer, done } = feed.ask(urlEvent('/api/quotes', { method }));
      await done;
      expect(answer.head?.statusCode).toBe(status);
      expect(answer.text()).toBe('');
    }
  });

  it('cannot change anything', async () => {
    const { answer, done } = functionFeed().ask(urlEvent('/api/quotes', { method: 'POST' }));
    await done;
    expect(answer.head).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  });

  it('is shown nothing of what lies after now', async () => {
    const feed = functionFeed();
    const ask = async () => {
      const { answer, done } = feed.ask(urlEvent('/api/quotes?symbols=META&from=2026-11-20&to=2026-11-20'));
      await done;
      return (answer.body() as { quotes: { ts: string }[] }).quotes;
    };
    const before = await ask();
    feed.pass(MINUTE_MS);
    const after = await ask();
    expect(before).toHaveLength(6);
    expect(after).toHaveLength(10);
    expect(after.slice(0, 6)).toEqual(before);
  });

  it('tells in its health that a function logs only when its schedule asks', async () => {
    const feed = functionFeed();
    await feed.schedule('2026-11-20T14:31:00Z');
    const { answer, done } = feed.ask(urlEvent('/healthz'));
    await done;
    expect(answer.body()).toMatchObject({ status: 'ok', speed: 1, log: null, logFile: null, streams: { open: 0 } });
  });
});

describe('an event stream of the function’s URL', () => {
  it('cut off by one deadline after the other and resumed each time tells everything once, in order', async () => {
    const pastMs = 30 * MINUTE_MS;
    const cut = fc.record({ atChars: fc.integer({ min: 1, max: 100_000 }), passMs: fc.nat(2 * MINUTE_MS) });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 5 }), async (cuts) => {
        const feed = functionFeed({}, {}, NOW_MS + pastMs);
        let nowMs = NOW_MS + pastMs;
        let lastId = String(NOW_MS);
        const told: string[] = [];
        for (const { atChars, passMs } of [...cuts, { atChars: Infinity, passMs: 0 }]) {
          const { answer, done } = feed.ask(urlEvent('/api/stream', { headers: { 'last-event-id': lastId } }));
          feed.pass(passMs);
          nowMs += passMs;
          const expected = [...market.events(market.all, { fromMs: NOW_MS, toMs: nowMs })].map(eventKey);
          const isAllTold = () => told.length + answer.text().split('event: ').length > expected.length;
          await until(() => answer.text().length >= atChars || (answer.text() !== '' && isAllTold()), done);
          feed.deadlines.at(-2)?.abort();
          await done;
          expect(answer.text()).toMatch(/\n\n$/);
          told.push(...answer.parser.push(answer.text()).map(({ id }) => id));
          lastId = answer.parser.lastId;
          if (atChars === Infinity) expect(told).toEqual(expected);
          else expect(told).toEqual(expected.slice(0, told.length));
        }
        expect(feed.lines.map(({ message }) => message)).toEqual([...cuts, 'the last'].map(() => 'answered'));
      }),
      { numRuns: 10 },
    );
  });

  it('is ended in time, and what else is under way after it', async () => {
    const feed = functionFeed();
    const { answer, done } = feed.ask(urlEvent('/api/stream'), { remainingMs: 60_000 });
    await until(() => answer.text() !== '', done);
    expect(feed.deadlines.map(({ afterMs }) => afterMs)).toEqual([
      60_000 - STREAM_RESERVE_MS,
      60_000 - ANSWER_RESERVE_MS,
    ]);
    feed.deadlines[0]?.abort();
    await done;
    expect(answer.head).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
  });

  it('is left alone by the deadline of a request before it', async () => {
    const feed = functionFeed();
    await feed.ask(urlEvent('/healthz')).done;
    const { answer, done } = feed.ask(urlEvent('/api/stream'));
    await until(() => answer.text() !== '', done);
    const before = answer.text();
    for (const { abort } of feed.deadlines.slice(0, 2)) abort();
    feed.pass(MINUTE_MS);
    await until(() => answer.text().length > before.length, done);
    expect(answer.text().length).toBeGreaterThan(before.length);
    feed.deadlines[2]?.abort();
    await done;
  });

  it('is cut off when its client takes nothing to the end', async () => {
    const feed = functionFeed({}, {}, NOW_MS + 60 * MINUTE_MS);
    const event = urlEvent('/api/stream', { headers: { 'last-event-id': String(NOW_MS) } });
    const { answer, body, done } = feed.ask(event, { reads: false });
    await until(() => answer.head !== undefined && body.writableNeedDrain, done);
    feed.deadlines[0]?.abort();
    feed.deadlines[1]?.abort();
    await done;
    expect(body.writableEnded).toBe(true);
    expect(feed.lines).toMatchObject([{ level: 'warn', message: 'cut off', status: 200 }]);
  });
});

it('gives a problem document where the time is over before there is an answer', async () => {
  const feed = functionFeed();
  const { answer, done } = feed.ask(urlEvent('/api/quotes'));
  await until(() => feed.deadlines.length === 2, done);
  feed.deadlines[1]?.abort();
  await done;
  expect(answer.head).toMatchObject({ statusCode: 504, headers: { 'content-type': 'application/problem+json' } });
  expect(answer.body()).toMatchObject({ status: 504, title: 'Gateway Timeout' });
});

it('refuses an event of someone else, and says why in a line', async () => {
  const feed = functionFeed();
  const { done } = feed.ask({ Records: [] });
  await expect(done).rejects.toThrow(EventError);
  expect(feed.lines).toMatchObject([{ level: 'error', message: 'failed', error: 'EventError' }]);
});
