import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startLoopbackServer } from '@tickerlake/testing';

/** What a fake service does to one put instead of taking it. */
export type Fault =
  | { readonly kind: 'refuse-entries'; readonly entries: 'all' | readonly number[]; readonly code: string }
  | { readonly kind: 'refuse-request'; readonly code: string; readonly status: number }
  /** Takes all of it and breaks the connection. */
  | { readonly kind: 'lose-answer' }
  /** Takes all of it and never answers. */
  | { readonly kind: 'hang' }
  /** Takes all of it and answers what is no JSON. */
  | { readonly kind: 'garble' };

/** One element of a put, as it came over the wire. */
export interface WireEntry {
  readonly data: Uint8Array;
  /** Empty for Firehose, which has none. */
  readonly partitionKey: string;
}

interface Shard {
  readonly ShardId: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
  readonly SequenceNumberRange: { readonly StartingSequenceNumber: string; readonly EndingSequenceNumber?: string };
}

/** An HTTP server that speaks the AWS JSON 1.1 protocol of Kinesis and Firehose, and holds to their limits. */
export interface FakeAws {
  readonly endpoint: string;
  /** Entries taken, in the order of their arrival. */
  readonly taken: readonly WireEntry[];
  /** Puts received, refused ones included. */
  readonly puts: readonly (readonly WireEntry[])[];
  /** Names of the operations called. */
  readonly operations: readonly string[];
  readonly httpVersions: ReadonlySet<string>;
  /** Access keys that requests were signed with. */
  readonly accessKeys: ReadonlySet<string>;
  /** Faults of the puts to come, in order. */
  faults: (Fault | undefined)[];
  /** Pages of `ListShards`; undefined: the operation is refused. */
  shardPages: readonly (readonly Shard[])[] | undefined;
  stop(): Promise<void>;
}

const LIMITS = {
  PutRecords: { entries: 500, requestBytes: 10 * 1024 * 1024, entryBytes: 1024 * 1024 },
  PutRecordBatch: { entries: 500, requestBytes: 4 * 1024 * 1024, entryBytes: 1000 * 1024 },
};
type Put = keyof typeof LIMITS;

export async function startFakeAws(): Promise<FakeAws> {
  const taken: WireEntry[] = [];
  const puts: WireEntry[][] = [];
  const operations: string[] = [];
  const httpVersions = new Set<string>();
  const accessKeys = new Set<string>();

  const server = await startLoopbackServer((request, response) => {
    httpVersions.add(request.httpVersion);
    accessKeys.add(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    return serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const body: PutBody & { NextToken?: string } = JSON.parse(await text(request));
    operations.push(operation);
    if (operation === 'ListShards') return listShards(response, body);
    if (operation === 'PutRecords' || operation === 'PutRecordBatch') return put(response, operation, body);
    answer(response, 400, { __type: 'UnknownOperationException', message: operation });
  }

  function listShards(response: ServerResponse, { NextToken }: { NextToken?: string }): void {
    if (fake.shardPages === undefined) return answer(response, 400, { __type: 'AccessDeniedException', message: 'no' });
    const page = Number(NextToken ?? 0);
    const next = page + 1 < fake.shardPages.length ? { NextToken: String(page + 1) } : {};
    answer(response, 200, { Shards: fake.shardPages[page], ...next });
  }

  function put(response: ServerResponse, operation: Put, { Records }: PutBody): void {
    const entries = Records.map(({ Data, PartitionKey = '' }) => ({
      data: new Uint8Array(Buffer.from(Data, 'base64')),
      partitionKey: PartitionKey,
    }));
    puts.push(entries);
    const violation = violationOf(operation, entries);
    if (violation !== undefined) {
      return answer(response, 400, { __type: 'InvalidArgumentException', message: violation });
    }
    const fault = fake.faults.shift();
    if (fault?.kind === 'refuse-request') {
      return answer(response, fault.status, { __type: fault.code, message: 'refused on order' });
    }
    const isRefused = (index: number) =>
      fault?.kind === 'refuse-entries' && (fault.entries === 'all' || fault.entries.includes(index));
    taken.push(...entries.filter((_entry, index) => !isRefused(index)));
    if (fault?.kind === 'lose-answer') return void response.destroy();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'garble') return void response.writeHead(200).end('<html>');
    const code = fault?.kind === 'refuse-entries' ? fault.code : '';
    const results = entries.map((_entry, index) =>
      isRefused(index) ? { ErrorCode: code, ErrorMessage: 'refused on order' } : { RecordId: '1', SequenceNumber: '1' },
    );
    const failed = results.filter((result) => 'ErrorCode' in result).length;
    const body =
      operation === 'PutRecords'
        ? { FailedRecordCount: failed, Records: results }
        : { FailedPutCount: failed, RequestResponses: results };
    answer(response, 200, body);
  }

  const fake: FakeAws = {
    endpoint: server.url,
    taken,
    puts,
    operations,
    httpVersions,
    accessKeys,
    faults: [],
    shardPages: [evenShards(2)],
    stop: server.close,
  };
  return fake;
}

interface PutBody {
  readonly Records: readonly { readonly Data: string; readonly PartitionKey?: string }[];
}

function violationOf(operation: Put, entries: readonly WireEntry[]): string | undefined {
  const limits = LIMITS[operation];
  const sizes = entries.map(({ data, partitionKey }) => data.length + Buffer.byteLength(partitionKey));
  if (entries.length < 1 || entries.length > limits.entries) return `${entries.length} entries`;
  const tooLarge = sizes.find((size) => size > limits.entryBytes);
  if (tooLarge !== undefined) return `an entry of ${tooLarge} bytes`;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total > limits.requestBytes ? `a request of ${total} bytes` : undefined;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}

/** Open shards that share the hash space evenly. */
export function evenShards(count: number): Shard[] {
  const bound = (index: number) => (2n ** 128n * BigInt(index)) / BigInt(count);
  return Array.from({ length: count }, (_unused, index) => ({
    ShardId: `shardId-${index}`,
    HashKeyRange: { StartingHashKey: String(bound(index)), EndingHashKey: String(bound(index + 1) - 1n) },
    SequenceNumberRange: { StartingSequenceNumber: '1' },
  }));
}
