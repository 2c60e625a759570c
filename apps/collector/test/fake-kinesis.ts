import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { deaggregate } from '@tickerlake/stream-producer';

/** A Kinesis endpoint with one shard, as far as a producer sees it. */
export interface FakeKinesis {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Every record that was put, out of its aggregate, as text. */
  readonly records: readonly string[];
  readonly close: () => Promise<void>;
}

const SHARD = {
  ShardId: 'shardId-000000000000',
  HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(2n ** 128n - 1n) },
  SequenceNumberRange: { StartingSequenceNumber: '1' },
};

interface Put {
  readonly Records: readonly { readonly Data: string; readonly PartitionKey: string }[];
}

const isPut = (body: unknown): body is Put => typeof body === 'object' && body !== null && 'Records' in body;

/** Starts it on a free port of this machine. */
export async function startFakeKinesis(): Promise<FakeKinesis> {
  const records: string[] = [];
  const put = ({ Records }: Put): object => {
    for (const { Data } of Records) {
      const data = Buffer.from(Data, 'base64');
      for (const entry of deaggregate(data) ?? [{ data }]) records.push(Buffer.from(entry.data).toString());
    }
    return {
      FailedRecordCount: 0,
      Records: Records.map(() => ({ ShardId: SHARD.ShardId, SequenceNumber: String(records.length) })),
    };
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await json(request);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(isPut(body) ? put(body) : { Shards: [SHARD] }));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    records,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
