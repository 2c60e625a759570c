import { join } from 'node:path';
import { decodeRecord } from '@tickerlake/record-schema';
import { deaggregate } from '@tickerlake/stream-producer';
import {
  awsEnvironment,
  bundleWithoutSdk,
  gzipBytes,
  httpEvent,
  runBundle,
  startFakeKinesis,
  startYahooStandIn,
} from '@tickerlake/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias } from '../tsup.config.ts';

const BUNDLE = join(import.meta.dirname, '../dist/handler.mjs');
const MAX_GZIP_BYTES = 200_000;
/** What is ours, yahoo-finance2's and Powertools'; the rest is the AWS SDK's weight. */
const MAX_GZIP_BYTES_WITHOUT_SDK = 110_000;

const startServices = async () => {
  const [yahoo, kinesis] = await Promise.all([startYahooStandIn(), startFakeKinesis(deaggregate)]);
  return { yahoo, kinesis };
};
let services: Awaited<ReturnType<typeof startServices>>;
beforeAll(async () => {
  services = await startServices();
});
afterAll(async () => {
  await Promise.all([services.yahoo.close(), services.kinesis.close()]);
});

const environment = (): Record<string, string> => ({
  TICKERLAKE_STREAM: 'market-records',
  TICKERLAKE_YAHOO_URL: services.yahoo.url,
  ...awsEnvironment(services.kinesis.url),
});

// A process of its own, on machines that may be busy.
describe('the bundle', { timeout: 60_000 }, () => {
  it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped`, () => {
    expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
  });

  it(`weighs at most ${MAX_GZIP_BYTES_WITHOUT_SDK} bytes gzipped without the AWS SDK`, async () => {
    const { outputFiles } = await build({ ...bundleWithoutSdk(join(import.meta.dirname, '../src/handler.ts')), alias });
    const weight = gzipBytes(outputFiles[0]?.contents ?? new Uint8Array());
    expect(weight).toBeGreaterThan(20_000);
    expect(weight).toBeLessThanOrEqual(MAX_GZIP_BYTES_WITHOUT_SDK);
  });

  it('puts what Yahoo answers and what the simulator makes up onto the stream, in one container', async () => {
    const { kinesis } = services;
    const yahooEvent = { symbols: ['DDOG', 'SNAP'], date: '2026-11-20' };
    const simulatedEvent = { symbols: ['DDOG'], date: '2026-11-19', source: 'simulated', seed: 3, interval: '5m' };
    const { answers, log } = await runBundle(BUNDLE, [yahooEvent, simulatedEvent], environment());
    expect(answers).toMatchObject([
      { value: { source: 'yahoo', failures: [], invalid: 0, account: { rejected: 0 } } },
      { value: { source: 'simulated', bars: 78, failures: [], account: { delivered: 78, rejected: 0 } } },
    ]);
    const bars = kinesis.records.map((record) => decodeRecord(record));
    const [yahooBars = 0, simulatedBars] = answers.map((answer) =>
      'value' in answer ? (answer.value as { bars: number }).bars : 0,
    );
    expect(yahooBars).toBeGreaterThan(700);
    expect(bars).toHaveLength(yahooBars + (simulatedBars ?? 0));
    expect(new Set(bars.map((bar) => JSON.stringify(bar))).size).toBe(bars.length);
    const emf = { _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']] }] } };
    expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
      { message: 'collected' },
      { ...emf, service: 'collector', BarsProduced: yahooBars, BarsFailed: 0, SymbolsFailed: 0, MarketMinutes: 0 },
      { message: 'collected' },
      { ...emf, service: 'collector', BarsFetched: 78, BarsProduced: 78, BarsDropped: 0, MarketMinutes: 0 },
    ]);
  });

  it('answers over HTTP what is wrong with a request', async () => {
    const { answers } = await runBundle(BUNDLE, [httpEvent({ query: { symbol: 'DDOG' } })], environment());
    expect(answers).toMatchObject([
      { value: { statusCode: 400, body: expect.stringContaining('Did you mean symbols?') } },
    ]);
  });

  it('does not start with an environment that is wrong, and names what is', async () => {
    await expect(runBundle(BUNDLE, [], { ...environment(), TICKERLAKE_STREEM: 'x' })).rejects.toThrow(
      /TICKERLAKE_STREEM: is not known. Did you mean TICKERLAKE_STREAM\?/,
    );
  });
});
