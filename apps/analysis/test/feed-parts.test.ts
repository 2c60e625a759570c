import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalCloud } from '@tickerlake/local-cloud';
import { createMemorySink, createProducer } from '@tickerlake/stream-producer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NoticeInbox } from '../src/feed/notice-inbox.ts';
import { logObjects, verifyObjects } from '../src/feed/verify-objects.ts';
import { CREDENTIALS, NAMES, queueUrl, REGION } from '../src/local-resources.ts';
import type { Notice } from '../src/page/page-source.ts';
import { replayQuarantine } from '../src/replay/quarantine.ts';
import { localPlace } from '../src/replay/replay-place.ts';
import { temporaryFolder } from './command.ts';

/** A bucket and a queue of notices, with the clients that the command has. */
async function openCloud() {
  const dir = await temporaryFolder();
  const lake = join(dir, 'lake');
  const cloud = await startLocalCloud({
    dir: join(dir, 'state'),
    buckets: [{ name: NAMES.bucket, dir: lake }],
    queues: [{ name: NAMES.notices }],
  });
  const client = { endpoint: cloud.endpoint, region: REGION, credentials: CREDENTIALS };
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  onTestFinished(async () => {
    s3.destroy();
    sqs.destroy();
    await cloud.stop();
  });
  const write = async (key: string, text: string): Promise<void> => {
    await mkdir(dirname(join(lake, key)), { recursive: true });
    await writeFile(join(lake, key), text);
  };
  return { s3, sqs, lake, write };
}

const keyOf = (id: string): string => `forex/dt=2026-11-20/hour=09/${id}.parquet`;
const noticeOf = (id: string, text: string): Notice => ({
  id,
  bucket: NAMES.bucket,
  key: keyOf(id),
  kind: 'forex',
  records: 1,
  bytes: Buffer.byteLength(text),
  firstEventTime: '2026-11-20T14:30:00.000Z',
  lastEventTime: '2026-11-20T14:30:00.000Z',
  checksum: `sha256:${createHash('sha256').update(text).digest('hex')}`,
});

describe('objects held against notices', () => {
  it('are well when each is there as its notice says', async () => {
    const { s3, write } = await openCloud();
    const ids = Array.from({ length: 20 }, (_, index) => `id${index}`);
    for (const id of ids) await write(keyOf(id), id);
    const objects = await logObjects(s3);
    expect(objects).toEqual(new Set(ids.map(keyOf)));
    const notices = ids.map((id) => noticeOf(id, id));
    expect(await verifyObjects(s3, objects, notices)).toEqual({ unnoticed: [], untrue: [] });
  });

  it('are found when one is missing, another, longer, or told of by nobody', async () => {
    const { s3, lake, write } = await openCloud();
    for (const id of ['gone', 'other', 'longer', 'quiet', 'good']) await write(keyOf(id), id);
    const notices = ['gone', 'other', 'longer', 'good'].map((id) => noticeOf(id, id));
    const objects = await logObjects(s3);
    await rm(join(lake, keyOf('gone')));
    await write(keyOf('other'), 'rehto');
    await write(keyOf('longer'), 'longer and longer');
    const { unnoticed, untrue } = await verifyObjects(s3, objects, notices);
    expect(unnoticed).toEqual([keyOf('quiet')]);
    expect(untrue.toSorted()).toEqual(['gone', 'longer', 'other'].map(keyOf));
  });
});

describe('the inbox of notices', () => {
  it('keeps each notice once, counts the repeats, passes over what is none, and leaves the queue empty', async () => {
    const { sqs } = await openCloud();
    const bodies = [noticeOf('a', 'a'), noticeOf('b', 'b'), noticeOf('a', 'a'), { hello: 1 }].map((body) =>
      JSON.stringify(body),
    );
    for (const MessageBody of [...bodies, 'no JSON'])
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(NAMES.notices), MessageBody }));
    const inbox = new NoticeInbox(sqs, () => 7);
    await inbox.empty();
    expect(inbox.notices).toEqual([
      { ...noticeOf('a', 'a'), arrivedMs: 7 },
      { ...noticeOf('b', 'b'), arrivedMs: 7 },
    ]);
    expect(inbox.repeats).toBe(1);
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const left = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl(NAMES.notices), AttributeNames: [...AttributeNames] }),
    );
    expect(AttributeNames.map((name) => left.Attributes?.[name])).toEqual(['0', '0']);
  });

  it('hears what comes while it listens, and ends at once', async () => {
    const { sqs } = await openCloud();
    const inbox = new NoticeInbox(sqs, () => 7);
    inbox.listen();
    const MessageBody = JSON.stringify(noticeOf('a', 'a'));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(NAMES.notices), MessageBody }));
    await expect.poll(() => inbox.notices.length, { timeout: 10_000 }).toBe(1);
    await inbox.close();
  });
});

describe('quarantine that is put back', () => {
  const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
  const KEY = 'quarantine/processing-failed/2026/11/20/14/a';
  const line = (text: string): string =>
    JSON.stringify({ errorCode: 'x', rawData: Buffer.from(text).toString('base64') });

  it('is on the stream before its object is rewritten without it', async () => {
    const { s3, sqs, lake, write } = await openCloud();
    await write(KEY, `${line(BAR)}\n${line('{"poison":')}\n`);
    const sink = createMemorySink();
    const replay = await replayQuarantine(localPlace({ s3, sqs, producer: () => createProducer({ sink }) }), false);
    expect(replay).toMatchObject({ records: 1, left: [{ place: KEY }] });
    expect(sink.delivered).toHaveLength(1);
    expect(await readFile(join(lake, KEY), 'utf8')).toBe(`${line('{"poison":')}\n`);
  });

  it('stays as it was when the stream does not take all of it', async () => {
    const { s3, sqs, lake, write } = await openCloud();
    await write(KEY, `${line(BAR)}\n`);
    const producer = createProducer({ sink: createMemorySink() });
    const refusing = {
      put: () => Promise.resolve(),
      close: async () => ({ ...(await producer.close()), rejected: [{ reason: new Error('refused') }] }),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only these two are called
    const place = localPlace({ s3, sqs, producer: () => refusing as unknown as typeof producer });
    const replay = replayQuarantine(place, false);
    await expect(replay).rejects.toThrow('did not take 1 of 1 records');
    expect(await readFile(join(lake, KEY), 'utf8')).toBe(`${line(BAR)}\n`);
  });
});
