import { eventKey } from '@tickerlake/market-simulator';
import { decodeRecord, eventTimeMs } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventChoice } from '../src/market.ts';
import { type RunningFeed, runFeed } from './running-feed.ts';
import { SseClient } from './sse-client.ts';

const START_MS = Date.UTC(2026, 10, 20, 14, 31);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const startFeed = (world = {}) => runFeed({}, world, START_MS);
const open = (feed: RunningFeed, query = '', lastEventId?: string) =>
  SseClient.open(`${feed.url}/api/stream${query}`, lastEventId);

/** What the market says happened. */
const eventsBetween = (feed: RunningFeed, fromMs: number, toMs: number, choice: EventChoice = feed.market.all) => [
  ...feed.market.events(choice, { fromMs, toMs }),
];

describe('the event stream', () => {
  it('tells what happens from now on, each event with its id, kind and canonical record', async () => {
    const feed = await startFeed();
    const client = await open(feed);
    expect(client.lastId).toBe(String(START_MS));
    feed.pass(MINUTE_MS);
    const expected = eventsBetween(feed, START_MS, START_MS + MINUTE_MS);
    await client.until(() => client.events.length >= expected.length);
    expect(client.events.map(({ data }) => decodeRecord(data))).toEqual(expected);
    expect(client.events.map(({ id }) => id)).toEqual(expected.map(eventKey));
    expect(client.events.map(({ type }) => type)).toEqual(expected.map(({ kind }) => kind));
    client.close();
  });

  it('tells stories about the market to all, and to those who choose companies the stories about them', async () => {
    const morningMs = START_MS - 3 * 60 * MINUTE_MS;
    const feed = await runFeed({}, {}, morningMs);
    const kinds = ['news'] as const;
    const [everyone, chooser] = [
      await open(feed, '?kinds=news'),
      await open(feed, '?kinds=news&symbols=META,DDOG,SNAP'),
    ];
    feed.pass(START_MS - morningMs);
    const told = eventsBetween(feed, morningMs, START_MS, { ...feed.market.all, kinds }).map(eventKey);
    const symbols = ['META', 'DDOG', 'SNAP'];
    const chosen = eventsBetween(feed, morningMs, START_MS, { kinds, symbols, pairs: [] }).map(eventKey);
    expect(told.some((key) => key.includes('-market-'))).toBe(true);
    expect(chosen.length).toBeGreaterThan(0);
    await Promise.all([
      everyone.until(() => everyone.events.length >= told.length),
      chooser.until(() => chooser.events.length >= chosen.length),
    ]);
    expect(everyone.events.map(({ id }) => id)).toEqual(told);
    expect(chooser.events.map(({ id }) => id)).toEqual(chosen);
    everyone.close();
    chooser.close();
  });

  it('resumes behind any event, live and caught up alike, whatever is asked for', async () => {
    const feed = await startFeed();
    feed.pass(20 * MINUTE_MS);
    const past = eventsBetween(feed, START_MS, START_MS + 20 * MINUTE_MS);
    const choices = fc.record({
      kinds: fc.subarray(['quote', 'forex', 'news'] as const, { minLength: 1 }),
      symbols: fc.subarray(['META', 'DDOG', 'SNAP'], { minLength: 1 }),
      pairs: fc.subarray(['EURUSD', 'USDJPY'], { minLength: 1 }),
    });
    let nowMs = START_MS + 20 * MINUTE_MS;
    await fc.assert(
      fc.asyncProperty(choices, fc.nat(past.length - 1), fc.boolean(), async (choice, index, byHeader) => {
        const last = past[index];
        if (!last) throw new Error('There is no such event');
        const { kinds, symbols, pairs } = choice;
        const query = new URLSearchParams({ kinds: kinds.join(), symbols: symbols.join(), pairs: pairs.join() });
        if (!byHeader) query.set('after', eventKey(last));
        const client = await open(feed, `?${query.toString()}`, byHeader ? eventKey(last) : undefined);
        feed.pass(MINUTE_MS);
        nowMs += MINUTE_MS;
        const expected = eventsBetween(feed, eventTimeMs(last), nowMs, choice)
          .map(eventKey)
          .filter((key) => !past.slice(0, index + 1).some((event) => eventKey(event) === key));
        await client.until(() => client.events.length >= expected.length);
        expect(client.events.map(({ id }) => id)).toEqual(expected);
        client.close();
      }),
      { numRuns: 12 },
    );
  });

  it('resumes at the place that a client without events was told', async () => {
    const feed = await startFeed();
    const first = await open(feed);
    first.close();
    feed.pass(MINUTE_MS);
    const expected = eventsBetween(feed, START_MS, START_MS + MINUTE_MS).map(eventKey);
    const second = await open(feed, '', first.lastId);
    await second.until(() => second.events.length >= expected.length);
    expect(second.events.map(({ id }) => id)).toEqual(expected);
    second.close();
  });

  it('says that a place is too old, and what to do', async () => {
    const feed = await startFeed();
    const page = await feed.get('/api/stream', { headers: { 'last-event-id': String(START_MS - 7 * DAY_MS - 1) } });
    expect(page).toMatchObject({ status: 410, body: { detail: expect.stringContaining('/api/quotes') } });
    const client = await open(feed, '', String(START_MS - 7 * DAY_MS));
    client.close();
  });

  it.each([
    ['has not happened', String(START_MS + 1)],
    ['is of no event', `${START_MS}-quote-NOPE`],
    ['is no id', 'yesterday'],
  ])('refuses a place that %s', async (_words, id) => {
    const feed = await startFeed();
    const page = await feed.get('/api/stream', { headers: { 'last-event-id': id } });
    expect(page).toMatchObject({ status: 400, body: { errors: [{ in: 'header', field: 'Last-Event-ID', came: id }] } });
    expect((await feed.get(`/api/stream?after=${id}`)).body).toMatchObject({
      errors: [{ in: 'query', field: 'after' }],
    });
  });

  it('turns away one client too many, and takes it when another has gone', async () => {
    const feed = await startFeed({ maxStreams: 2 });
    const clients = [await open(feed), await open(feed)];
    const page = await feed.get('/api/stream');
    expect(page).toMatchObject({ status: 429, body: { status: 429 } });
    expect(page.headers.get('retry-after')).toBe('5');
    clients[0]?.close();
    while ((await feed.get('/healthz')).text.includes('"open":2'));
    clients.push(await open(feed));
    for (const client of clients) client.close();
  });

  it('cuts off a client that does not read, keeps nothing for it, and lets it resume without loss', async () => {
    const mondayMs = Date.UTC(2026, 10, 16, 15);
    const feed = await runFeed({}, {}, mondayMs);
    const [slow, quick] = [await open(feed), await open(feed)];
    const openStreams = async () => ((await feed.get('/healthz')).body as { streams: { open: number } }).streams.open;
    slow.pause();
    for (let nowMs = mondayMs; (await openStreams()) > 1;) {
      feed.pass(60 * MINUTE_MS);
      nowMs += 60 * MINUTE_MS;
      expect(nowMs).toBeLessThan(mondayMs + 4 * DAY_MS);
      await quick.until(() => Number(quick.lastId.split('-')[0]) > nowMs - MINUTE_MS);
    }
    slow.resume();
    await slow.until(() => false);
    const rest = await open(feed, '', slow.lastId);
    await rest.until(() => rest.events.at(-1)?.id === quick.events.at(-1)?.id);
    expect([...slow.events, ...rest.events].map(({ id }) => id)).toEqual(quick.events.map(({ id }) => id));
    quick.close();
    rest.close();
  });

  it('ends in order when the feed stops', async () => {
    const feed = await startFeed();
    const client = await open(feed);
    await Promise.all([feed.stop(), client.until(() => false)]);
    expect(client.isOpen).toBe(false);
  });
});
