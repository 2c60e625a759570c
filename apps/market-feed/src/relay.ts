import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Writable } from 'node:stream';
import { type PlainRequest, type ResponseHead, toResponseHead } from './function-url.ts';
import { Problem, PROBLEM_TYPE } from './problem.ts';

/** Begins the answer to the client: gives what takes its body. */
export type Respond = (head: ResponseHead) => Writable;

export interface RelayReport {
  readonly status: number;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Whether the answer was cut off because time was over. */
  readonly cutOff: boolean;
}

const LATE = new Problem(504, 'The answer took longer than the function may run. Ask for less.');

/** Bytes of a body, written as fast as the client takes them, until the signal aborts. */
async function copyBody(from: AsyncIterable<Uint8Array>, to: Writable, signal: AbortSignal) {
  let bytes = 0;
  // Sends the head, even where no body follows.
  to.write('');
  try {
    for await (const chunk of from) {
      bytes += chunk.length;
      if (!to.write(chunk)) await once(to, 'drain', { signal });
    }
    return { bytes, cutOff: false };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { bytes, cutOff: true };
  }
}

/** The answer of a server of this machine, or `undefined` where the signal aborted before there was one. */
async function ask(origin: URL, request: PlainRequest, signal: AbortSignal) {
  // A connection of its own: one that is kept would not survive that the function sleeps between two requests.
  const outgoing = httpRequest({ ...request, hostname: origin.hostname, port: origin.port, agent: false, signal });
  // Also told of what comes after the head: that is then told by the body too.
  outgoing.on('error', () => undefined);
  outgoing.end();
  try {
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    return answer;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/**
 * Passes a request on to a server of this machine, and its answer back as it comes. When the signal aborts, the answer
 * ends where it is; one that has not begun is a problem document.
 */
export async function relay(
  origin: URL,
  request: PlainRequest,
  respond: Respond,
  signal: AbortSignal,
): Promise<RelayReport> {
  const answer = await ask(origin, request, signal);
  const head = answer
    ? toResponseHead(answer)
    : { statusCode: LATE.status, headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store' } };
  const client = respond(head);
  if (answer) {
    const copied = await copyBody(answer, client, signal);
    client.end();
    return { status: head.statusCode, ...copied };
  }
  const body = LATE.toText();
  client.write(body);
  client.end();
  return { status: head.statusCode, bytes: Buffer.byteLength(body), cutOff: true };
}
