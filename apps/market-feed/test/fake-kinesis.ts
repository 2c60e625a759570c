import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { deaggregate } from '@tickerlake/stream-producer';

/** How the stream behaves: takes records, answers nothing, or refuses each. */
export type StreamMood = 'take' | 'stall' | 'throttle' | 'missing';

/** A Kinesis endpoint with one shard, as far as a producer sees it. */
export interface FakeKinesis {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  /** Every record that was put, out of its aggregate, as text. */
  readonly records: readonly string[];
  readonly requests: () => number;
  /** Changes how requests are answered; those that wait are answered when it takes again. */
  be(mood: StreamMood): void;
  close(): Promise<void>;
}

const SHARD = {
  ShardId: 'shardId-000000000000',
  HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(2n ** 128n - 1n) },
  SequenceNumberRange: { StartingSequenceNumber: '1' },
};
const REFUSAL = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' };

interface Put {
  readonly Records: readonly { readonly Data: string }[];
}
const isPut = (body: unknown): body is Put => typeof body === 'object' && body !== null && 'Records' in body;

export async function startFakeKinesis(): Promise<FakeKinesis> {
  const records: string[] = [];
  let mood: StreamMood = 'take';
  let requests = 0;
  let resume: () => void = () => undefined;
  let resumed = Promise.resolve();

  const put = ({ Records }: Put): object => {
    if (mood === 'throttle') return { FailedRecordCount: Records.length, Records: Records.map(() => REFUSAL) };
    for (const { Data } of Records) {
      const data = Buffer.from(Data, 'base64');
      for (const entry of deaggregate(data) ?? [{ data }]) records.push(Buffer.from(entry.data).toString().trim());
    }
    return { FailedRecordCount: 0, Records: Records.map(() => ({ ShardId: SHARD.ShardId, SequenceNumber: '1' })) };
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await json(request);
    requests += 1;
    await resumed;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (mood === 'missing') response.statusCode = 400;
    const missing = { __type: 'ResourceNotFoundException', message: 'Stream not found' };
    const text = mood === 'missing' ? missing : isPut(body) ? put(body) : { Shards: [SHARD] };
    response.end(JSON.stringify(text));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    records,
    requests: () => requests,
    be(next) {
      mood = next;
      if (next !== 'stall') return resume();
      resumed = new Promise((resolve) => {
        resume = resolve;
      });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
