import { ConfigError } from '@tickerlake/lambda-app';
import { httpEvent, lambdaContext, scheduledEvent, schedulerEvent } from '@tickerlake/testing';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { config, createFakeSource, createFakeWorld, failing, friday } from '../test/fakes.ts';
import { CollectionFailedError, RequestError } from './errors.ts';
import type { CollectReport } from './report.ts';

const context = lambdaContext();
const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const invoke = async (world: ReturnType<typeof createFakeWorld>, event: unknown): Promise<CollectReport> =>
  (await world.handler(event, context)) as CollectReport;
const request = async (world: ReturnType<typeof createFakeWorld>, event: unknown) => {
  const { statusCode, headers, body } = (await world.handler(event, context)) as APIGatewayProxyStructuredResultV2;
  return { statusCode, headers, body: JSON.parse(body ?? '') as Record<string, unknown> };
};
const snapFails = () =>
  createFakeSource((result, asked) => (asked.symbols[0] === 'SNAP' ? failing(result, asked) : result));
const allFail = () => createFakeSource((result, asked) => failing(result, asked));
const refuseAll = { faults: () => ({ kind: 'refuse-entries', entries: 'all', code: 'InternalFailure' }) as const };

describe('direct invocation', () => {
  it('collects a date and reports what became of every bar', async () => {
    const world = createFakeWorld();
    expect(await invoke(world, { date: '2026-11-20', interval: '5m' })).toEqual({
      source: 'yahoo',
      interval: '5m',
      from: '2026-11-20 09:30:00-05:00',
      to: '2026-11-20 16:00:00-05:00',
      bars: 156,
      invalid: 0,
      failures: [],
      dropped: { 'outside-window': 0, 'empty-row': 2, 'extended-hours': 0, duplicate: 0 },
      account: { accepted: 156, delivered: 156, rejected: 0, rejections: {}, retries: 0, requests: expect.any(Number) },
    });
    expect(new Set(world.sink.texts()).size).toBe(156);
  });

  it('asks the source and the seed that the event names, else the configured ones', async () => {
    const asked: unknown[] = [];
    const world = createFakeWorld({
      source: (...args) => {
        asked.push(args);
        return createFakeSource();
      },
    });
    await invoke(world, { symbols: ['TTD'], source: 'simulated', seed: 7 });
    await invoke(world, {});
    expect(asked).toEqual([
      ['simulated', 7],
      ['yahoo', 1],
    ]);
  });

  it('throws for a wrong request, naming each field, and collects nothing', async () => {
    const world = createFakeWorld();
    await expect(invoke(world, { symbol: ['DDOG'], date: '2026-11-21' })).rejects.toThrow(RequestError);
    expect(world.fake.requests).toEqual([]);
    expect(world.logs()).toMatchObject([
      {
        level: 'warn',
        message: 'failed',
        trigger: 'direct',
        error: 'RequestError',
        reason: expect.stringContaining('Did you mean symbols?'),
      },
    ]);
  });

  it('reports failures and rejections instead of throwing', async () => {
    expect(await invoke(createFakeWorld({ fake: allFail() }), {})).toMatchObject({
      bars: 0,
      failures: [{ symbol: 'DDOG' }, { symbol: 'SNAP' }],
    });
    const report = await invoke(createFakeWorld({ sinkOptions: refuseAll }), { interval: '1h' });
    expect(report.account).toMatchObject({
      accepted: 14,
      delivered: 0,
      rejected: 14,
      rejections: { InternalFailure: 14 },
    });
  });

  it('stops fetching five seconds and sending one second before its time is over', async () => {
    const world = createFakeWorld();
    await world.handler({}, lambdaContext(300_000));
    await world.handler({}, lambdaContext(3_000));
    expect(world.deadlines.toSorted((a, b) => a - b)).toEqual([0, 2_000, 295_000, 299_000]);
  });

  it('refuses an event that is no object', async () => {
    const world = createFakeWorld();
    await expect(invoke(world, 'DDOG')).rejects.toThrow(RequestError);
    expect(world.logs()).toMatchObject([{ trigger: 'unknown' }]);
  });
});

describe('HTTP request', () => {
  it('answers 200 with the report when everything was collected', async () => {
    const world = createFakeWorld();
    const { statusCode, headers, body } = await request(
      world,
      httpEvent({ query: { symbols: 'ddog', date: '2026-11-20', interval: '5m' } }),
    );
    expect({ statusCode, headers }).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
    expect(body).toMatchObject({ bars: 78, account: { delivered: 78 } });
  });

  it('answers 207 when a part was collected, and 502 when nothing was', async () => {
    const event = httpEvent({ body: { symbols: ['DDOG', 'SNAP'], interval: '30m' }, base64: true });
    expect(await request(createFakeWorld({ fake: snapFails() }), event)).toMatchObject({
      statusCode: 207,
      body: { bars: 13, failures: [{ symbol: 'SNAP' }] },
    });
    expect(await request(createFakeWorld({ fake: allFail() }), event)).toMatchObject({
      statusCode: 502,
      body: { bars: 0 },
    });
    expect(await request(createFakeWorld({ sinkOptions: refuseAll }), event)).toMatchObject({
      statusCode: 502,
      body: { account: { rejected: 26 } },
    });
  });

  it('answers 400 naming each wrong field', async () => {
    const event = httpEvent({ query: { symbols: 'DDOG', date: '2026-11-21', interval: '3m', source: 'simulated' } });
    const { statusCode, body } = await request(createFakeWorld({ now: () => friday(24 + 10) }), event);
    expect(statusCode).toBe(400);
    expect(body).toEqual({
      errors: [
        { field: 'source', message: 'is not known. Allowed: symbols, date, from, to, interval, extendedHours.' },
        {
          field: 'date',
          message:
            '2026-11-21 is a Saturday: the New York exchanges were closed. The last session before it was 2026-11-20.',
        },
        { field: 'interval', message: 'is "3m", but must be one of 1m, 2m, 5m, 15m, 30m, 1h.' },
      ],
    });
  });

  it('answers 400 for a body that is no JSON, and 422 for a range that is too large', async () => {
    expect(await request(createFakeWorld(), httpEvent({ body: '{' }))).toMatchObject({
      statusCode: 400,
      body: { errors: [{ field: 'body' }] },
    });
    const event = httpEvent({ query: { from: '2026-01-02' } });
    expect(await request(createFakeWorld(), event)).toMatchObject({
      statusCode: 422,
      body: { errors: [{ field: 'from', message: expect.stringContaining('at most 50,000') }] },
    });
  });

  it('never waits longer than an HTTP API does', async () => {
    const world = createFakeWorld();
    await world.handler(httpEvent(), lambdaContext(900_000));
    expect(Math.max(...world.deadlines)).toBeLessThan(29_000);
  });
});

describe('schedule', () => {
  it('collects the session so far in a new container, then only what is new', async () => {
    const world = createFakeWorld();
    await invoke(world, scheduledEvent(at(friday(11, 0))));
    const report = await invoke(world, schedulerEvent(at(friday(11, 1))));
    expect(report).toMatchObject({ bars: 12, from: '2026-11-20 10:55:00-05:00', to: '2026-11-20 11:01:00-05:00' });
    expect(new Set(world.sink.texts()).size).toBe(2 * 91);
  });

  it('does nothing outside of sessions, and says why', async () => {
    const world = createFakeWorld();
    const report = await invoke(world, scheduledEvent('2026-11-26T15:00:00Z'));
    expect(report).toMatchObject({
      bars: 0,
      from: '2026-11-26 10:00:00-05:00',
      skipped: expect.stringContaining('Thanksgiving'),
    });
    expect(world.fake.requests).toEqual([]);
    expect(world.logs()).toMatchObject([{ level: 'info', message: 'skipped' }]);
  });

  it('goes on when one symbol fails, and catches that one up', async () => {
    let healthy = false;
    const fake = createFakeSource((result, asked) =>
      asked.symbols[0] === 'SNAP' && !healthy ? failing(result, asked) : result,
    );
    const world = createFakeWorld({ fake });
    expect(await invoke(world, scheduledEvent(at(friday(10, 0))))).toMatchObject({
      bars: 30,
      failures: [{ symbol: 'SNAP' }],
    });
    healthy = true;
    expect(await invoke(world, scheduledEvent(at(friday(10, 1))))).toMatchObject({ bars: 6 + 31, failures: [] });
  });

  it('fails when no symbol could be collected', async () => {
    const world = createFakeWorld({ fake: allFail() });
    await expect(invoke(world, scheduledEvent(at(friday(10, 0))))).rejects.toThrow(
      new CollectionFailedError('None of 2 symbols could be collected; DDOG: Connection lost'),
    );
    expect(world.logs()).toMatchObject([
      { level: 'warn', message: 'collected', failed: 2 },
      { level: 'error', error: 'CollectionFailedError', retriable: true },
    ]);
  });

  it('goes on when every symbol lacks a part of its window, and asks for the whole window again', async () => {
    const fake = createFakeSource((result, asked) => ({ ...result, failures: failing(result, asked).failures }));
    const world = createFakeWorld({ fake });
    expect(await invoke(world, scheduledEvent(at(friday(10, 0))))).toMatchObject({ bars: 60 });
    expect(await invoke(world, scheduledEvent(at(friday(10, 1))))).toMatchObject({ bars: 62 });
  });

  it('fails when the stream rejected records, and collects them again the next time', async () => {
    let healthy = false;
    const faults = () => (healthy ? undefined : ({ kind: 'refuse-entries', entries: [0] } as const));
    const world = createFakeWorld({ sinkOptions: { faults } });
    await expect(invoke(world, scheduledEvent(at(friday(10, 0))))).rejects.toThrow(
      /The stream rejected \d+ of 60 records/,
    );
    healthy = true;
    expect(await invoke(world, scheduledEvent(at(friday(10, 1))))).toMatchObject({
      from: '2026-11-20 09:30:00-05:00',
      bars: 62,
    });
  });

  it('collects the whole session once more after the close, and once only', async () => {
    const world = createFakeWorld();
    await invoke(world, scheduledEvent(at(friday(16, 19))));
    expect(await invoke(world, scheduledEvent(at(friday(16, 20))))).toMatchObject({ bars: 780 });
    expect(await invoke(world, scheduledEvent(at(friday(16, 21))))).toHaveProperty('skipped');
  });

  it('fails without configured symbols', async () => {
    const world = createFakeWorld({ config: { ...config, symbols: [] } });
    await expect(invoke(world, scheduledEvent(at(friday(10, 0))))).rejects.toThrow(ConfigError);
  });
});

it('logs one line of numbers for a run', async () => {
  const world = createFakeWorld({ fake: snapFails() });
  await invoke(world, {});
  expect(world.lines).toHaveLength(1);
  expect(world.logs()[0]).toMatchObject({
    level: 'warn',
    message: 'collected',
    trigger: 'direct',
    requestId: context.awsRequestId,
    bars: 390,
    account: { accepted: 390, delivered: 390, rejected: 0 },
    failed: 1,
    failures: [{ symbol: 'SNAP', reason: 'network', message: 'Connection lost' }],
  });
});

describe('metrics', () => {
  const none = { BarsFetched: 0, BarsProduced: 0, BarsDropped: 0, BarsFailed: 0, SymbolsFailed: 0, MarketMinutes: 0 };

  it('tell of a scheduled run in a session what became of every row, and that a minute of the market was due', async () => {
    const world = createFakeWorld({ fake: snapFails() });
    await invoke(world, scheduledEvent(at(friday(10, 0))));
    // DDOG: 30 bars and an empty row. SNAP: an empty row beside the failure.
    expect(world.metrics).toEqual([
      { BarsFetched: 32, BarsProduced: 30, BarsDropped: 2, BarsFailed: 0, SymbolsFailed: 1, MarketMinutes: 1 },
    ]);
  });

  it.each([
    ['on a holiday', '2026-11-26T15:00:00Z'],
    ['before the open', '2026-11-20T14:30:00Z'],
    ['when all is over', '2026-11-20T23:00:00Z'],
  ])('count nothing and no market minute %s', async (_, time) => {
    const world = createFakeWorld();
    await invoke(world, schedulerEvent(time));
    expect(world.metrics).toEqual([none]);
  });

  it('count the bars, but no market minute, of runs after the close', async () => {
    const world = createFakeWorld();
    for (const minute of [0, 1, 20, 21]) await invoke(world, schedulerEvent(at(friday(16, minute))));
    expect(world.metrics.map(({ MarketMinutes, BarsProduced }) => [MarketMinutes, BarsProduced])).toEqual([
      [1, 780],
      [0, 10],
      [0, 780],
      [0, 0],
    ]);
  });

  it('count a market minute once, however often its run is tried, and each time the bars that it put', async () => {
    let healthy = false;
    const fake = createFakeSource((result, asked) => (healthy ? result : failing(result, asked)));
    const world = createFakeWorld({ fake });
    const event = schedulerEvent(at(friday(10, 0)));
    await expect(invoke(world, event)).rejects.toThrow(CollectionFailedError);
    await expect(invoke(world, event)).rejects.toThrow(CollectionFailedError);
    healthy = true;
    await invoke(world, event);
    await invoke(world, schedulerEvent(at(friday(10, 1))));
    expect(world.metrics).toMatchObject([
      { MarketMinutes: 1, BarsProduced: 0, SymbolsFailed: 2 },
      { MarketMinutes: 0, BarsProduced: 0, SymbolsFailed: 2 },
      { MarketMinutes: 0, BarsProduced: 60, SymbolsFailed: 0 },
      { MarketMinutes: 1, BarsProduced: 12, SymbolsFailed: 0 },
    ]);
  });

  it('tell of a run that fails what it did before', async () => {
    const world = createFakeWorld({
      sinkOptions: { faults: () => ({ kind: 'refuse-entries', entries: [0] }) as const },
    });
    await expect(invoke(world, scheduledEvent(at(friday(10, 0))))).rejects.toThrow(CollectionFailedError);
    const [metrics = none] = world.metrics;
    expect(metrics).toMatchObject({ BarsFetched: 62, BarsDropped: 2, MarketMinutes: 1 });
    expect(metrics.BarsFailed).toBeGreaterThan(0);
    expect(metrics.BarsProduced + metrics.BarsFailed).toBe(60);
  });

  it('tell of the market minute of a run that dies without a report', async () => {
    const world = createFakeWorld({
      producer: () => {
        throw new TypeError('surprise');
      },
    });
    await expect(invoke(world, scheduledEvent(at(friday(10, 0))))).rejects.toThrow('surprise');
    expect(world.metrics).toEqual([{ ...none, MarketMinutes: 1 }]);
  });

  it('count what a request collected, but no market minute, and nothing of a refused one', async () => {
    const world = createFakeWorld();
    await invoke(world, { interval: '1h' });
    await request(world, httpEvent({ query: { symbols: 'DDOG', interval: '1h' } }));
    await request(world, httpEvent({ body: '{' }));
    await expect(invoke(world, { symbol: 'DDOG' })).rejects.toThrow(RequestError);
    expect(world.metrics).toMatchObject([
      { BarsProduced: 14, MarketMinutes: 0 },
      { BarsProduced: 7, MarketMinutes: 0 },
    ]);
  });
});
