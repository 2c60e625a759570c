import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { startLoopbackServer } from '@tickerlake/testing';

/**
 * Runs inside the child what AWS's Node.js runtime does with a handler that streams: its answer goes to the Runtime API as it
 * is written, a request of chunks with the mode in a header and what went wrong in trailers. The prelude of an HTTP answer,
 * JSON and 8 NUL bytes, goes out before the first write, and not without one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
 */
const RUNTIME = `
import http from 'node:http';
process.stdin.on('end', () => process.exit()).resume();
const { AWS_LAMBDA_RUNTIME_API: api, BUNDLE_URL: url } = process.env;
const streaming = Symbol('streaming');
const beforeFirstWrite = Symbol('before the first write');
globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [streaming]: true }),
  HttpResponseStream: class {
    static from(stream, prelude) {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream[beforeFirstWrite] = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    }
  },
};
const at = (path) => 'http://' + api + '/2018-06-01/runtime/' + path;
const ERROR_TRAILERS = ['Lambda-Runtime-Function-Error-Type', 'Lambda-Runtime-Function-Error-Body'];
const openResponse = (id) => {
  const headers = {
    'Lambda-Runtime-Function-Response-Mode': 'streaming',
    'Transfer-Encoding': 'chunked',
    'Content-Type': 'application/octet-stream',
    Trailer: ERROR_TRAILERS,
  };
  const request = http.request(at('invocation/' + id + '/response'), { method: 'POST', headers });
  const done = new Promise((resolve, reject) => {
    request.on('response', (response) => response.resume().on('end', resolve)).on('error', reject);
  });
  const write = request.write.bind(request);
  let hasWritten = false;
  const stream = {
    setContentType(type) {
      if (hasWritten) throw new Error('Too late to set the content type');
      request.setHeader('Content-Type', type);
    },
    write(chunk, ...rest) {
      if (!hasWritten) stream[beforeFirstWrite]?.(write);
      hasWritten = true;
      return write(chunk, ...rest);
    },
  };
  for (const name of ['end', 'on', 'once', 'off', 'emit', 'addListener', 'removeListener', 'listenerCount', 'destroy'])
    stream[name] = request[name].bind(request);
  for (const name of ['writable', 'writableEnded', 'writableFinished', 'writableNeedDrain', 'writableLength', 'destroyed'])
    Object.defineProperty(stream, name, { get: () => request[name] });
  return { request, stream, done };
};
const { handler } = await import(url);
if (!handler[streaming]) throw new TypeError('The handler does not stream');
for (;;) {
  const next = await fetch(at('invocation/next'));
  const event = await next.json();
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const deadlineMs = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const { request, stream, done } = openResponse(id);
  try {
    await handler(event, stream, { awsRequestId: id, getRemainingTimeInMillis: () => deadlineMs - Date.now() });
    if (!stream.writableEnded) throw new Error('The answer is not finished');
  } catch (error) {
    const body = JSON.stringify({ errorType: error.name, errorMessage: error.message });
    request.addTrailers({ [ERROR_TRAILERS[0]]: error.name, [ERROR_TRAILERS[1]]: Buffer.from(body).toString('base64') });
    request.end();
  }
  await done;
}`;

/** What the Runtime API got for an invocation. */
export interface StreamedAnswer {
  readonly headers: IncomingHttpHeaders;
  /** As it came: of an HTTP answer the prelude, 8 NUL bytes and the body. */
  readonly bytes: Buffer;
  /** What the handler threw. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** A container that streams its answers. */
export interface StreamingRuntime {
  /** One invocation, which may last so long; one at a time. */
  invoke(event: unknown, lastsMs?: number): Promise<StreamedAnswer>;
  /** Ends the container; everything that it wrote to its standard output, line by line. */
  stop(): Promise<readonly Record<string, unknown>[]>;
}

async function readAnswer(request: IncomingMessage): Promise<StreamedAnswer> {
  const bytes = await buffer(request);
  const { headers, trailers } = request;
  const encoded = trailers['lambda-runtime-function-error-body'];
  if (encoded === undefined) return { headers, bytes };
  const error: StreamedAnswer['error'] = JSON.parse(Buffer.from(encoded, 'base64').toString());
  return { headers, bytes, ...(error && { error }) };
}

/** Loads a bundle as Lambda does, in a process of its own, with a Runtime API that gives it one event after the other. */
export async function startStreamingRuntime(file: string, env: Record<string, string>): Promise<StreamingRuntime> {
  let waiting: ((response: ServerResponse) => void) | undefined;
  let idle: ServerResponse | undefined;
  let settle: (answer: StreamedAnswer) => void = () => undefined;
  const api = await startLoopbackServer(async (request, response) => {
    if (request.url?.endsWith('/next') === true) {
      if (waiting) waiting(response);
      else idle = response;
      waiting = undefined;
      return;
    }
    const answer = await readAnswer(request);
    response.writeHead(202).end();
    settle(answer);
  });
  const child = spawn(process.execPath, ['--input-type=module', '--eval', RUNTIME], {
    env: { ...env, AWS_LAMBDA_RUNTIME_API: new URL(api.url).host, BUNDLE_URL: pathToFileURL(file).href },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [log, problems] = [text(child.stdout), text(child.stderr)];
  const exited = once(child, 'exit');
  const failed = exited.then(async () => {
    throw new Error(`The container ended: ${await problems}`);
  });
  failed.catch(() => undefined);

  const give = (response: ServerResponse, event: unknown, lastsMs: number): void => {
    response.setHeader('lambda-runtime-aws-request-id', '8476a536-e9f4-11e8-9739-2dfe598c3fcd');
    response.setHeader('lambda-runtime-deadline-ms', String(Date.now() + lastsMs));
    response.end(JSON.stringify(event));
  };
  return {
    invoke(event, lastsMs = 60_000) {
      const answered = new Promise<StreamedAnswer>((resolve) => (settle = resolve));
      if (idle) give(idle, event, lastsMs);
      else waiting = (response) => give(response, event, lastsMs);
      idle = undefined;
      return Promise.race([answered, failed]);
    },
    async stop() {
      child.stdin.end();
      await exited;
      await api.close();
      const lines = (await log).split('\n').filter((line) => line !== '');
      return lines.map((line): Record<string, unknown> => JSON.parse(line));
    },
  };
}

const DELIMITER = Buffer.alloc(8);

/** An HTTP answer, taken apart as a function URL does it. */
export function httpAnswerOf({ headers, bytes }: StreamedAnswer) {
  const end = bytes.indexOf(DELIMITER);
  if (end < 0) throw new Error(`There is no prelude in ${bytes.subarray(0, 200).toString()}`);
  const prelude: { statusCode: number; headers: Record<string, string> } = JSON.parse(
    bytes.subarray(0, end).toString(),
  );
  return { contentType: headers['content-type'], ...prelude, body: bytes.subarray(end + DELIMITER.length).toString() };
}
