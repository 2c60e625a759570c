import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
export { fixture, pipeline } from './pipeline-options.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../src/index.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** A local cloud that is stopped after the test. */
export async function cloudOf(options: Partial<LocalCloudOptions> = {}): Promise<LocalCloud & { dir: string }> {
  const dir = options.dir ?? temporaryFolder();
  const cloud = await startLocalCloud({ ...options, dir });
  onTestFinished(() => cloud.stop());
  return { ...cloud, dir };
}

const settings = ({ endpoint }: { endpoint: string }) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

export const kinesisOf = (cloud: { endpoint: string }) => disposed(new KinesisClient(settings(cloud)));
export const firehoseOf = (cloud: { endpoint: string }) => disposed(new FirehoseClient(settings(cloud)));
export const lambdaOf = (cloud: { endpoint: string }) => disposed(new LambdaClient(settings(cloud)));
export const s3Of = (cloud: { endpoint: string }) =>
  disposed(new S3Client({ ...settings(cloud), forcePathStyle: true }));

function disposed<T extends { destroy(): void }>(client: T): T {
  onTestFinished(() => client.destroy());
  return client;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (data: Uint8Array | undefined): string => new TextDecoder().decode(data);

/** Paths below a folder, sorted; temporary uploads are not objects. */
export const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();

/** The lines of all objects below a prefix. */
export const linesIn = (dir: string, prefix: string): string[] =>
  filesIn(dir)
    .filter((file) => file.startsWith(prefix))
    .flatMap((file) => readFileSync(join(dir, file), 'utf8').trimEnd().split('\n'));

export const repeated = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
