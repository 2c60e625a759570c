import { describe, expect, it, vi } from 'vitest';
import { HandClock } from '../../test/page-clock.ts';
import { LiveBoard } from './live-board.ts';
import { createPageApp } from './page-app.ts';

const asset = { body: '<!doctype html>', type: 'text/html', etag: '"1"' };

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const openApp = (isLocalOnly = true) => {
  const [clock, stop] = [new HandClock(0), new AbortController()];
  const board = new LiveBoard({ simulated: true, speed: 1, symbols: [], pairs: [] }, () => clock.now());
  const app = createPageApp({ board, assets: new Map([['/', asset]]), clock, isLocalOnly, signal: stop.signal });
  const ask = async (path: string, init: Asking = {}, host = '127.0.0.1:4310'): Promise<Response> =>
    app.request(path, { ...init, headers: { host, ...init.headers } });
  return { ask, clock, board, stop };
};

describe('the page’s answers', () => {
  it('forbid everything but its own files, refusals and mistakes included', async () => {
    const { ask } = openApp();
    const answers = await Promise.all([
      ask('/'),
      ask('/nowhere'),
      ask('/', { method: 'POST' }),
      ask('/', {}, 'evil.example'),
      ask('/api/state'),
    ]);
    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
      expect(policy).toContain("base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it.each(['127.0.0.1', 'localhost:4310', '[::1]:9', 'LOCALHOST', '127.9.9.9:1'])('go to %s', async (host) => {
    expect((await openApp().ask('/', {}, host)).status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:4310', '127.0.0.1.evil.example', 'localhost.evil.example', '', '10.0.0.1'])(
    'refuse the name "%s" of a site that points to this machine',
    async (host) => {
      const answer = await openApp().ask('/api/state', {}, host);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('localhost and 127.0.0.1 only');
    },
  );

  it('go to any name once the page is bound to more than this machine', async () => {
    expect((await openApp(false).ask('/', {}, 'desk.example')).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('are not for %s', async (method) => {
    const answer = await openApp().ask('/api/state', { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('say what is there for addresses that are not', async () => {
    const answer = await openApp().ask('/etc/passwd');
    expect([answer.status, await answer.text()]).toEqual([404, 'There is nothing here. The page is at /\n']);
  });

  it('spare a browser the file that it has', async () => {
    const answer = await openApp().ask('/', { headers: { 'if-none-match': '"1"' } });
    expect([answer.status, await answer.text()]).toEqual([304, '']);
  });

  it('tell the state as JSON that no cache keeps', async () => {
    const answer = await openApp().ask('/api/state');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ isWhole: true });
  });

  it('open no stream for HEAD', async () => {
    const { ask } = openApp();
    for (let i = 0; i < 70; i++) {
      const answer = await ask('/api/live', { method: 'HEAD' });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    }
  });

  it('let 64 pages listen, refuse the next, and take it when one has left', async () => {
    const { ask } = openApp();
    const streams = await Promise.all(Array.from({ length: 64 }, () => ask('/api/live')));
    const refused = await ask('/api/live');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await streams[0]?.body?.cancel();
    expect((await ask('/api/live')).status).toBe(200);
  });

  it('compose no message that nobody reads', async () => {
    const { ask, clock, board } = openApp();
    const composing = vi.spyOn(board, 'since');
    const { body } = await ask('/api/live');
    for (let i = 0; i < 200; i++) {
      board.note('highs', `failure ${i}`);
      await clock.advance(250);
    }
    expect(composing.mock.calls.length).toBeLessThanOrEqual(1);
    await body?.cancel();
  });

  it('take the id that a browser received last before the one that its page began with', async () => {
    const { ask, board } = openApp();
    board.note('highs', 'old');
    const { id } = board;
    board.note('recent', 'new');
    const { body } = await ask('/api/live?after=nonsense', { headers: { 'last-event-id': id } });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    expect((await reader?.read())?.value).toContain('"isWhole":false');
    await reader?.cancel();
  });
});
