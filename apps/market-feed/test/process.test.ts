import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSimulatedMarket,
  createSimulatedSource,
  DEFAULT_PAIRS,
  DEFAULT_SYMBOLS,
} from '@tickerlake/market-simulator';
import { encodeRecord } from '@tickerlake/record-schema';
import { deaggregate } from '@tickerlake/stream-producer';
import { type FakeKinesis, gzipBytes, startFakeKinesis } from '@tickerlake/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { BUNDLE, type FeedProcess, startProcess, urlOf } from './feed-process.ts';
import { getPage } from './running-feed.ts';

const MAX_GZIP_BYTES = 250_000;
const FROM_MS = Date.UTC(2026, 10, 20, 20, 30);
const UNTIL_MS = Date.UTC(2026, 10, 20, 21, 30);
/** The last half hour of a session and the half hour after it, in two seconds. */
const PERIOD = {
  TICKERLAKE_SEED: '7',
  TICKERLAKE_FEED_FROM: '2026-11-20T20:30:00Z',
  TICKERLAKE_FEED_UNTIL: '2026-11-20T21:30:00Z',
  TICKERLAKE_FEED_SPEED: '1800',
};

let kinesis: FakeKinesis;
beforeAll(async () => {
  kinesis = await startFakeKinesis(deaggregate);
});
afterAll(() => kinesis.close());

const onStream = () => ({ TICKERLAKE_STREAM: 'market-records', AWS_ENDPOINT_URL: kinesis.url });

/** Every line that the period has on a stream, in no order. */
async function expectedLines(): Promise<string[]> {
  const market = createSimulatedMarket({ seed: 7 });
  const source = createSimulatedSource({ seed: 7, now: () => UNTIL_MS });
  const span = { symbols: DEFAULT_SYMBOLS, fromMs: FROM_MS, toMs: UNTIL_MS };
  // The minute before the first has ended when the feed begins.
  const bars = await source.fetchBars({ ...span, interval: '1m' });
  return [...market.events({ ...span, pairs: DEFAULT_PAIRS }), ...bars.bars].map(encodeRecord).toSorted();
}

const health = async (feed: FeedProcess) =>
  (await getPage(`${await urlOf(feed)}/healthz`)).body as {
    marketTime: string;
    log: { accepted: number; delivered: number; rejected: number; pending: number; behindMs: number };
  };

describe('the bundle', () => {
  it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped`, () => {
    expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it('puts every record of its time onto the stream and into the file once, and says when it is done', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tickerlake-feed-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'feed.log');
    const feed = startProcess({ ...PERIOD, ...onStream(), TICKERLAKE_FEED_BARS: 'true', TICKERLAKE_LOG_FILE: file });
    const { generated, log, logFile } = await feed.hears('finished');
    const expected = await expectedLines();
    expect(kinesis.records.toSorted()).toEqual(expected);
    expect(readFileSync(file, 'utf8').trim().split('\n').toSorted()).toEqual(expected);
    const quotes = 10 * 30 * 4;
    expect(generated).toMatchObject({ quote: quotes, bar: 300 });
    const count = expected.length;
    expect(log).toMatchObject({ accepted: count, delivered: count, rejected: 0, pending: 0, finished: true });
    expect(logFile).toEqual({ lines: count });
    expect(feed.said[0]).toMatchObject({ level: 'info', message: 'listening', speed: 1800, seed: 7 });
    const page = await getPage(`${await urlOf(feed)}/api/quotes?symbols=META`);
    expect(page).toMatchObject({ status: 200, body: { marketTime: '2026-11-20T21:30:00.000Z' } });
    feed.child.kill('SIGTERM');
    expect(await feed.exited).toBe(0);
    expect(feed.complained).toEqual([]);
  });

  it('delivers what it made when it is told to end, and says so', async () => {
    const before = kinesis.records.length;
    const feed = startProcess({ ...PERIOD, ...onStream(), TICKERLAKE_FEED_UNTIL: '2026-11-27' });
    await urlOf(feed);
    while ((await health(feed)).log.delivered < 500);
    feed.child.kill('SIGTERM');
    expect(await feed.exited).toBe(0);
    const { log } = await feed.hears('stopped').catch(() => feed.said.at(-1) ?? { log: undefined });
    expect(log).toMatchObject({ accepted: kinesis.records.length - before, rejected: 0, pending: 0 });
    expect(log).toMatchObject({ delivered: kinesis.records.length - before });
  });

  it.each(['stall', 'throttle', 'missing'] as const)(
    'answers its pages while the stream does not take records (%s), and loses none of them',
    async (mood) => {
      const before = kinesis.records.length;
      kinesis.be(mood);
      const feed = startProcess({ ...PERIOD, ...onStream(), TICKERLAKE_FEED_SPEED: '3600' });
      const url = await urlOf(feed);
      while (Date.parse((await health(feed)).marketTime) < UNTIL_MS);
      const { log } = await health(feed);
      expect(log.delivered).toBe(0);
      expect(log.pending).toBeGreaterThan(0);
      expect(log.behindMs).toBeGreaterThan(0);
      // The stream takes nothing until all of them are answered.
      for (let page = 0; page < 100; page++) expect((await getPage(`${url}/api/quotes`)).status).toBe(200);
      kinesis.be('take');
      const { log: end } = await feed.hears('finished');
      const lines = kinesis.records.slice(before);
      expect(end).toMatchObject({ accepted: lines.length, delivered: lines.length, rejected: 0, pending: 0 });
      expect(new Set(lines).size).toBe(lines.length);
      expect(lines.filter((line) => line.includes('"quote"'))).toHaveLength(1_200);
    },
  );

  it('ends with 1 and the number of the lost where the stream is gone for good', async () => {
    const fallen = await startFakeKinesis(deaggregate);
    fallen.be('missing');
    onTestFinished(() => fallen.close());
    const feed = startProcess({ ...PERIOD, TICKERLAKE_STREAM: 'gone', AWS_ENDPOINT_URL: fallen.url });
    await urlOf(feed);
    while ((await health(feed)).log.pending === 0);
    feed.child.kill('SIGTERM');
    expect(await feed.exited).toBe(1);
    const { log } = feed.said.at(-1) as unknown as { log: { accepted: number; rejected: number } };
    expect(log.rejected).toBe(log.accepted);
    expect(log.rejected).toBeGreaterThan(0);
    expect(feed.complained).toMatchObject([{ level: 'warn', message: 'stream takes no records' }]);
  });

  it('does not start with an environment that is wrong, and says what is', async () => {
    const feed = startProcess({ TICKERLAKE_FEED_PROT: '1', TICKERLAKE_FEED_SPEED: 'fast' });
    expect(await feed.exited).toBe(2);
    expect(feed.said).toEqual([]);
    const [complaint] = feed.complained;
    expect(complaint).toMatchObject({ level: 'error', error: 'ConfigError' });
    expect(complaint?.['reason']).toMatch(/TICKERLAKE_FEED_PROT: is not known.*TICKERLAKE_FEED_SPEED: is 'fast'/);
    expect(complaint).not.toHaveProperty('stack');
  });

  it('ends with 1 where its port is taken', async () => {
    const port = new URL(await urlOf(startProcess({}))).port;
    const second = startProcess({ TICKERLAKE_FEED_PORT: port });
    expect(await second.exited).toBe(1);
    expect(second.complained).toMatchObject([{ error: 'ListenError', reason: expect.stringContaining('EADDRINUSE') }]);
  });
});
