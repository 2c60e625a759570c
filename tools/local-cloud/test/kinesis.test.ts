import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  KinesisClient as Client,
  ListShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytes, cloudOf, kinesisOf, text } from './support.ts';

const streams = [{ name: 'market', shards: 2 }];

/** The SDK's client as it comes (HTTP/2) and with the handler that is advised (HTTP/1.1). */
const clients = {
  'HTTP/2, the default': kinesisOf,
  'HTTP/1.1': ({ endpoint }: { endpoint: string }) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const client = new Client({ endpoint, region: 'us-east-1', credentials, requestHandler: new NodeHttpHandler() });
    onTestFinished(() => client.destroy());
    return client;
  },
};

async function readShard(client: KinesisClient, shard: string): Promise<string[]> {
  const start = { StreamName: 'market', ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => text(Data));
}

describe.each(Object.entries(clients))('the SDK’s Kinesis client over %s', (_protocol, clientOf) => {
  it('puts records and reads them back, each in the shard it was told', async () => {
    const client = clientOf(await cloudOf({ streams }));
    const Records = Array.from({ length: 20 }, (_, i) => ({ Data: bytes(`record ${i}`), PartitionKey: `key ${i}` }));
    const put = await client.send(new PutRecordsCommand({ StreamName: 'market', Records }));
    expect(put.FailedRecordCount).toBe(0);
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: 'market' }));
    expect(Shards).toHaveLength(2);
    for (const { ShardId = '' } of Shards) {
      const mine = Records.filter((_, i) => put.Records?.[i]?.ShardId === ShardId).map(({ Data }) => text(Data));
      expect(mine.length).toBeGreaterThan(0);
      expect(await readShard(client, ShardId)).toEqual(mine);
    }
  });

  it('gets arrival times, empty data and the stream’s description', async () => {
    const client = clientOf(await cloudOf({ streams }));
    const { ShardId = '', SequenceNumber = '' } = await client.send(
      new PutRecordCommand({ StreamName: 'market', Data: new Uint8Array(), PartitionKey: 'k' }),
    );
    const at = {
      StreamName: 'market',
      ShardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: SequenceNumber,
    } as const;
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(at));
    const { Records = [], MillisBehindLatest } = await client.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records).toMatchObject([{ SequenceNumber, PartitionKey: 'k', Data: new Uint8Array() }]);
    expect(Math.abs(Date.now() - Number(Records[0]?.ApproximateArrivalTimestamp))).toBeLessThan(60_000);
    expect(MillisBehindLatest).toBe(0);
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'market' }));
    expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: 'ACTIVE', OpenShardCount: 2 });
    expect(StreamDescriptionSummary?.StreamCreationTimestamp).toBeInstanceOf(Date);
  });

  it('takes the largest request that AWS takes', async () => {
    const client = clientOf(await cloudOf({ streams }));
    const Records = Array.from({ length: 10 }, (_, i) => ({
      Data: new Uint8Array((1 << 20) - 1).fill(i),
      PartitionKey: String(i),
    }));
    const put = await client.send(new PutRecordsCommand({ StreamName: 'market', Records }));
    expect(put.FailedRecordCount).toBe(0);
  });

  it('gets errors as the classes it knows', async () => {
    const client = clientOf(await cloudOf({ streams }));
    const put = client.send(new PutRecordCommand({ StreamName: 'other', Data: bytes('x'), PartitionKey: 'k' }));
    await expect(put).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('Stream other'),
    });
    const read = client.send(new GetRecordsCommand({ ShardIterator: 'none' }));
    await expect(read).rejects.toMatchObject({ name: 'InvalidArgumentException', $metadata: { httpStatusCode: 400 } });
  });
});
