import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DeliveryError,
  type FaultPlan,
  type StageCounts,
  startLocalCloud,
  StateLockedError,
} from '@tickerlake/local-cloud';
import { tables } from '@tickerlake/record-schema';
import { createKinesisSink, createProducer, type Producer } from '@tickerlake/stream-producer';
import type { CollectEvent, CollectReport } from './collect-report.ts';
import { CommandError } from './failures.ts';
import { reasonOf } from './output-file.ts';

const REGION = 'us-east-1';
/** The local cloud checks no signature; the AWS clients insist on having something to sign with. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const STREAM = 'tickerlake-records';
const BUCKET = 'tickerlake-lake';
/** Lambda's own longest time-out: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const COLLECTOR_TIMEOUT_MS = 900_000;
const TRANSFORMER_TIMEOUT_MS = 60_000;

/** The pipeline of the AWS account, on this machine: the same function bundles, the same calls, the lake a folder. */
export interface LocalPipeline {
  /** Runs the collector function once. */
  collect(event: CollectEvent): Promise<CollectReport>;
  /** A producer onto the pipeline's stream. */
  producer(): Producer;
  /** Waits until all that was accepted lies in the lake or in quarantine; says what went through. */
  drain(): Promise<StageCounts>;
  close(): Promise<void>;
}

export interface LocalPipelineOptions {
  /** The lake's folder; made when it is missing. */
  readonly lake: string;
  /** Environment of the collector beside its fixed part, such as where Yahoo is. */
  readonly collectorEnv?: Readonly<Record<string, string>>;
  /** Failures to rehearse. */
  readonly faults?: FaultPlan;
}

/** Starts the pipeline; a run that was killed before is continued. */
export async function openLocalPipeline(options: LocalPipelineOptions): Promise<LocalPipeline> {
  const lake = resolve(options.lake);
  await makeFolder(lake, options.lake);
  const cloud = await startLocalCloud({
    dir: join(lake, '.local-cloud'),
    region: REGION,
    streams: [{ name: STREAM, shards: 1 }],
    buckets: [{ name: BUCKET, dir: lake }],
    functions: [
      {
        name: 'transformer',
        entry: await functionEntry('transformer'),
        timeoutMs: TRANSFORMER_TIMEOUT_MS,
      },
      {
        name: 'collector',
        entry: await functionEntry('collector'),
        timeoutMs: COLLECTOR_TIMEOUT_MS,
        env: { TICKERLAKE_STREAM: STREAM, ...options.collectorEnv },
      },
    ],
    deliveryStreams: [
      {
        name: 'tickerlake-bars',
        sourceStream: STREAM,
        transformFunction: 'transformer',
        bucket: BUCKET,
        prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/',
        errorPrefix: 'quarantine/!{firehose:error-output-type}/',
        table: tables.bars,
      },
    ],
    ...(options.faults && { faults: options.faults }),
  }).catch((error: unknown) => cannotStart(error, options.lake));
  const client = { endpoint: cloud.endpoint, region: REGION, credentials: CREDENTIALS };
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  return {
    collect: (event) => invokeCollector(lambda, event),
    producer: () => createProducer({ sink: createKinesisSink({ streamName: STREAM, ...client }) }),
    drain: () => cloud.drain().catch(cannotStore),
    async close() {
      lambda.destroy();
      await cloud.stop();
    },
  };
}

async function makeFolder(path: string, asked: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw new CommandError(`Cannot make the lake's folder ${asked}: ${reasonOf(error)}.`, { cause: error });
  });
}

/** The function bundles travel beside this program. */
async function functionEntry(name: string): Promise<string> {
  const entry = join(import.meta.dirname, 'functions', name, 'handler.mjs');
  await access(entry).catch((error: unknown) => {
    throw new CommandError(`The ${name} function's bundle is missing; build it with: npm run build`, { cause: error });
  });
  return entry;
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
