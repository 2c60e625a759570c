import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { InvokeResult } from '../lambda/instance.ts';
import type { SourceRecord } from './source-record.ts';
import { readResponse } from './transform-response.ts';
import type { Transformed } from './transformed.ts';

/** Bytes of records that an invocation gets, before base64: Firehose's default, 3 MB at most. @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export const TRANSFORM_BUFFER_BYTES = 1 << 20;
/** Request and response of an invocation, as above. */
export const TRANSFORM_PAYLOAD_BYTES = 6_000_000;
/** An invocation that fails is tried three times more. @see https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html */
export const TRANSFORM_RETRIES = 3;
const FIRST_RETRY_MS = 100;
/** Invocations at once. */
const CONCURRENCY = 2;
/** What a record takes in a request beside its data: names, numbers, two timestamps. */
const ENVELOPE_BYTES = 420;

export interface TransformSetup {
  readonly deliveryStreamArn: string;
  readonly sourceStreamArn?: string | undefined;
  readonly region: string;
  readonly invoke: (payload: Buffer) => Promise<InvokeResult>;
  readonly clock: Clock;
}

/** Sends records through the transform function, in batches. Results are in the order of the records; a failure is a result. */
export async function transform(setup: TransformSetup, records: readonly SourceRecord[]): Promise<Transformed[]> {
  const batches = batchesOf(records);
  const results: Transformed[][] = [];
  let taken = 0;
  const worker = async () => {
    for (let i = taken++; i < batches.length; i = taken++) results[i] = await transformBatch(setup, batches[i] ?? []);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results.flat();
}

/** Cuts records into batches that keep to the limits of an invocation. */
export function batchesOf(records: readonly SourceRecord[]): SourceRecord[][] {
  const batches: SourceRecord[][] = [];
  let batch: SourceRecord[] = [];
  let bytes = 0;
  let payload = 0;
  for (const record of records) {
    const encoded =
      Math.ceil(record.data.length / 3) * 4 + ENVELOPE_BYTES + Buffer.byteLength(JSON.stringify(record.partitionKey));
    const full = bytes + record.data.length > TRANSFORM_BUFFER_BYTES || payload + encoded > TRANSFORM_PAYLOAD_BYTES;
    if (full && batch.length > 0) {
      batches.push(batch);
      [batch, bytes, payload] = [[], 0, 0];
    }
    batch.push(record);
    bytes += record.data.length;
    payload += encoded;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

async function transformBatch(setup: TransformSetup, batch: readonly SourceRecord[]): Promise<Transformed[]> {
  let failure = '';
  for (let attempt = 1; attempt <= 1 + TRANSFORM_RETRIES; attempt += 1) {
    const result = await setup.invoke(requestOf(setup, batch)).catch((error: unknown) => describe(error));
    if (!result.functionError)
      return readResponse(result.payload, batch, { attempts: attempt, endedMs: setup.clock.now() });
    failure = result.payload.toString();
    if (attempt <= TRANSFORM_RETRIES) await setup.clock.sleep(FIRST_RETRY_MS * 2 ** (attempt - 1));
  }
  const message = `The Lambda function was successfully invoked but it returned an error result. ${failure.slice(0, 1000)}`;
  const error = { code: 'Lambda.FunctionError', message, attempts: 1 + TRANSFORM_RETRIES, endedMs: setup.clock.now() };
  return batch.map((record) => ({ result: 'ProcessingFailed', record, error }));
}

const describe = (error: unknown): InvokeResult => ({
  functionError: 'Unhandled',
  payload: Buffer.from(error instanceof Error ? error.message : String(error)),
});

/** The event of a transformation. Each attempt has an invocation id of its own; record ids stay. */
function requestOf(setup: TransformSetup, batch: readonly SourceRecord[]): Buffer {
  const { deliveryStreamArn, sourceStreamArn, region } = setup;
  return Buffer.from(
    JSON.stringify({
      invocationId: randomUUID(),
      deliveryStreamArn,
      ...(sourceStreamArn !== undefined && { sourceKinesisStreamArn: sourceStreamArn }),
      region,
      records: batch.map(eventRecord),
    }),
  );
}

function eventRecord({
  recordId,
  arrivalMs,
  data,
  shardId,
  partitionKey,
  sequenceNumber,
  subsequenceNumber,
}: SourceRecord) {
  const record = {
    recordId,
    approximateArrivalTimestamp: arrivalMs,
    data: Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64'),
  };
  if (shardId === undefined) return record;
  const metadata = { shardId, partitionKey, approximateArrivalTimestamp: arrivalMs, sequenceNumber, subsequenceNumber };
  return { ...record, kinesisRecordMetadata: metadata };
}
