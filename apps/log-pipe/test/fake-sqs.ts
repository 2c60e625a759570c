import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';

/** An SQS endpoint with one queue, as far as a sender sees it. */
export interface FakeSqs {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Bodies of the messages taken, in order. */
  readonly bodies: readonly string[];
  readonly close: () => Promise<void>;
}

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

const isBatch = (body: unknown): body is Batch => typeof body === 'object' && body !== null && 'Entries' in body;
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Starts it on a free port of this machine. Of the first request it refuses the first entry. */
export async function startFakeSqs(): Promise<FakeSqs> {
  const bodies: string[] = [];
  let requests = 0;
  const take = ({ Entries }: Batch): object => {
    const refused = requests++ === 0 ? Entries.slice(0, 1) : [];
    const taken = Entries.slice(refused.length);
    bodies.push(...taken.map(({ MessageBody }) => MessageBody));
    return {
      Successful: taken.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
      Failed: refused.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalFailure' })),
    };
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await json(request);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(isBatch(body) ? take(body) : {}));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
