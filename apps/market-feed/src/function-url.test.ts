import { createServer } from 'node:http';
import { once } from 'node:events';
import { IncomingMessage, request } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { urlEvent } from '../test/url-event.ts';
import { toPlainRequest, toResponseHead } from './function-url.ts';

describe('a request of a function URL', () => {
  it('keeps its method, its address and its headers, but those of its connection', () => {
    const headers = { 'last-event-id': '1795185000000', connection: 'upgrade', upgrade: 'h2c', 'Content-Length': '5' };
    const plain = toPlainRequest(urlEvent('/api/quotes?symbols=META&from=2026-11-20', { method: 'HEAD', headers }));
    expect(plain).toMatchObject({ method: 'HEAD', path: '/api/quotes?symbols=META&from=2026-11-20' });
    expect(Object.keys(plain.headers).toSorted()).toEqual([
      'accept',
      'authorization',
      'last-event-id',
      'x-amz-date',
      'x-forwarded-for',
      'x-forwarded-port',
      'x-forwarded-proto',
    ]);
    expect(plain.headers['last-event-id']).toBe('1795185000000');
  });

  it('can be sent, whatever its path, its query and its headers hold, and arrives as it was where it could be', async () => {
    const server = createServer((incoming, outgoing) => outgoing.end(incoming.url)).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const anyEvent = fc.record({ path: text, query: text, value: text });
    await fc.assert(
      fc.asyncProperty(anyEvent, async ({ path, query, value }) => {
        const event = { ...urlEvent('/'), rawPath: `/${path}`, rawQueryString: query, headers: { 'x-any': value } };
        const plain = toPlainRequest(event);
        const outgoing = request({ ...plain, method: 'GET', port, hostname: '127.0.0.1', agent: false }).end();
        const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
        const body = (await incoming?.setEncoding('utf8').toArray())?.join('') ?? '';
        const asked = `/${path}${query === '' ? '' : `?${query}`}`;
        expect(body).toBe(plain.path);
        if (/^[\x21-\x7e]*$/.test(asked)) expect(body).toBe(asked);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the head of an answer', () => {
  it('keeps status and headers, but those of its connection', () => {
    const answer = new IncomingMessage(new Socket());
    answer.statusCode = 204;
    Object.assign(answer.headers, {
      allow: 'GET, HEAD, OPTIONS',
      connection: 'close',
      'content-length': '0',
      date: 'Fri, 20 Nov 2026 15:00:00 GMT',
      'set-cookie': ['a=1', 'b=2'],
      'transfer-encoding': 'chunked',
    });
    expect(toResponseHead(answer)).toEqual({
      statusCode: 204,
      headers: { allow: 'GET, HEAD, OPTIONS', 'set-cookie': 'a=1, b=2' },
    });
  });
});
