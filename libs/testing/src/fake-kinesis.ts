import { json } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** How the stream behaves: takes records, answers nothing, or refuses each. */
export type StreamMood = 'take' | 'stall' | 'throttle' | 'missing';

/** A Kinesis endpoint with one shard, as far as a producer sees it. */
export interface FakeKinesis extends LoopbackServer {
  /** Every record that was put, out of its aggregate, as text. */
  readonly records: readonly string[];
  /** Changes how requests are answered; those that wait are answered when it takes again. */
  be(mood: StreamMood): void;
}

/** Takes a KPL aggregate apart; `undefined` for what is none. The fake has none of its own: it would be another decoder. */
export type Deaggregate = (data: Uint8Array) => readonly { readonly data: Uint8Array }[] | undefined;

const SHARD = {
  ShardId: 'shardId-000000000000',
  HashKeyRange: { StartingHashKey: '0', EndingHashKey: String(2n ** 128n - 1n) },
  SequenceNumberRange: { StartingSequenceNumber: '1' },
};
const REFUSAL = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' };
const MISSING = { __type: 'ResourceNotFoundException', message: 'Stream not found' };

interface Put {
  readonly Records: readonly { readonly Data: string }[];
}

const isPut = (body: unknown): body is Put => typeof body === 'object' && body !== null && 'Records' in body;

/** Starts a stream that takes what is put. */
export async function startFakeKinesis(deaggregate: Deaggregate): Promise<FakeKinesis> {
  const records: string[] = [];
  let mood: StreamMood = 'take';
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
  const server = await startLoopbackServer(async (request, response) => {
    const body = await json(request);
    await resumed;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (mood === 'missing') response.statusCode = 400;
    const answer = mood === 'missing' ? MISSING : isPut(body) ? put(body) : { Shards: [SHARD] };
    response.end(JSON.stringify(answer));
  });
  return {
    ...server,
    records,
    be(next) {
      mood = next;
      if (next !== 'stall') return resume();
      resumed = new Promise((resolve) => {
        resume = resolve;
      });
    },
  };
}
