import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import {
  DamagedStateError,
  InvalidOptionsError,
  type LocalCloudOptions,
  PortInUseError,
  startLocalCloud,
} from '../src/index.ts';
import { bytes, cloudOf, kinesisOf, pipeline, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 30_000 });

const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/sts/aws4_request, Signature=x' };

describe('the port', () => {
  it('is on 127.0.0.1 and nowhere else', async () => {
    const { endpoint } = await cloudOf();
    const { hostname, port } = new URL(endpoint);
    expect(hostname).toBe('127.0.0.1');
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .map(({ address }) => address)
      .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'));
    for (const host of ['::1', ...others]) {
      const outcome = await new Promise((resolve) => {
        const socket = connect({ host, port: Number(port) });
        socket.on('connect', () => resolve('connected')).on('error', () => resolve('refused'));
        socket.on('close', () => socket.destroy());
      });
      expect(outcome, host).toBe('refused');
    }
  });

  it('in use is a clear error, and the folder is given back', async () => {
    const first = await cloudOf();
    const port = Number(new URL(first.endpoint).port);
    const dir = temporaryFolder();
    await expect(startLocalCloud({ dir, port })).rejects.toThrow(PortInUseError);
    await expect(startLocalCloud({ dir, port })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    await cloudOf({ dir });
  });

  it('is free again after stop, whoever is still connected, and stop may be called twice', async () => {
    const first = await cloudOf({ streams: [{ name: 's', shards: 1 }] });
    await kinesisOf(first).send(new PutRecordCommand({ StreamName: 's', Data: bytes('x'), PartitionKey: 'k' }));
    await Promise.all([first.stop(), first.stop()]);
    const second = await cloudOf({ port: Number(new URL(first.endpoint).port) });
    expect(second.endpoint).toBe(first.endpoint);
  });
});

describe('a request', () => {
  it('to a service that is not here is refused by its name, in words its client can read', async () => {
    const { endpoint } = await cloudOf();
    const query = await fetch(endpoint, {
      method: 'POST',
      headers: { ...signed, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(query.status).toBe(501);
    expect(await query.text()).toContain(
      'sts GetCallerIdentity is not part of the local cloud. It knows: Kinesis, Firehose, SQS, SNS, Lambda, S3.',
    );
    const json = await fetch(endpoint, {
      method: 'POST',
      headers: { ...signed, 'x-amz-target': 'AmazonAthena.StartQueryExecution' },
    });
    expect([json.status, await json.json()]).toEqual([
      501,
      { __type: 'NotImplemented', message: expect.stringContaining('AmazonAthena.StartQueryExecution is not part') },
    ]);
    const lambda = await fetch(`${endpoint}/2015-03-31/layers/`, { headers: signed });
    expect([lambda.status, await lambda.json()]).toEqual([
      501,
      { Type: 'Service', Message: expect.stringContaining('Lambda GET /2015-03-31/layers/ is not part') },
    ]);
  });

  it('that is not signed is refused: no web page can call in', async () => {
    const { endpoint } = await cloudOf({ streams: [{ name: 's', shards: 1 }] });
    const headers = { 'x-amz-target': 'Kinesis_20131202.ListShards', 'content-type': 'application/x-amz-json-1.1' };
    const answer = await fetch(endpoint, { method: 'POST', headers, body: '{"StreamName":"s"}' });
    expect([answer.status, await answer.json()]).toEqual([
      403,
      { __type: 'MissingAuthenticationToken', message: expect.any(String) },
    ]);
    const invoke = await fetch(`${endpoint}/2015-03-31/functions/f/invocations`, { method: 'POST', body: '{}' });
    expect(invoke.status).toBe(403);
    const runtime = await fetch(`${endpoint}/_runtime/guess/2018-06-01/runtime/invocation/next`);
    expect(runtime.status).toBe(403);
  });

  it('that is malformed gets the service’s own error', async () => {
    const { endpoint } = await cloudOf();
    const target = { ...signed, 'x-amz-target': 'Kinesis_20131202.ListShards' };
    const post = async (type: string, body: string) => {
      const answer = await fetch(endpoint, { method: 'POST', headers: { ...target, 'content-type': type }, body });
      return [answer.status, answer.headers.get('x-amzn-errortype'), answer.headers.get('x-amzn-requestid')?.length];
    };
    expect(await post('application/x-amz-json-1.1', '{')).toEqual([400, 'SerializationException', 36]);
    expect(await post('application/x-amz-json-1.1', '[]')).toEqual([400, 'SerializationException', 36]);
    expect(await post('application/x-amz-cbor-1.1', '{}')).toEqual([400, 'SerializationException', 36]);
  });
});

describe('the start', () => {
  const dir = '/nowhere';
  const delivery = { name: 'd', bucket: 'b', prefix: 'p/', errorPrefix: 'e/' };
  const buckets = [{ name: 'b', dir: '/nowhere/b' }];
  const streams = [{ name: 's', shards: 1 }];
  const queues = [{ name: 'q' }];
  const functions = [{ name: 'f', entry: '/f.mjs', timeoutMs: 30_000 }];
  const redrive = { deadLetterQueue: 'q', maxReceiveCount: 3 };
  const subscribed = (subscription: object) => ({
    dir,
    queues,
    topics: [{ name: 't', subscriptions: [subscription] }],
  });
  /** A mapping of the stream, or with `queue` of that queue. */
  const mapped = (mapping: object, ...others: object[]) => {
    const source = 'queue' in mapping ? { queue: mapping.queue } : { stream: 's' };
    const { queue: _, ...own } = { queue: '', ...mapping };
    return { dir, streams, queues, functions, eventSourceMappings: [{ function: 'f', source, ...own }, ...others] };
  };
  it.each<[message: RegExp, options: object]>([
    [/Unknown option options.stream. Known: dir, port/, { dir, stream: [] }],
    [/Unknown option streams.shard. Known: name, shards/, { dir, streams: [{ name: 's', shard: 1 }] }],
    [/dir is 'relative'; an absolute path is needed/, { dir: 'relative' }],
    [/port is 70000/, { dir, port: 70_000 }],
    [/streams.s.shards is 0/, { dir, streams: [{ name: 's', shards: 0 }] }],
    [
      /streams has the name 's' twice/,
      {
        dir,
        streams: [
          { name: 's', shards: 1 },
          { name: 's', shards: 1 },
        ],
      },
    ],
    [/streams has the name '\.\.'/, { dir, streams: [{ name: '..', shards: 1 }] }],
    [/streams has the name 'a\/b'/, { dir, streams: [{ name: 'a/b', shards: 1 }] }],
    [/buckets.b.dir is 'b'/, { dir, buckets: [{ name: 'b', dir: 'b' }] }],
    [/functions.f.entry is 'f.mjs'/, { dir, functions: [{ name: 'f', entry: 'f.mjs' }] }],
    [/functions.f.timeoutMs is 0/, { dir, functions: [{ name: 'f', entry: '/f.mjs', timeoutMs: 0 }] }],
    [/deliveryStreams.d.bucket is 'b'. Known: none/, { dir, deliveryStreams: [delivery] }],
    [/deliveryStreams.d.sourceStream is 'x'/, { dir, buckets, deliveryStreams: [{ ...delivery, sourceStream: 'x' }] }],
    [
      /deliveryStreams.d.transformFunction is 'x'/,
      { dir, buckets, deliveryStreams: [{ ...delivery, transformFunction: 'x' }] },
    ],
    [/deliveryStreams.d.bufferBytes is 0/, { dir, buckets, deliveryStreams: [{ ...delivery, bufferBytes: 0 }] }],
    [
      /needs partition keys, which only a transformFunction gives/,
      { dir, buckets, deliveryStreams: [{ ...delivery, prefix: '!{partitionKeyFromLambda:dt}/' }] },
    ],
    [/Unknown fault 'disk'/, { dir, faults: { disk: 1 } }],
    [/Unknown option queues.redriveTo/, { dir, queues: [{ name: 'q', redriveTo: 'd' }] }],
    [/queues.q.fifo: a queue's name has no dot/, { dir, queues: [{ name: 'q.fifo' }] }],
    [/queues.q.visibilityTimeoutMs is 50000000/, { dir, queues: [{ name: 'q', visibilityTimeoutMs: 50_000_000 }] }],
    [
      /Unknown option queues.p.redrive.queue. Known: deadLetterQueue, maxReceiveCount/,
      { dir, queues: [...queues, { name: 'p', redrive: { queue: 'q' } }] },
    ],
    [
      /queues.p.redrive.deadLetterQueue is 'd'. Known: q, p/,
      { dir, queues: [...queues, { name: 'p', redrive: { ...redrive, deadLetterQueue: 'd' } }] },
    ],
    [
      /queues.p.redrive.maxReceiveCount is 0/,
      { dir, queues: [...queues, { name: 'p', redrive: { ...redrive, maxReceiveCount: 0 } }] },
    ],
    [/queues.q.redrive goes in a circle: q → q/, { dir, queues: [{ name: 'q', redrive }] }],
    [
      /queues.p.redrive goes in a circle: p → q → p/,
      {
        dir,
        queues: [
          { name: 'in', redrive: { ...redrive, deadLetterQueue: 'p' } },
          { name: 'p', redrive },
          { name: 'q', redrive: { ...redrive, deadLetterQueue: 'p' } },
        ],
      },
    ],
    [/Unknown option topics.t.subscriptions.0.url/, subscribed({ protocol: 'http', url: 'http://127.0.0.1' })],
    [/topics.t.subscriptions.0.protocol is 'email'. Known: sqs, http/, subscribed({ protocol: 'email' })],
    [/topics.t.subscriptions.0.endpoint is 'x'. Known: q/, subscribed({ protocol: 'sqs', endpoint: 'x' })],
    [/topics.t.subscriptions.0.endpoint is 'q'; a URL/, subscribed({ protocol: 'http', endpoint: 'q' })],
    [/Unknown option eventSourceMappings.0.window/, mapped({ window: 1 })],
    [/eventSourceMappings.0.function is 'g'. Known: f/, mapped({ function: 'g' })],
    [/eventSourceMappings.0.source needs either a stream or a queue/, mapped({ source: {} })],
    [/Unknown option eventSourceMappings.0.source.topic/, mapped({ source: { topic: 't' } })],
    [/eventSourceMappings.0.source.stream is 'x'. Known: s/, mapped({ source: { stream: 'x' } })],
    [/eventSourceMappings.0.source.queue is 'x'. Known: q/, mapped({ queue: 'x' })],
    [/eventSourceMappings.0.batchSize is 10001/, mapped({ batchSize: 10_001 })],
    [/eventSourceMappings.0.batchWindowMs is 300001/, mapped({ batchWindowMs: 300_001 })],
    [/eventSourceMappings.0.maximumRetryAttempts is -2/, mapped({ maximumRetryAttempts: -2 })],
    [/eventSourceMappings.0.maxConcurrency is of queues only/, mapped({ maxConcurrency: 2 })],
    [/eventSourceMappings.0.maximumRetryAttempts is of streams/, mapped({ queue: 'q', maximumRetryAttempts: 2 })],
    [/eventSourceMappings.0.maxConcurrency is 11/, mapped({ queue: 'q', maxConcurrency: 11 })],
    [/above 10 a batchWindowMs of 1000 or more is needed/, mapped({ queue: 'q', batchSize: 11, batchWindowMs: 999 })],
    [
      /queues.q.visibilityTimeoutMs is 30000, less than functions.f.timeoutMs, 60000/,
      { ...mapped({ queue: 'q' }), functions: [{ name: 'f', entry: '/f.mjs' }] },
    ],
    [
      /eventSourceMappings.1 maps this source to f a second time/,
      mapped({}, { function: 'f', source: { stream: 's' } }),
    ],
  ])('is refused with wrong options: %s', async (message, options) => {
    await expect(startLocalCloud(options as LocalCloudOptions)).rejects.toThrow(InvalidOptionsError);
    await expect(startLocalCloud(options as LocalCloudOptions)).rejects.toThrow(message);
    expect(existsSync(dir)).toBe(false);
  });

  it('takes no options by another name', () => {
    expectTypeOf<LocalCloudOptions>().not.toHaveProperty('stream');
    // @ts-expect-error -- a misspelt option does not compile.
    const wrong: LocalCloudOptions = { dir, stream: [] };
    expect(wrong).toBeDefined();
  });

  it('is refused on damaged state, and nothing is lost by trying', async () => {
    const folder = temporaryFolder();
    const first = await cloudOf(pipeline(folder));
    const put = new PutRecordCommand({
      StreamName: 'market',
      Data: bytes('{"id":1}'),
      PartitionKey: 'k',
      ExplicitHashKey: '0',
    });
    await kinesisOf(first).send(put);
    await first.drain();
    await first.stop();
    const shard = join(folder, 'state/kinesis/market/shardId-000000000000');
    const log = join(shard, readdirSync(shard)[0] ?? '');
    truncateSync(log, 5);
    await expect(startLocalCloud(pipeline(folder))).rejects.toThrow(DamagedStateError);
    await expect(startLocalCloud(pipeline(folder))).rejects.toThrow(
      /it stands at 1 in market\/shardId-000000000000, which keeps 0 to 0/,
    );
    writeFileSync(join(folder, 'state/kinesis/market/stream.json'), '{}');
    await expect(startLocalCloud(pipeline(folder))).rejects.toThrow(
      /stream.json is damaged: it has no number createdMs/,
    );
    rmSync(join(folder, 'state'), { recursive: true });
    await cloudOf(pipeline(folder));
  });
});
