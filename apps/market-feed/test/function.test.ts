import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulatedMarket, DEFAULT_PAIRS, eventKey } from '@tickerlake/market-simulator';
import { encodeRecord } from '@tickerlake/record-schema';
import { deaggregate } from '@tickerlake/stream-producer';
import {
  awsEnvironment,
  bundleWithoutSdk,
  type FakeKinesis,
  gzipBytes,
  runBundle,
  startFakeKinesis,
} from '@tickerlake/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { STREAM_RESERVE_MS } from '../src/create-handler.ts';
import { SseParser } from './sse-client.ts';
import { httpAnswerOf, startStreamingRuntime } from './streaming-runtime.ts';
import { urlEvent } from './url-event.ts';

const APP = join(import.meta.dirname, '..');
const BUNDLE = join(APP, 'dist/handler.mjs');
const MAX_GZIP_BYTES = 230_000;
/** What is ours, Hono's, Zod's and Powertools'; the rest is the AWS SDK's weight. */
const MAX_GZIP_BYTES_WITHOUT_SDK = 95_000;

const SYMBOLS = ['META', 'DDOG'];
const MARKET = createSimulatedMarket({ seed: 7 });
const MINUTE = { fromMs: Date.UTC(2026, 10, 20, 15), toMs: Date.UTC(2026, 10, 20, 15, 1) };
const MINUTE_EVENT = { source: 'aws.scheduler', time: '2026-11-20T15:01:00Z' };
const linesOfMinute = (): string[] =>
  [...MARKET.events({ symbols: SYMBOLS, pairs: DEFAULT_PAIRS, ...MINUTE })].map(encodeRecord);

let kinesis: FakeKinesis;
beforeAll(async () => {
  kinesis = await startFakeKinesis(deaggregate);
});
afterAll(() => kinesis.close());

const environment = () => ({
  ...awsEnvironment(kinesis.url),
  TICKERLAKE_STREAM: 'market-records',
  TICKERLAKE_SEED: '7',
  TICKERLAKE_SYMBOLS: SYMBOLS.join(','),
});

const start = async () => {
  const runtime = await startStreamingRuntime(BUNDLE, environment());
  onTestFinished(async () => void (await runtime.stop()));
  return runtime;
};

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

// A process of its own, on machines that may be busy.
describe('the function’s bundle', { timeout: 60_000 }, () => {
  it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped, and ${MAX_GZIP_BYTES_WITHOUT_SDK} without the AWS SDK`, async () => {
    expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
    const { outputFiles } = await build(bundleWithoutSdk(join(APP, 'src/handler.ts')));
    const weight = gzipBytes(outputFiles[0]?.contents ?? Buffer.of());
    expect(weight).toBeGreaterThan(20_000);
    expect(weight).toBeLessThanOrEqual(MAX_GZIP_BYTES_WITHOUT_SDK);
  });

  it('is told apart from the server’s in the build’s metafile', () => {
    const { outputs }: Metafile = JSON.parse(readFileSync(join(APP, 'dist/metafile-esm.json'), 'utf8'));
    expect(Object.keys(outputs).toSorted()).toEqual(['dist/handler.mjs', 'dist/main.mjs']);
    const has = (output: string, part: string): boolean =>
      Object.keys(outputs[output]?.inputs ?? {}).some((path) => path.includes(part));
    expect(has('dist/handler.mjs', 'powertools')).toBe(true);
    expect(has('dist/handler.mjs', 'rotating-file-stream')).toBe(false);
    expect(has('dist/main.mjs', 'powertools')).toBe(false);
    expect(has('dist/main.mjs', 'rotating-file-stream')).toBe(true);
  });

  it('puts the minute of a scheduled event onto the stream, fails where it cannot, and then makes the same', async () => {
    const before = kinesis.records.length;
    const runtime = await start();
    const { bytes, error } = await runtime.invoke(MINUTE_EVENT);
    expect(error).toBeUndefined();
    const expected = linesOfMinute();
    expect(JSON.parse(bytes.toString())).toMatchObject({ delivered: expected.length, rejected: 0 });
    expect(kinesis.records.slice(before).toSorted()).toEqual(expected.toSorted());

    kinesis.be('missing');
    const failed = await runtime.invoke(MINUTE_EVENT);
    expect(failed.error).toMatchObject({ errorType: 'LogsRejectedError' });
    expect(failed.error?.errorMessage).toContain('{"ResourceNotFoundException":');
    expect(failed.bytes).toHaveLength(0);
    kinesis.be('take');
    expect((await runtime.invoke(MINUTE_EVENT)).error).toBeUndefined();
    expect(kinesis.records.slice(before).toSorted()).toEqual([...expected, ...expected].toSorted());

    const metric = { _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']] }] } };
    expect(await runtime.stop()).toMatchObject([
      { level: 'info', message: 'logged', from: '2026-11-20T15:00:00.000Z', to: '2026-11-20T15:01:00.000Z' },
      { ...metric, service: 'market-feed', LogsProduced: expected.length },
      { level: 'warn', message: 'logged', rejected: expected.length },
      { ...metric, service: 'market-feed', LogsProduced: 0 },
      { level: 'error', message: 'failed', error: 'LogsRejectedError' },
      { level: 'info', message: 'logged', delivered: expected.length },
      { ...metric, service: 'market-feed', LogsProduced: expected.length },
    ]);
  });

  it('answers pages with a prelude and the body, and refusals and empty answers alike', async () => {
    const runtime = await start();
    const ask = async (...request: Parameters<typeof urlEvent>) =>
      httpAnswerOf(await runtime.invoke(urlEvent(...request)));
    const page = await ask('/api/quotes?symbols=META&from=2026-11-19&to=2026-11-19&limit=2');
    expect(page).toMatchObject({
      contentType: 'application/vnd.awslambda.http-integration-response',
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
    });
    expect(JSON.parse(page.body)).toMatchObject({ quotes: [{ name: 'META' }, { name: 'META' }] });
    expect(await ask('/nothing')).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(await ask('/api/quotes', { method: 'OPTIONS' })).toMatchObject({ statusCode: 204, body: '' });
    expect(await ask('/api/quotes', { method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '' });
  });

  it('streams events until shortly before its time is over, and goes on where it ended when it is asked again', async () => {
    const runtime = await start();
    // The first request starts the server, which takes a busy machine longer than such a short stream lasts.
    await runtime.invoke(urlEvent('/healthz'));
    const startMs = Date.now() - 48 * 3_600_000;
    const [told, parser] = [[] as string[], new SseParser()];
    let lastId = String(startMs);
    for (const lastsMs of [STREAM_RESERVE_MS + 400, STREAM_RESERVE_MS + 800, STREAM_RESERVE_MS + 1_600]) {
      const event = urlEvent('/api/stream?kinds=quote,forex,news', { headers: { 'last-event-id': lastId } });
      const streamed = await runtime.invoke(event, lastsMs);
      const { statusCode, headers, body } = httpAnswerOf(streamed);
      expect(streamed.error).toBeUndefined();
      expect(streamed.headers).toMatchObject({
        'lambda-runtime-function-response-mode': 'streaming',
        'transfer-encoding': 'chunked',
      });
      expect({ statusCode, headers }).toMatchObject({
        statusCode: 200,
        headers: { 'content-type': 'text/event-stream' },
      });
      expect(body).toMatch(/^$|\n\n$/);
      told.push(...parser.push(body).map(({ id }) => id));
      lastId = parser.lastId === '' ? lastId : parser.lastId;
    }
    const lastMs = Number(lastId.split('-', 1)[0]);
    const expected = [
      ...MARKET.events({ symbols: SYMBOLS, pairs: DEFAULT_PAIRS, fromMs: startMs, toMs: lastMs + 1 }),
    ].map(eventKey);
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(expected.slice(0, told.length));
  });

  it('runs scheduled events where answers cannot be streamed, and says so of a request', async () => {
    const before = kinesis.records.length;
    const { answers } = await runBundle(BUNDLE, [MINUTE_EVENT, urlEvent('/healthz')], environment());
    expect(answers).toMatchObject([
      { value: { delivered: linesOfMinute().length } },
      { error: expect.stringContaining('This runtime has no awslambda.streamifyResponse') },
    ]);
    expect(kinesis.records.slice(before).toSorted()).toEqual(linesOfMinute().toSorted());
  });

  it('does not start with an environment that is wrong, and names what is', async () => {
    const env = { ...environment(), TICKERLAKE_FEED_SPEED: '2' };
    await expect(runBundle(BUNDLE, [], env)).rejects.toThrow(/TICKERLAKE_FEED_SPEED: is not known/);
  });
});
