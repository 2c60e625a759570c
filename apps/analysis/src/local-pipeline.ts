import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DeliveryError, type CloudCounts, startLocalCloud, StateLockedError } from '@tickerlake/local-cloud';
import { createKinesisSink, createProducer, type Producer } from '@tickerlake/stream-producer';
import type { CollectEvent, CollectReport } from './collect-report.ts';
import { CommandError } from './failures.ts';
import { CREDENTIALS, localResources, NAMES, type PipelineSetup, REGION } from './local-resources.ts';
import { reasonOf } from './output-file.ts';

/** The pipeline of the AWS account, on this machine: the same function bundles, the same calls, the lake a folder. */
export interface LocalPipeline {
  /** What AWS clients take as `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  /** Runs the collector function once. */
  collect(event: CollectEvent): Promise<CollectReport>;
  /** A producer onto the pipeline's stream. */
  producer(): Producer;
  /** What went through since it was opened. */
  counts(): CloudCounts;
  /** Waits until all that was accepted lies in the lake, in quarantine or among the dead letters; says what went through. */
  drain(): Promise<CloudCounts>;
  close(): Promise<void>;
}

/** Starts the pipeline, and makes the lake's folder when it is missing; a run that was killed before is continued. */
export async function openLocalPipeline(options: PipelineSetup): Promise<LocalPipeline> {
  const lake = resolve(options.lake);
  await makeFolder(lake, options.lake);
  const resources = await localResources({ ...options, lake });
  const cloud = await startLocalCloud(resources).catch((error: unknown) => cannotStart(error, options.lake));
  const client = { endpoint: cloud.endpoint, region: REGION, credentials: CREDENTIALS };
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  return {
    endpoint: cloud.endpoint,
    s3,
    sqs,
    collect: (event) => invokeCollector(lambda, event),
    producer: () => createProducer({ sink: createKinesisSink({ streamName: NAMES.stream, ...client }) }),
    counts: () => cloud.counts(),
    drain: () => cloud.drain().catch(cannotStore),
    async close() {
      for (const one of [lambda, s3, sqs]) one.destroy();
      await cloud.stop();
    },
  };
}

async function makeFolder(path: string, asked: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw new CommandError(`Cannot make the lake's folder ${asked}: ${reasonOf(error)}.`, { cause: error });
  });
}

function cannotStart(error: unknown, lake: string): never {
  if (!(error instanceof StateLockedError)) throw error;
  throw new CommandError(
    `Process ${error.pid} is writing to the lake ${lake}: wait until it has ended, or name another lake with --lake.`,
    { cause: error },
  );
}

function cannotStore(error: unknown): never {
  if (!(error instanceof DeliveryError)) throw error;
  throw new CommandError(
    `The lake cannot be written: ${reasonOf(error.cause)}. Nothing is lost: run the same command again when that is mended.`,
    { cause: error },
  );
}

async function invokeCollector(lambda: LambdaClient, event: CollectEvent): Promise<CollectReport> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'collector', Payload: JSON.stringify(event) }));
  const payload: unknown = JSON.parse(answer.Payload?.transformToString() ?? 'null');
  if (answer.FunctionError !== undefined) throw new CommandError(errorMessageOf(payload));
  if (!isCollectReport(payload)) throw new CommandError('The collector answered with something else than its report.');
  return payload;
}

/** The collector of the same build answers, so its report is told by its parts; the tests of the whole run hold the rest. */
const isCollectReport = (payload: unknown): payload is CollectReport =>
  typeof payload === 'object' && payload !== null && 'bars' in payload && 'account' in payload && 'failures' in payload;

function errorMessageOf(payload: unknown): string {
  const said = typeof payload === 'object' && payload !== null && 'errorMessage' in payload ? payload.errorMessage : '';
  return typeof said === 'string' && said !== '' ? said : 'The collector failed without saying why.';
}
