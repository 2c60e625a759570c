import type { IncomingMessage } from 'node:http';
import { ALLOWED_METHODS } from './app.ts';
import { Problem, shown } from './problem.ts';

/** Characters of a request's address at most; the longest that means something names 100 companies. */
const MAX_URL_CHARS = 4_096;

/** Hosts by which a browser reaches a server that only this machine can reach. */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_ADDRESS = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** Whether only this machine can reach a server that listens there. */
export const isLoopback = (host: string): boolean => LOOPBACK_ADDRESS.test(host);

/** A host with or without a port: nothing that would make a URL of it mean another one. */
const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

const hostProblem = (host: string | undefined, isPrivate: boolean): Problem | undefined => {
  if (host === undefined || !HOST.test(host) || !URL.canParse(`http://${host}`)) {
    return new Problem(
      400,
      `The Host header is ${host === undefined ? 'missing' : `"${shown(host)}"`}: give one host.`,
    );
  }
  const { hostname } = new URL(`http://${host}`);
  if (!isPrivate || LOOPBACK_HOSTS.has(hostname)) return undefined;
  const known = [...LOOPBACK_HOSTS].join(', ');
  return new Problem(421, `The Host header is ${shown(host)}, but this server is only ${known}.`);
};

/**
 * What keeps a request from being looked at, whatever it asks for. A server that only this machine can reach answers to
 * this machine's names only: a page that has its own name point here (DNS rebinding) gets nothing.
 */
export function guardRequest(request: IncomingMessage, isPrivate: boolean): Problem | undefined {
  const { url = '', method = '', headers } = request;
  if (url.length > MAX_URL_CHARS) {
    return new Problem(414, `The address has ${url.length} characters; at most ${MAX_URL_CHARS} are allowed.`);
  }
  if (!url.startsWith('/')) {
    return new Problem(400, `The address is ${shown(url)}: it must be a path that begins with /.`);
  }
  // What Fetch's Request refuses to be.
  if (/^(?:connect|trace|track)$/i.test(method)) {
    const detail = `${shown(method)} is not allowed here: the feed is read-only.`;
    return new Problem(405, detail, { headers: { allow: ALLOWED_METHODS } });
  }
  return hostProblem(headers.host, isPrivate);
}
