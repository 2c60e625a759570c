import { FirehoseClient, PutRecordBatchCommand, type PutRecordBatchCommandOutput } from '@aws-sdk/client-firehose';
import { RecordTooLargeError, type StreamProducerError } from './errors.ts';
import {
  FIREHOSE_BILLING_STEP_BYTES,
  FIREHOSE_DEFAULT_MAX_ENTRY_BYTES,
  FIREHOSE_MAX_ENTRIES_PER_REQUEST,
  FIREHOSE_MAX_ENTRY_BYTES,
  FIREHOSE_MAX_REQUEST_BYTES,
} from './limits.ts';
import { numberOption, refuseUnknownOptions, textOption } from './options.ts';
import { clientConfig, ownedClient, SDK_CLIENT_OPTIONS, type SdkClientOptions } from './sdk-client-options.ts';
import { entryResults, fromSdkError } from './sdk-failure.ts';
import type { Entry, OutgoingRecord, Sink } from './sink.ts';

/** The part of a `FirehoseClient` that the sink uses: pass your own client, or anything that answers alike. */
export interface FirehosePutClient {
  /** Puts the entries of one request. */
  send(command: PutRecordBatchCommand, options?: { abortSignal?: AbortSignal }): Promise<PutRecordBatchCommandOutput>;
}

/** Where a Firehose sink puts, and how it packs. */
export interface FirehoseSinkOptions extends SdkClientOptions {
  readonly deliveryStreamName: string;
  /**
   * A client of your own; `region`, `endpoint`, `credentials` and `timeoutMs` are then its business. Set its `maxAttempts`
   * to 1. @default one made so
   */
  readonly client?: FirehosePutClient;
  /** Size up to which lines of one day are joined, bytes. Minimum 1, maximum `maxRecordBytes`. @default 500000 */
  readonly targetEntryBytes?: number;
  /**
   * Lines in one record at most; set 500 where the delivery stream itself takes records apart, for it takes apart no more.
   * Minimum 1. @default no limit
   */
  readonly maxRecordsPerEntry?: number;
  /** Bytes of one record: "1,000 KB" is read as 1,000,000, at most 1,024,000. @default 1000000 */
  readonly maxRecordBytes?: number;
}

/**
 * A hundred billing steps of 5 KB. Each record is billed rounded up to a step: at 500 KB that wastes 0.5% on average, and
 * twice as much would save a quarter of a percent while a failure resends twice as much and the transform's answer, whose
 * rows spell out every column, comes nearer to Lambda's 6 MB.
 */
const TARGET_ENTRY_BYTES = 100 * FIREHOSE_BILLING_STEP_BYTES;

const NEWLINE = 0x0a;

const KNOWN = [
  'deliveryStreamName',
  'client',
  ...SDK_CLIENT_OPTIONS,
  'targetEntryBytes',
  'maxRecordsPerEntry',
  'maxRecordBytes',
] as const satisfies readonly (keyof FirehoseSinkOptions)[];

/** A sink over `PutRecordBatch`. Throws `InvalidOptionError`. */
export function createFirehoseSink(options: FirehoseSinkOptions): Sink {
  return new PutRecordBatchSink(options);
}

class PutRecordBatchSink implements Sink {
  readonly name: string;
  readonly limits: Sink['limits'];
  readonly #deliveryStreamName: string;
  readonly #client: FirehosePutClient;
  readonly #release: () => void;

  constructor(options: FirehoseSinkOptions) {
    refuseUnknownOptions(options, KNOWN);
    this.#deliveryStreamName = textOption('deliveryStreamName', options.deliveryStreamName);
    this.name = `firehose ${this.#deliveryStreamName}`;
    this.limits = firehoseLimits(options);
    [this.#client, this.#release] = ownedClient(options.client, () => new FirehoseClient(clientConfig(options)));
  }

  check(record: OutgoingRecord): StreamProducerError | undefined {
    const bytes = this.recordBytes(record);
    const { maxEntryBytes } = this.limits;
    return bytes > maxEntryBytes ? new RecordTooLargeError(bytes, maxEntryBytes) : undefined;
  }

  /** A record holds lines of one table and day, so that a transform can give it one partition. Raw ones share by key. */
  place({ partition, partitionKey }: OutgoingRecord) {
    return { lane: partition ?? `key ${partitionKey}`, alone: false };
  }

  entryBytes(_lane: string, records: readonly OutgoingRecord[]): number {
    return records.reduce((bytes, record) => bytes + this.recordBytes(record), 0);
  }

  recordBytes({ data }: OutgoingRecord): number {
    return data.length + (endsLine(data) ? 0 : 1);
  }

  async send(entries: readonly Entry[], signal: AbortSignal) {
    const command = new PutRecordBatchCommand({
      DeliveryStreamName: this.#deliveryStreamName,
      Records: entries.map(({ records, bytes }) => ({ Data: joinLines(records, bytes) })),
    });
    try {
      const answer = await this.#client.send(command, { abortSignal: signal });
      return entryResults(entries.length, answer.RequestResponses);
    } catch (error) {
      throw fromSdkError(error);
    }
  }

  close(): void {
    this.#release();
  }
}

const endsLine = (data: Uint8Array): boolean => data.at(-1) === NEWLINE;

/** Each record with a newline behind it: Firehose sets nothing between the records that it writes into an object. */
function joinLines(records: readonly OutgoingRecord[], bytes: number): Uint8Array {
  const joined = new Uint8Array(bytes);
  let offset = 0;
  for (const { data } of records) {
    joined.set(data, offset);
    offset += data.length;
    if (!endsLine(data)) joined[offset++] = NEWLINE;
  }
  return joined;
}

function firehoseLimits(options: FirehoseSinkOptions): Sink['limits'] {
  const maxEntryBytes = numberOption('maxRecordBytes', options.maxRecordBytes, FIREHOSE_DEFAULT_MAX_ENTRY_BYTES, {
    min: 1,
    max: FIREHOSE_MAX_ENTRY_BYTES,
  });
  return {
    maxEntriesPerRequest: FIREHOSE_MAX_ENTRIES_PER_REQUEST,
    maxRequestBytes: FIREHOSE_MAX_REQUEST_BYTES,
    maxEntryBytes,
    targetEntryBytes: numberOption(
      'targetEntryBytes',
      options.targetEntryBytes,
      Math.min(TARGET_ENTRY_BYTES, maxEntryBytes),
      { min: 1, max: maxEntryBytes },
    ),
    maxRecordsPerEntry: numberOption('maxRecordsPerEntry', options.maxRecordsPerEntry, Number.MAX_SAFE_INTEGER, {
      min: 1,
    }),
  };
}
