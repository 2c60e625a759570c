import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import { doneIn, mapped, mappedStream } from './mapped-options.ts';
import { bytes, cloudOf, drainPatiently, kinesisOf, sqsOf, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 60_000 });

const range = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

/** A record of the fixture `mapped.mjs`. */
interface Value {
  readonly id: number;
  readonly fail?: boolean;
  readonly crash?: boolean;
}

async function put(cloud: { endpoint: string }, values: readonly Value[]): Promise<void> {
  const Records = values.map((value) => ({ Data: bytes(JSON.stringify(value)), PartitionKey: String(value.id) }));
  await kinesisOf(cloud).send(new PutRecordsCommand({ StreamName: 'market', Records }));
}

async function send(cloud: { endpoint: string }, values: readonly Value[]): Promise<void> {
  const Entries = values.map((value) => ({ Id: String(value.id), MessageBody: JSON.stringify(value) }));
  const QueueUrl = `${cloud.endpoint}/000000000000/logs`;
  await sqsOf(cloud).send(new SendMessageBatchCommand({ QueueUrl, Entries }));
}

/** What was done in a shard, each record where it first was. */
const firsts = (dir: string, shard: string): number[] => [
  ...new Set(
    doneIn(dir)
      .filter((one) => one.shard === shard)
      .map(({ id }) => id),
  ),
];

describe('functions mapped to a stream and a queue', () => {
  it('bring records from the one through the other, and drain waits for all of it', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(mapped(dir));
    await put(
      cloud,
      range(100).map((id) => ({ id })),
    );
    const counts = await cloud.drain();
    expect(
      doneIn(dir)
        .map(({ id }) => id)
        .toSorted((a, b) => a - b),
    ).toEqual(range(100));
    expect(counts).toMatchObject({
      kinesis: { accepted: 100 },
      queues: { logs: { sent: 100, received: 100, deleted: 100, waiting: 0, inFlight: 0 }, dead: { waiting: 0 } },
      mappings: {
        'market→forward': { received: 100, failures: 0, retried: 0, skipped: 0, pending: 0 },
        'logs→store': { received: 100, failures: 0, retried: 0, pending: 0 },
      },
      functions: { forward: { errors: 0, killed: 0, metrics: {} }, store: { metrics: { RecordsIn: 100 } } },
    });
    expect(cloud.counts()).toEqual(counts);
    expect(readFileSync(join(dir, 'state/lambda/store.log'), 'utf8')).toMatch(/^\{"_aws":/);
  });

  it('let a poison message become a dead letter, whichever way it fails, and the others through', async () => {
    const dir = temporaryFolder();
    const [, second] = mapped(dir).eventSourceMappings ?? [];
    if (!second) throw new Error('no mapping');
    const cloud = await cloudOf(mapped(dir, { eventSourceMappings: [{ ...second, batchSize: 1 }] }));
    await send(cloud, [{ id: 0 }, { id: 1, fail: true }, { id: 2, crash: true }, { id: 3 }]);
    const { queues, mappings } = await cloud.drain();
    expect(queues).toMatchObject({ logs: { deleted: 2, deadLettered: 2 }, dead: { waiting: 2 } });
    expect(mappings['logs→store']).toMatchObject({ received: 4, failures: 6, retried: 4 });
    const QueueUrl = `${cloud.endpoint}/000000000000/dead`;
    const { Messages = [] } = await sqsOf(cloud).send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const ids = Messages.map(({ Body = '' }) => (JSON.parse(Body) as { id: number }).id);
    expect(ids.toSorted((a, b) => a - b)).toEqual([1, 2]);
  });

  it('make drain tell which function fails for ever, and why', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(mappedStream(dir));
    await put(cloud, [{ id: 0, crash: true }]);
    await expect(cloud.drain()).rejects.toThrow(
      'Function store cannot process what stream market gives it: Error: this record is too much. Nothing is lost',
    );
    const { invocations = 0, errors, metrics } = cloud.counts().functions['store'] ?? {};
    expect(invocations).toBeGreaterThanOrEqual(6);
    expect([errors, metrics?.['RecordsIn']]).toEqual([invocations, invocations]);
    expect(cloud.counts().mappings['market→store']).toMatchObject({ received: 1, pending: 1 });
  });

  it('lose nothing and keep the order of a shard when their processes are killed', async () => {
    const dir = temporaryFolder();
    const cloud = await cloudOf(mappedStream(dir, { faults: { seed: 7, killRate: 0.4 } }));
    await put(
      cloud,
      range(300).map((id) => ({ id })),
    );
    const counts = await drainPatiently(cloud);
    const { killed = 0, errors, invocations, metrics } = counts.functions['store'] ?? {};
    expect(killed).toBeGreaterThan(0);
    expect(errors).toBe(killed);
    expect(invocations).toBeGreaterThan(killed);
    const { received = 0, retried = 0 } = counts.mappings['market→store'] ?? {};
    expect(received).toBe(300);
    expect(metrics?.['RecordsIn']).toBeLessThanOrEqual(received + retried);
    const shards = ['shardId-000000000000', 'shardId-000000000001'].map((shard) => firsts(dir, shard));
    expect(shards.flat().toSorted((a, b) => a - b)).toEqual(range(300));
    for (const ids of shards) expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('process every message when their processes are killed', async () => {
    const dir = temporaryFolder();
    const redrive = { deadLetterQueue: 'dead', maxReceiveCount: 1000 };
    const queues = [{ name: 'logs', visibilityTimeoutMs: 20_000, redrive }, { name: 'dead' }];
    const cloud = await cloudOf(mapped(dir, { queues, faults: { seed: 3, killRate: 0.3, duplicateRate: 0.2 } }));
    await put(
      cloud,
      range(40).map((id) => ({ id })),
    );
    const {
      queues: { logs },
      functions,
    } = await drainPatiently(cloud);
    expect((functions['store']?.killed ?? 0) + (functions['forward']?.killed ?? 0)).toBeGreaterThan(0);
    expect(new Set(doneIn(dir).map(({ id }) => id))).toEqual(new Set(range(40)));
    expect(logs?.deleted).toBe((logs?.sent ?? 0) + (logs?.duplicated ?? 0));
  });

  it('go on after a stop in the middle', async () => {
    const dir = temporaryFolder();
    const [forward, store] = mapped(dir).functions ?? [];
    if (!forward || !store) throw new Error('no functions');
    const hanging = { ...store, env: { ...store.env, WORK_MS: '3600000' } };
    const first = await cloudOf(mapped(dir, { functions: [forward, hanging] }));
    await put(
      first,
      range(30).map((id) => ({ id })),
    );
    await expect.poll(() => first.counts().queues['logs']?.received, { timeout: 20_000 }).toBeGreaterThan(0);
    await first.stop();
    expect(doneIn(dir)).toEqual([]);
    const second = await cloudOf(mapped(dir));
    await second.drain();
    expect(new Set(doneIn(dir).map(({ id }) => id))).toEqual(new Set(range(30)));
  });
});
