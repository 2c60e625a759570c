import type { PutRecordsCommand, PutRecordsCommandOutput, ListShardsCommandOutput } from '@aws-sdk/client-kinesis';
import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import type { HashKeyRange } from './shard-keys.ts';

/** The part of a `KinesisClient` that the sink uses: pass your own client, or anything that answers alike. */
export interface KinesisPutClient {
  /** Puts the entries of one request. */
  send(command: PutRecordsCommand, options?: { abortSignal?: AbortSignal }): Promise<PutRecordsCommandOutput>;
  /** Asks for the shards, so that records can be spread over them. */
  send(command: ListShardsCommand, options?: { abortSignal?: AbortSignal }): Promise<ListShardsCommandOutput>;
}

/** The hash ranges of the shards that take records now: those whose sequence numbers have no end. */
export async function listOpenShards(
  client: KinesisPutClient,
  streamName: string,
  signal: AbortSignal,
): Promise<HashKeyRange[]> {
  const ranges: HashKeyRange[] = [];
  let page: { NextToken: string } | { StreamName: string } | undefined = { StreamName: streamName };
  while (page !== undefined) {
    const command: ListShardsCommand = new ListShardsCommand(page);
    const { Shards = [], NextToken } = await client.send(command, { abortSignal: signal });
    for (const { HashKeyRange: range, SequenceNumberRange } of Shards) {
      const isOpen = SequenceNumberRange?.EndingSequenceNumber === undefined;
      if (!isOpen || range?.StartingHashKey === undefined || range.EndingHashKey === undefined) continue;
      ranges.push({ startingHashKey: range.StartingHashKey, endingHashKey: range.EndingHashKey });
    }
    page = NextToken === undefined ? undefined : { NextToken };
  }
  return ranges;
}
