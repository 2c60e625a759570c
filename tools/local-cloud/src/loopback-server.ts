import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import { PortInUseError } from './errors.ts';
import type { ServiceRequest, ServiceResponse } from './service.ts';

/** The only address ever listened on. */
const HOST = '127.0.0.1';
/** Above what any call here may carry. An object of the lake is some ten megabytes. */
const BODY_MAX_BYTES = 512 << 20;
/** SDK clients keep connections; a short life would close one under a request that is on its way. */
const KEEP_ALIVE_MS = 300_000;

/** What is to be done with a request: an answer, or a connection broken on purpose after `ms`. */
export type Reply = ServiceResponse | { readonly breakAfterMs: number };

type Request = IncomingMessage | Http2ServerRequest;
/** What the responses of both protocols can do. */
interface Response {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(body: Uint8Array | string): unknown;
}

export interface LoopbackServer {
  readonly endpoint: string;
  /** Stops listening and breaks the connections that there are. */
  close(): Promise<void>;
}

/**
 * Listens on one loopback port for HTTP/1.1 and for HTTP/2 without TLS: the SDK's Kinesis client speaks the latter unless
 * told otherwise. The first bytes of a connection say which it is. Rejects with `PortInUseError`.
 */
export async function listen(
  port: number,
  answer: (request: ServiceRequest) => Promise<Reply>,
): Promise<LoopbackServer> {
  const handle = (request: Request, response: Response) => void serve(request, response, answer);
  const http1 = createHttpServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, handle);
  const http2 = createHttp2Server(handle);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: unknown = socket.read();
      if (!Buffer.isBuffer(first)) return;
      socket.unshift(first);
      // 'PRI * HTTP/2.0' opens HTTP/2; no method of HTTP/1.1 begins so.
      (first.toString('latin1', 0, 3) === 'PRI' ? http2 : http1).emit('connection', socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port, { cause: error }) : error),
    );
    server.listen(port, HOST, resolve);
  });
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const address = server.address();
  return {
    endpoint: `http://${HOST}:${typeof address === 'object' ? address?.port : port}`,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function serve(
  request: Request,
  response: Response,
  answer: (request: ServiceRequest) => Promise<Reply>,
): Promise<void> {
  try {
    const [path = '/', query] = (request.url ?? '/').split(/\?(.*)/s, 2);
    const body = await readBody(request);
    const reply = await answer({
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(query),
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()])),
      body,
    });
    if ('breakAfterMs' in reply) setTimeout(() => destroy(request), reply.breakAfterMs);
    else send(request, response, reply);
  } catch {
    destroy(request); // The client went away, or sent more than any call may carry.
  }
}

async function readBody(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) throw new Error(`A body of more than ${BODY_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function send(request: Request, response: Response, { status, headers = {}, body = '' }: ServiceResponse): void {
  const length = headers['content-length'] ?? String(Buffer.byteLength(body));
  const all = status === 204 ? headers : { ...headers, 'content-length': length };
  response.writeHead(status, all);
  response.end(request.method === 'HEAD' || status === 204 ? '' : body);
}

function destroy(request: Request): void {
  if ('stream' in request) request.stream.session?.destroy();
  else request.socket.destroy();
}
