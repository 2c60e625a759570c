import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP endpoint of a subscriber, that keeps what it got and answers as it is told: 0 is a broken connection, -1 no answer ever. */
export async function httpEndpoint({ port = 0, status = () => 200 }: { port?: number; status?: () => number } = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const answer = status();
      if (answer === 0) request.socket.destroy();
      else if (answer > 0) response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const address = server.address();
  const taken = typeof address === 'object' ? address?.port : undefined;
  const typed = (type: string) => received.filter(({ headers }) => headers['x-amz-sns-message-type'] === type);
  return { url: `http://127.0.0.1:${taken}/notices`, port: taken ?? 0, received, typed, close };
}
