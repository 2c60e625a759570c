import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { cloudOf, fixture, pipeline, temporaryFolder } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

const installed = spawnSync('aws', ['--version']).status === 0;
const note = installed ? '' : ' (skipped: no `aws` command on this machine)';

describe.runIf(installed)(`the AWS CLI${note}`, () => {
  it('puts, reads, invokes, copies and lists', async () => {
    const dir = temporaryFolder();
    const functions = [...(pipeline(dir).functions ?? []), { name: 'acts', entry: fixture('functions.mjs') }];
    const { endpoint } = await cloudOf(pipeline(dir, { functions }));
    const env = {
      PATH: process.env['PATH'],
      HOME: dir,
      AWS_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_MAX_ATTEMPTS: '1',
    };
    const aws = async (...args: string[]) =>
      (await promisify(execFile)('aws', [...args, '--output', 'json'], { env, cwd: dir })).stdout;

    // fileb:// means the file's bytes to both versions of the CLI; a text is base64 to one of them only.
    writeFileSync(join(dir, 'record.json'), '{"id":1}');
    writeFileSync(join(dir, 'event.json'), '{"act":"echo","value":7}');
    const put = JSON.parse(
      await aws(
        'kinesis',
        'put-record',
        '--stream-name',
        'market',
        '--partition-key',
        'k',
        '--data',
        'fileb://record.json',
      ),
    ) as { ShardId: string };
    const iterator = JSON.parse(
      await aws(
        'kinesis',
        'get-shard-iterator',
        '--stream-name',
        'market',
        '--shard-id',
        put.ShardId,
        '--shard-iterator-type',
        'TRIM_HORIZON',
      ),
    ) as { ShardIterator: string };
    const read = JSON.parse(await aws('kinesis', 'get-records', '--shard-iterator', iterator.ShardIterator)) as {
      Records: { Data: string }[];
    };
    expect(Buffer.from(read.Records[0]?.Data ?? '', 'base64').toString()).toBe('{"id":1}');
    expect(
      JSON.parse(await aws('firehose', 'describe-delivery-stream', '--delivery-stream-name', 'bars')),
    ).toMatchObject({ DeliveryStreamDescription: { DeliveryStreamStatus: 'ACTIVE' } });

    await aws('lambda', 'invoke', '--function-name', 'acts', '--payload', 'fileb://event.json', 'answer.json');
    expect(JSON.parse(readFileSync(join(dir, 'answer.json'), 'utf8'))).toMatchObject({ value: 7 });

    writeFileSync(join(dir, 'there.txt'), 'there and back');
    await aws('s3', 'cp', 'there.txt', 's3://lake/notes/a b.txt');
    expect(await aws('s3', 'ls', 's3://lake/notes/')).toContain('a b.txt');
    await aws('s3', 'cp', 's3://lake/notes/a b.txt', 'back.txt');
    expect(readFileSync(join(dir, 'back.txt'), 'utf8')).toBe('there and back');
    await aws('s3', 'rm', 's3://lake/notes/a b.txt');
    await expect(aws('s3api', 'head-object', '--bucket', 'lake', '--key', 'notes/a b.txt')).rejects.toThrow(/404/);
    await expect(aws('kinesis', 'list-streams')).rejects.toThrow(
      /NotImplemented.*Kinesis ListStreams is not part of the local cloud/,
    );
    await expect(aws('sts', 'get-caller-identity')).rejects.toThrow(/is not part of the local cloud/);
  });
});
