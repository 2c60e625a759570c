import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './folders.ts';
import {
  type CloudCounts,
  DeliveryError,
  type LocalCloud,
  type LocalCloudOptions,
  startLocalCloud,
} from '../src/index.ts';

export * from './folders.ts';
export { fixture, pipeline } from './pipeline-options.ts';

/** A local cloud that is stopped after the test. */
export async function cloudOf(options: Partial<LocalCloudOptions> = {}): Promise<LocalCloud & { dir: string }> {
  const dir = options.dir ?? temporaryFolder();
  const cloud = await startLocalCloud({ ...options, dir });
  onTestFinished(() => cloud.stop());
  return { ...cloud, dir };
}

/** Drains until nothing goes wrong by chance any more. */
export async function drainPatiently(cloud: { drain(): Promise<CloudCounts> }): Promise<CloudCounts> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      return await cloud.drain();
    } catch (error) {
      expect(error).toBeInstanceOf(DeliveryError);
    }
  }
  throw new Error('never drained');
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
export const sqsOf = (cloud: { endpoint: string }) => disposed(new SQSClient(settings(cloud)));
export const snsOf = (cloud: { endpoint: string }) => disposed(new SNSClient(settings(cloud)));
export const s3Of = (cloud: { endpoint: string }) =>
  disposed(new S3Client({ ...settings(cloud), forcePathStyle: true }));

function disposed<T extends { destroy(): void }>(client: T): T {
  onTestFinished(() => client.destroy());
  return client;
}
