import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FuzzedRequest, fuzzedBytes, fuzzedRequests } from './arbitrary-requests.ts';
import { type FeedProcess, startProcess, urlOf } from './feed-process.ts';
import { getPage } from './running-feed.ts';

const REQUESTS_AT_ONCE = 50;
const ROUNDS = 180;
const RAW_AT_ONCE = 25;
const RAW_ROUNDS = 60;
/** The days that the simulator keeps fill in the course of the test; what requests leave behind would be more. */
const MAX_HEAP_GROWTH_BYTES = 32 * 1_048_576;

const FEED = join(import.meta.dirname, 'fixtures/measured-feed.ts');
const NODE_OPTIONS = ['--expose-gc', '--conditions=@tickerlake/source'];

const heapBytes = async ({ child }: FeedProcess): Promise<number> => {
  const answer = once(child, 'message') as Promise<[NodeJS.MemoryUsage]>;
  child.send('measure');
  const [{ heapUsed, external }] = await answer;
  return heapUsed + external;
};

/** That an answer is good, or says what is wrong: Yahoo's chart in Yahoo's way, everything else as a problem document. */
function check(status: number, type: string, body: string, asked: string): void {
  const context = `${asked} → ${status} ${type} ${body.slice(0, 300)}`;
  expect(status, context).toBeLessThan(500);
  if (status < 400) return;
  if (body === '') return expect(asked, context).toMatch(/^HEAD/);
  if (type === 'application/json') {
    expect(asked, context).toContain('/v8/finance/chart/');
    expect(JSON.parse(body), context).toMatchObject({ chart: { result: null, error: { code: expect.any(String) } } });
    return;
  }
  expect(type, context).toBe('application/problem+json');
  expect(JSON.parse(body), context).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
}

/** Sends a request, checks the answer, and gives its status. */
async function send(url: string, agent: Agent, asked: FuzzedRequest): Promise<number> {
  const outgoing = request(url + asked.path, { ...asked, path: asked.path, agent });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const type = response.headers['content-type'] ?? '';
  const words = `${asked.method} ${asked.path} ${JSON.stringify(asked.headers)}`;
  if (type === 'text/event-stream' && asked.method !== 'HEAD') {
    response.destroy();
    return 200;
  }
  const { statusCode = 0 } = response;
  check(statusCode, type, await text(response), words);
  return statusCode;
}

/** What comes back over a socket; of an event stream its head. */
function answerTo(url: string, bytes: string): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) });
  let answer = '';
  return new Promise((resolve) => {
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (/content-type: text\/event-stream/i.test(answer)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.end(bytes, 'latin1');
  });
}

const checkRaw = (asked: string, answer: string): void => {
  // Bytes without a line may be met with silence; several requests in one with several answers, of which the first is looked at.
  if (answer === '' || answer.startsWith('HTTP/1.1 100 ')) return;
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? [];
  const context = `${JSON.stringify(asked)} → ${answer.slice(0, 300)}`;
  expect(Number(status), context).toBeLessThan(500);
  if (Number(status) >= 400) expect(answer, context).toMatch(/content-type: application\/problem\+json/i);
};

it('answers whatever comes, keeps nothing of it, and goes on answering', { timeout: 110_000 }, async () => {
  const feed = startProcess({ TICKERLAKE_FEED_FROM: '2026-11-20T15:00:00Z' }, FEED, NODE_OPTIONS);
  const url = await urlOf(feed);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let [sent, good, heap] = [0, 0, Number.NaN];
  const shots = fc.array(fuzzedRequests, { minLength: REQUESTS_AT_ONCE, maxLength: REQUESTS_AT_ONCE });
  await fc.assert(
    fc.asyncProperty(shots, async (requests) => {
      const statuses = await Promise.all(requests.map((asked) => send(url, agent, asked)));
      good += statuses.filter((status) => status === 200).length;
      if (sent < 1_000 && sent + requests.length >= 1_000) heap = await heapBytes(feed);
      sent += requests.length;
    }),
    { numRuns: ROUNDS, endOnFailure: true },
  );
  const volleys = fc.array(fuzzedBytes, { minLength: RAW_AT_ONCE, maxLength: RAW_AT_ONCE });
  await fc.assert(
    fc.asyncProperty(volleys, async (shotsOfBytes) => {
      await Promise.all(shotsOfBytes.map(async (asked) => checkRaw(asked, await answerTo(url, asked))));
      sent += shotsOfBytes.length;
    }),
    { numRuns: RAW_ROUNDS, endOnFailure: true },
  );
  agent.destroy();
  expect(sent).toBeGreaterThanOrEqual(10_000);
  // Not only the doors were tried.
  expect(good).toBeGreaterThan(sent / 4);
  expect((await heapBytes(feed)) - heap).toBeLessThan(MAX_HEAP_GROWTH_BYTES);
  expect(await getPage(`${url}/healthz`)).toMatchObject({ status: 200, body: { status: 'ok', streams: { open: 0 } } });
  expect(feed.complained).toEqual([]);
});
