import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { ListenError } from './errors.ts';
import { Problem, PROBLEM_TYPE } from './problem.ts';
import { guardRequest, isLoopback } from './request-guard.ts';

const MAX_HEADER_BYTES = 16_384;
const LIMITS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  /** Milliseconds until a request's headers must be here, and all of it. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 5_000,
  // The Host header is checked here, with words.
  requireHostHeader: false,
};
const MAX_CONNECTIONS = 1_000;
/** Milliseconds that answers under way have to end when the server closes. */
const MAX_CLOSING_MS = 1_000;

/** On every answer. Answers hold no code and no style, and nothing keeps them. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const problemHeaders = (problem: Problem, body: string): Record<string, string> => ({
  'content-type': PROBLEM_TYPE,
  ...problem.headers,
  'content-length': String(Buffer.byteLength(body)),
  connection: 'close',
});

function sendProblem(response: ServerResponse, problem: Problem): void {
  const body = problem.toText();
  response.writeHead(problem.status, problemHeaders(problem, body));
  response.end(body);
}

/** The same over a socket on which no request could be read. */
function sendRawProblem(socket: Duplex, problem: Problem): void {
  if (!socket.writable) return;
  const body = problem.toText();
  const headers = Object.entries({ ...SECURITY_HEADERS, ...problemHeaders(problem, body) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}

/** What was wrong with bytes that are no request. */
const parseProblem = (code: string | undefined): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem(431, `The headers exceed the limit of ${MAX_HEADER_BYTES} bytes.`);
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Problem(408, `The request took longer than ${LIMITS.requestTimeout / 1000} seconds to arrive.`);
  }
  return new Problem(400, 'This is no HTTP request that can be read.');
};

/** Refusals that Node would otherwise give without a body. */
function listenForOddities(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else sendRawProblem(socket, parseProblem(error.code));
  });
  server.on('connect', (_request, socket) => {
    sendRawProblem(socket, new Problem(405, 'CONNECT is not allowed here: the feed is no proxy.'));
  });
  server.on('checkExpectation', (_request, response) => {
    sendProblem(response, new Problem(417, 'Only "Expect: 100-continue" can be met.'));
  });
}

/** A server that answers with an app's `fetch`; what the app never gets to see is answered with problem documents too. */
export function createFeedServer(
  host: string,
  fetchApp: Parameters<typeof getRequestListener>[0],
  onUnexpected: (error: unknown) => void,
): Server {
  const isPrivate = isLoopback(host);
  const errorHandler = (error: unknown): Response => {
    if (!(error instanceof RequestError)) onUnexpected(error);
    const problem =
      error instanceof RequestError
        ? new Problem(400, 'The address or the Host header cannot be read.')
        : new Problem(500, 'Something unexpected went wrong.');
    return new Response(problem.toText(), { status: problem.status, headers: { 'content-type': PROBLEM_TYPE } });
  };
  const listener = getRequestListener(fetchApp, { overrideGlobalObjects: false, errorHandler });
  const server = createServer(LIMITS, (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const problem = guardRequest(request, isPrivate);
    if (problem) sendProblem(response, problem);
    else void listener(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  listenForOddities(server);
  return server;
}

/**
 * Listens, and gives the address as a URL.
 * @throws {ListenError}
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ListenError(host, port, error instanceof Error ? error : new Error(String(error)));
  }
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

/** Takes no more connections, and ends those there are. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const deadline = setTimeout(() => server.closeAllConnections(), MAX_CLOSING_MS);
  await closed;
  clearTimeout(deadline);
}
