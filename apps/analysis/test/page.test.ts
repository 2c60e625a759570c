import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPage } from '../src/page/start-page.ts';
import { HandClock } from './page-clock.ts';
import { lastBars, marketSource, newsOf, quoteOf } from './page-fixture.ts';

const marketMs = fromNewYork('2026-11-20', 14, 7);

const open = async () => {
  const [clock, source] = [new HandClock(Date.UTC(2026, 10, 22, 12)), marketSource(marketMs)];
  const page = await startPage(source, { port: 0, clock });
  onTestFinished(() => page.close());
  await clock.advance(0);
  return { clock, source, page, port: Number(new URL(page.url).port) };
};

/** Listens as a browser does. */
const listen = (port: number, path = '/api/live'): Socket => {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  return socket;
};

/** Waits for what sockets do in their own time. */
const eventually = <Read>(read: () => Read) => expect.poll(read, { timeout: 20_000 });

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id ?? '');

describe('the page on a socket', () => {
  it('serves its files and its state, whose numbers are the source’s', async () => {
    const { page, source } = await open();
    for (const [path, type] of [
      ['/', 'text/html'],
      ['/page.js', 'text/javascript'],
      ['/style.css', 'text/css'],
      ['/favicon.svg', 'image/svg+xml'],
      ['/favicon.ico', 'image/svg+xml'],
    ] as const) {
      const answer = await fetch(page.url + path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers.get('content-type')).toContain(type);
    }
    const state = await (await fetch(`${page.url}/api/state`)).json();
    expect(state).toMatchObject({
      isWhole: true,
      marketTimeMs: marketMs,
      market: source.market,
      stages: source.counts,
    });
    const meta = lastBars(source).find(({ name }) => name === 'META');
    expect(state.companies[0]).toMatchObject({ name: 'META', last: { price: meta?.close } });
    expect(state.highs.rows).toEqual(source.highs);
  });

  it('carries no script or style inline', async () => {
    const { page } = await open();
    const html = await (await fetch(page.url)).text();
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc="\/page\.js")/);
    expect([...html.matchAll(/(?:src|href)="([^"#][^"]*)"/g)].every(([, address]) => address?.startsWith('/'))).toBe(
      true,
    );
  });

  it('answers to foreign names with a refusal', async () => {
    const { port } = await open();
    const asked = request({ port, host: '127.0.0.1', path: '/api/state', headers: { host: 'rebound.example' } }).end();
    const [answer] = await once(asked, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });

  it('goes on after a cut where the browser left off', async () => {
    const { clock, source, page, port } = await open();
    const { id } = await (await fetch(`${page.url}/api/state`)).json();
    source.emit(newsOf(900, ['META'], marketMs, 'was told while nobody listened'));
    await clock.advance(0);
    let text = '';
    listen(port, `/api/live?after=${id}`).on('data', (chunk: Buffer) => (text += chunk.toString()));
    await eventually(() => idsIn(text)).toHaveLength(1);
    expect(text).toContain('"isWhole":false');
    expect(text).toContain('was told while nobody listened');
    expect(text).not.toContain('"id":"story-3"');
  });

  it('keeps nothing for a browser that does not read, which then hears the newest state', async () => {
    const { clock, source, port } = await open();
    const [reader, sleeper] = [listen(port), listen(port)];
    let [read, slept] = ['', ''];
    reader.on('data', (chunk: Buffer) => (read += chunk.toString()));
    sleeper.pause();
    await once(sleeper, 'connect');
    const summary = 'word '.repeat(3_900);
    for (let tick = 0; tick < 400; tick++) {
      for (let i = 0; i < 4; i++) source.emit({ ...newsOf(i, ['META'], marketMs, `tells tick ${tick}`), summary });
      await clock.advance(250);
    }
    await eventually(() => read.includes('tells tick 399')).toBe(true);
    sleeper.on('data', (chunk: Buffer) => (slept += chunk.toString())).resume();
    await eventually(() => clock.advance(250).then(() => slept.includes('tells tick 399'))).toBe(true);
    // What the sleeper got is what the system's socket buffers held, and the newest state.
    expect(slept.length).toBeLessThan(read.length / 2);
    expect(idsIn(slept).length).toBeLessThan(idsIn(read).length / 2);
  });

  it('ends its streams when it is closed, and waits for nobody who has only half asked', async () => {
    const { page, port } = await open();
    const half = connect(port, '127.0.0.1');
    onTestFinished(() => void half.destroy());
    half.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    half.on('error', () => undefined);
    const socket = listen(port);
    await once(socket, 'data');
    await page.close();
    if (!socket.closed) await once(socket, 'close');
    await expect(fetch(page.url)).rejects.toThrow();
  });

  it('says what to do when its port is taken', async () => {
    const { port } = await open();
    await expect(startPage(marketSource(marketMs), { port })).rejects.toThrow(
      `The page cannot listen on port ${port} of 127.0.0.1: another program uses it. Choose another with --port (0 takes any free one).`,
    );
  });

  it.each([-1, 65_536, 4310.5, Number.NaN])('refuses %s as a port', async (port) => {
    await expect(startPage(marketSource(marketMs), { port })).rejects.toThrow('whole number from 0 to 65535');
  });

  it('shows what it has while every part of the source fails', async () => {
    const { clock, source, page } = await open();
    for (const part of ['marketTimeMs', 'stages', 'hourlyHighs', 'notices'] as const) {
      source.failing.set(part, 'the lake is away');
    }
    await clock.advance(31_000);
    source.emit(quoteOf('META', 1, marketMs));
    await clock.advance(0);
    const state = await (await fetch(`${page.url}/api/state`)).json();
    expect(state.troubles.map(({ part }: { part: string }) => part).toSorted()).toEqual([
      'clock',
      'highs',
      'notices',
      'records',
      'stages',
    ]);
    expect(state.stages).toHaveLength(11);
  });
});
