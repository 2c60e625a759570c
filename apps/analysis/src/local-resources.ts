import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultPlan, LocalCloudOptions } from '@tickerlake/local-cloud';
import { tables } from '@tickerlake/record-schema';
import { CommandError } from './failures.ts';

export const REGION = 'us-east-1';
/** The local cloud checks no signature; the AWS clients insist on having something to sign with. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** What the pipeline's parts are called, here and in the functions' environments. */
export const NAMES = {
  stream: 'tickerlake-records',
  delivery: 'tickerlake-bars',
  bucket: 'tickerlake-lake',
  logs: 'tickerlake-logs',
  deadLetters: 'tickerlake-logs-dead-letters',
  stored: 'tickerlake-stored',
  notices: 'tickerlake-notices',
} as const;

/** As on AWS. Clients take the host from `AWS_ENDPOINT_URL` where that is set. */
export const queueUrl = (name: string): string => `https://sqs.${REGION}.amazonaws.com/000000000000/${name}`;
const topicArn = (name: string): string => `arn:aws:sns:${REGION}:000000000000:${name}`;

/** Lambda's own longest time-out: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const COLLECTOR_TIMEOUT_MS = 900_000;
const TRANSFORMER_TIMEOUT_MS = 60_000;
/** A message whose processor was killed comes again after this long, so it is short: a batch takes well below a second. */
const PROCESSOR_TIMEOUT_MS = 10_000;
/** How often a message is tried before what is unreadable of it goes to the dead letters. */
const MAX_RECEIVES = 3;
/** When SQS itself gives a message up, as after a processor that dies of it each time; not after one that was killed now and then. */
const BACKSTOP_RECEIVES = 50;
/** How long log records wait for company on their way to the queue: the fewer, larger objects the lake gets. */
const LOG_WINDOW_MS = 2_000;

/** What differs between one run of the pipeline and another. */
export interface PipelineSetup {
  /** The lake's folder. */
  readonly lake: string;
  /** Environment of the collector beside its fixed part, such as where Yahoo is. */
  readonly collectorEnv?: Readonly<Record<string, string>>;
  /** How long bars wait for company on their way into the lake, milliseconds. @default 60_000 */
  readonly deliveryMs?: number;
  /** Failures to rehearse. */
  readonly faults?: FaultPlan;
}

/** The pipeline as the local cloud is to build it: the drawing in ARCHITECTURE.md, resource by resource. */
export async function localResources({
  lake,
  collectorEnv,
  deliveryMs,
  faults,
}: PipelineSetup): Promise<LocalCloudOptions> {
  return {
    dir: join(lake, '.local-cloud'),
    region: REGION,
    streams: [{ name: NAMES.stream, shards: 1 }],
    buckets: [{ name: NAMES.bucket, dir: lake }],
    functions: [
      await bundle('collector', COLLECTOR_TIMEOUT_MS, { TICKERLAKE_STREAM: NAMES.stream, ...collectorEnv }),
      await bundle('transformer', TRANSFORMER_TIMEOUT_MS),
      await bundle('log-pipe', PROCESSOR_TIMEOUT_MS, { TICKERLAKE_QUEUE_URL: queueUrl(NAMES.logs) }),
      await bundle('processor', PROCESSOR_TIMEOUT_MS, {
        TICKERLAKE_BUCKET: NAMES.bucket,
        TICKERLAKE_TOPIC_ARN: topicArn(NAMES.stored),
        TICKERLAKE_DEAD_LETTER_QUEUE_URL: queueUrl(NAMES.deadLetters),
        TICKERLAKE_MAX_RECEIVES: String(MAX_RECEIVES),
      }),
    ],
    deliveryStreams: [
      {
        name: NAMES.delivery,
        sourceStream: NAMES.stream,
        transformFunction: 'transformer',
        bucket: NAMES.bucket,
        prefix: 'bars/dt=!{partitionKeyFromLambda:dt}/',
        errorPrefix: 'quarantine/!{firehose:error-output-type}/',
        table: tables.bars,
        ...(deliveryMs !== undefined && { bufferMs: deliveryMs }),
      },
    ],
    queues: [
      { name: NAMES.deadLetters },
      {
        name: NAMES.logs,
        visibilityTimeoutMs: PROCESSOR_TIMEOUT_MS,
        redrive: { deadLetterQueue: NAMES.deadLetters, maxReceiveCount: BACKSTOP_RECEIVES },
      },
      { name: NAMES.notices },
    ],
    topics: [
      { name: NAMES.stored, subscriptions: [{ protocol: 'sqs', endpoint: NAMES.notices, rawMessageDelivery: true }] },
    ],
    eventSourceMappings: [
      { function: 'log-pipe', source: { stream: NAMES.stream }, batchSize: 500, batchWindowMs: LOG_WINDOW_MS },
      { function: 'processor', source: { queue: NAMES.logs } },
    ],
    ...(faults && { faults }),
  };
}

/** A function's bundle travels beside this program. */
async function bundle(name: string, timeoutMs: number, env: Readonly<Record<string, string>> = {}) {
  return { name, entry: await bundlePath('functions', name, 'handler.mjs'), timeoutMs, env };
}

/** A built program that travels beside this one. */
export async function bundlePath(...parts: readonly string[]): Promise<string> {
  const entry = join(import.meta.dirname, ...parts);
  await access(entry).catch((error: unknown) => {
    throw new CommandError(`The bundle ${parts.join('/')} is missing; build it with: npm run build`, { cause: error });
  });
  return entry;
}
