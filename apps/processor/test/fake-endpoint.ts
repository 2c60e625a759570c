import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** S3, SNS and SQS on one port, as far as the processor's bundle sees them. */
export interface FakeEndpoint {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** By path: `/bucket/key`. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Notices, as their topic got them. */
  readonly notices: readonly string[];
  /** Bodies of dead letters. */
  readonly letters: readonly string[];
  readonly close: () => Promise<void>;
}

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Starts it on a free port of this machine. */
export async function startFakeEndpoint(): Promise<FakeEndpoint> {
  const objects = new Map<string, Buffer>();
  const notices: string[] = [];
  const letters: string[] = [];

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
  const sqs = ({ Entries }: Batch, response: ServerResponse): void => {
    letters.push(...Entries.map(({ MessageBody }) => MessageBody));
    const taken = Entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) }));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Successful: taken }));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    if (headers['x-amz-target'] !== undefined) return sqs(JSON.parse(body.toString()), response);
    if (method === 'POST') return sns(new URLSearchParams(body.toString()), response);
    return s3(
      method,
      decodeURIComponent(new URL(url, 'http://_').pathname),
      headers['if-none-match'] === '*',
      body,
      response,
    );
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    notices,
    letters,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
