import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { answerBatch, createFakeQueue, type LoopbackServer, startLoopbackServer } from '@tickerlake/testing';

/** S3, SNS and SQS on one port, as far as the processor's bundle sees them. */
export interface FakeEndpoint extends LoopbackServer {
  /** By path: `/bucket/key`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Notices, as their topic got them. */
  readonly notices: readonly string[];
  /** Bodies of dead letters. */
  readonly letters: readonly string[];
}

/** Starts it on a free port of this machine. */
export async function startFakeEndpoint(): Promise<FakeEndpoint> {
  const objects = new Map<string, Buffer>();
  const notices: string[] = [];
  const deadLetters = createFakeQueue();

  const s3 = (method: string, path: string, isNew: boolean, body: Buffer, response: ServerResponse): void => {
    if (method === 'GET') return void response.end(objects.get(path));
    if (isNew && objects.has(path)) {
      const error = '<Error><Code>PreconditionFailed</Code><Message>It exists</Message></Error>';
      return void response.writeHead(412, { 'content-type': 'application/xml' }).end(error);
    }
    objects.set(path, body);
    response.end();
  };
  const sns = (form: URLSearchParams, response: ServerResponse): void => {
    notices.push(form.get('Message') ?? '');
    const result = '<PublishResult><MessageId>m</MessageId></PublishResult>';
    response.end(`<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>`);
  };
  const server = await startLoopbackServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    if (headers['x-amz-target'] !== undefined) return answerBatch(deadLetters, body.toString(), response);
    if (method === 'POST') return sns(new URLSearchParams(body.toString()), response);
    return s3(
      method,
      decodeURIComponent(new URL(url, 'http://_').pathname),
      headers['if-none-match'] === '*',
      body,
      response,
    );
  });
  return { ...server, objects, notices, letters: deadLetters.bodies };
}
