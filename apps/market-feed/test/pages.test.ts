import { type Bar, decodeRecord, eventTimeMs, type MarketRecord } from '@tickerlake/record-schema';
import { describe, expect, it } from 'vitest';
import { type RunningFeed, runFeed, sendRaw } from './running-feed.ts';
import { CLOSE_MS, OPEN_MS } from './test-market.ts';

interface List {
  readonly marketTime: string;
  readonly next: string | null;
  readonly bars: Bar[];
  readonly quotes: MarketRecord[];
}

const list = async (feed: RunningFeed, path: string): Promise<List> => {
  const page = await feed.get(path);
  if (page.status !== 200) throw new Error(page.text);
  return page.body as List;
};

async function follow(feed: RunningFeed, path: string, name: 'bars' | 'quotes'): Promise<MarketRecord[]> {
  const records: MarketRecord[] = [];
  for (let next: string | null = path; next !== null;) {
    const page: List = await list(feed, next);
    records.push(...page[name]);
    next = page.next;
  }
  return records;
}

describe('the pages', () => {
  it('give canonical records of nothing that lies after market time', async () => {
    const feed = await runFeed();
    const paths = ['/api/stocks/META/bars', '/api/quotes', '/api/quotes?limit=50', '/api/forex', '/api/news'];
    for (const path of paths) {
      const page = await list(feed, path);
      const marketMs = Date.parse(page.marketTime);
      const records = Object.values(page).find(Array.isArray) as MarketRecord[];
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) {
        expect(decodeRecord(JSON.stringify(record))).toEqual(record);
        expect(eventTimeMs(record)).toBeLessThan(marketMs);
      }
    }
  });

  it('show the running session minute by minute, the last bar not final', async () => {
    const feed = await runFeed();
    const before = await list(feed, '/api/stocks/DDOG/bars');
    expect(before.bars.map(({ ts, final }) => [ts.slice(11, 16), final])).toEqual([
      ['09:30', true],
      ['09:31', false],
    ]);
    feed.pass(30_001);
    const after = await list(feed, '/api/stocks/DDOG/bars');
    expect(after.bars.map(({ final }) => final)).toEqual([true, true, false]);
    expect(after.bars[0]).toEqual(before.bars[0]);
  });

  it('agree: the last quote of a minute is its bar’s close', async () => {
    const feed = await runFeed({}, {}, CLOSE_MS);
    const { bars } = await list(feed, '/api/stocks/SNAP/bars');
    const { quotes } = await list(feed, '/api/quotes?symbols=SNAP');
    expect(bars).toHaveLength(390);
    expect(quotes).toMatchObject([{ name: 'SNAP', price: bars.at(-1)?.close }]);
  });

  it('lead from one to the next until all was given once', async () => {
    const feed = await runFeed({}, {}, CLOSE_MS);
    const span = 'from=2026-11-19&to=2026-11-20T15:00:00Z';
    const whole = await list(feed, `/api/stocks/META/bars?${span}`);
    expect(whole.bars).toHaveLength(420);
    expect(await follow(feed, `/api/stocks/META/bars?${span}&limit=37`, 'bars')).toEqual(whole.bars);
    const quotes = await list(feed, `/api/quotes?${span}&limit=5000&symbols=META,DDOG`);
    expect(quotes.quotes).toHaveLength(2 * 420 * 4);
    expect(await follow(feed, `/api/quotes?${span}&limit=500&symbols=META,DDOG`, 'quotes')).toEqual(quotes.quotes);
  });

  it('are empty where nothing happened', async () => {
    const feed = await runFeed();
    const weekend = 'from=2026-11-14&to=2026-11-14';
    expect((await list(feed, `/api/stocks/META/bars?${weekend}`)).bars).toEqual([]);
    expect((await list(feed, `/api/quotes?${weekend}`)).quotes).toEqual([]);
  });

  it.each([
    ['/api/stocks/META/bars?intervall=1m', 'intervall', '1m', 'the parameters from, to, interval, limit'],
    ['/api/stocks/META/bars?interval=7m', 'interval', '7m', 'one of 1m, 2m, 5m, 15m, 30m, 1h'],
    ['/api/stocks/NOPE/bars', 'symbol', 'NOPE', 'one of META, SHOP'],
    ['/api/stocks/META/bars?from=2026-02-30', 'from', '2026-02-30', 'an ISO instant with its zone'],
    ['/api/stocks/META/bars?from=2026-11-20&to=2026-11-18', 'from', '2026-11-20T05:00:00.000Z', 'where to ends'],
    ['/api/quotes?symbols=META,NOPE', 'symbols', 'META,NOPE', 'some of META, SHOP'],
    ['/api/quotes?symbols=', 'symbols', '', 'some of META, SHOP'],
    ['/api/quotes?limit=5001', 'limit', '5001', '1–5000; to get more, follow next'],
    ['/api/quotes?limit=1e3', 'limit', '1e3', 'a whole number'],
    ['/api/quotes?from=2026-01-01', 'from', '2026-01-01T05:00:00.000Z', 'at most 31 days a request'],
    ['/api/forex?pairs=EURUSD&pairs=USDJPY', 'pairs', 'it 2 times', 'it once'],
    ['/api/news?after=1795185000000-news-nope', 'after', '1795185000000-news-nope', 'the id of an event'],
    ['/healthz?x=1', 'x', '1', 'no parameters'],
  ])('refuse %s and say what came and what is allowed', async (path, field, came, allowed) => {
    const feed = await runFeed();
    const page = await feed.get(path);
    expect(page.status).toBe(400);
    expect(page.headers.get('content-type')).toBe('application/problem+json');
    const errors = [expect.objectContaining({ field, came, allowed: expect.stringContaining(allowed) })];
    expect(page.body).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400, errors });
  });

  it('refuse every wrong field at once', async () => {
    const feed = await runFeed();
    const page = await feed.get('/api/news?form=x&symbols=X&limit=0&to=never');
    expect((page.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual([
      'form',
      'symbols',
      'to',
      'limit',
    ]);
  });
});

describe('the server', () => {
  it('says what is here, to people and to programs', async () => {
    const feed = await runFeed();
    const plain = await feed.get('/');
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(plain.text).toContain('try /api/quotes?symbols=META,DDOG');
    const page = await feed.get('/', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const links = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, link]) => link?.replaceAll('&amp;', '&') ?? '');
    expect(links.length).toBeGreaterThan(5);
    for (const link of links.filter((path) => !path.startsWith('/api/stream'))) {
      expect((await feed.get(link)).status).toBe(200);
    }
  });

  it('tells how it is', async () => {
    const feed = await runFeed();
    feed.pass(1000);
    expect((await feed.get('/healthz')).body).toMatchObject({
      status: 'ok',
      marketTime: '2026-11-20T14:31:31.000Z',
      speed: 1,
      generated: { bar: 0 },
      log: null,
      logFile: null,
      streams: { open: 0, limit: 500 },
    });
  });

  it('may be read by pages of any site, but for what concerns this machine', async () => {
    const feed = await runFeed();
    for (const path of ['/api/quotes', '/openapi.json', '/v8/finance/chart/META', '/api/quotes?x=1']) {
      expect((await feed.get(path)).headers.get('access-control-allow-origin')).toBe('*');
    }
    for (const path of ['/healthz', '/', '/nope']) {
      expect((await feed.get(path)).headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await feed.get('/api/stream', { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Last-Event-ID');
  });

  it('sends headers that keep answers from being misused, with every answer', async () => {
    const feed = await runFeed();
    for (const path of ['/', '/nope', '/api/quotes', '/api/quotes?x=1']) {
      const { headers } = await feed.get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('refuses %s and names what it allows', async (method) => {
    const feed = await runFeed();
    const page = await feed.get('/api/quotes', { method });
    expect(page).toMatchObject({ status: 405, body: { status: 405, title: 'Method Not Allowed' } });
    expect(page.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await feed.get('/nope', { method })).status).toBe(404);
  });

  it('gives heads without bodies', async () => {
    const feed = await runFeed();
    for (const path of ['/api/quotes', '/api/stream', '/']) {
      const page = await feed.get(path, { method: 'HEAD' });
      expect(page).toMatchObject({ status: 200, text: '' });
    }
    expect((await feed.get('/healthz')).body).toMatchObject({ streams: { open: 0 } });
  });

  it('refuses to send what the client does not accept', async () => {
    const feed = await runFeed();
    const page = await feed.get('/api/stream', { headers: { accept: 'application/json' } });
    expect(page).toMatchObject({ status: 406, body: { detail: expect.stringContaining('text/event-stream') } });
  });

  it('answers to the names of this machine only, so that no other site’s name can point here', async () => {
    const feed = await runFeed();
    const ask = (host: string) =>
      sendRaw(feed.url, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:80', '[::1]:4300'])
      expect(await ask(host)).toMatch(/ 200 /);
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1']) {
      expect(await ask(host)).toMatch(/^HTTP\/1.1 421 [^]*application\/problem\+json/);
    }
    for (const host of ['a b', 'a/b', '']) expect(await ask(host)).toMatch(/^HTTP\/1.1 400 /);
  });

  it.each([
    ['bytes that are no request', 'GARBAGE\r\n\r\n', 400],
    ['a request without a host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['an address of another server', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a path with backslashes', String.raw`GET /\evil HTTP/1.1${'\r\n'}Host: localhost${'\r\n\r\n'}`, 400],
    ['an address that is too long', `GET /?${'x'.repeat(5000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 414],
    ['headers that are too large', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['CONNECT', 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: miracles\r\n\r\n', 417],
  ])('answers %s with a problem document', async (_words, bytes, status) => {
    const feed = await runFeed();
    const answer = await sendRaw(feed.url, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status });
  });

  it('keeps what went wrong inside: the client gets an id, the log has the stack', async () => {
    const feed = await runFeed();
    Object.assign(feed.market, {
      events: () => {
        throw new TypeError('secret');
      },
    });
    const page = await feed.get('/api/quotes');
    expect(page.status).toBe(500);
    expect(page.text).not.toContain('secret');
    const { id } = page.body as { id: string };
    expect(feed.notices).toContainEqual(
      expect.objectContaining({ level: 'error', id, reason: 'secret', stack: expect.stringContaining('TypeError') }),
    );
  });

  it('says in words when its port is taken', async () => {
    const feed = await runFeed();
    const port = Number(new URL(feed.url).port);
    await expect(runFeed({ port })).rejects.toThrow(/Cannot listen on 127.0.0.1, port \d+: .*TICKERLAKE_FEED_PORT/);
  });

  it('opens at the bell', () => expect(new Date(OPEN_MS).toISOString()).toBe('2026-11-20T14:30:00.000Z'));
});
