import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { InvalidPartitionKeyError, RecordTooLargeError, type StreamProducerError } from './errors.ts';
import { type KinesisPutClient, listOpenShards } from './kinesis-client.ts';
import { aggregate, blobOverheadBytes, blobRecordBytes, looksAggregated } from './kpl-codec.ts';
import {
  FIREHOSE_MAX_RECORDS_PER_AGGREGATE,
  KINESIS_DEFAULT_MAX_ENTRY_BYTES,
  KINESIS_MAX_ENTRIES_PER_REQUEST,
  KINESIS_MAX_ENTRY_BYTES,
  KINESIS_MAX_PARTITION_KEY_CHARACTERS,
  KINESIS_MAX_REQUEST_BYTES,
  KINESIS_PUT_UNIT_BYTES,
} from './limits.ts';
import { numberOption, refuseUnknownOptions, textOption } from './options.ts';
import { clientConfig, ownedClient, SDK_CLIENT_OPTIONS, type SdkClientOptions } from './sdk-client-options.ts';
import { entryResults, fromSdkError } from './sdk-failure.ts';
import { SHARD_KEY_BYTES } from './shard-keys.ts';
import { ShardMap } from './shard-map.ts';
import type { Entry, OutgoingRecord, Sink } from './sink.ts';

/** Where a Kinesis sink puts, and how it packs. */
export interface KinesisSinkOptions extends SdkClientOptions {
  readonly streamName: string;
  /**
   * A client of your own; `region`, `endpoint`, `credentials` and `timeoutMs` are then its business. Set its `maxAttempts`
   * to 1 and its `requestHandler` to a `NodeHttpHandler`. @default one made so
   */
  readonly client?: KinesisPutClient;
  /**
   * Put many records into one, in the format of the Kinesis Producer Library, because each record put is billed rounded up.
   * Firehose and the Kinesis Client Library take them apart again; a Lambda that reads the stream itself must do so with
   * `deaggregate`, or set this to false. @default true
   */
  readonly aggregate?: boolean;
  /**
   * Size up to which records are aggregated, bytes. Minimum 1, maximum `maxRecordBytes`. @default 50000
   */
  readonly targetEntryBytes?: number;
  /** Records in one aggregate at most; Firehose takes apart no more than 500. Minimum 1. @default 500 */
  readonly maxRecordsPerEntry?: number;
  /** The stream's own limit of one record, bytes: 1 MiB unless you raised it, 10 MiB at most. @default 1048576 */
  readonly maxRecordBytes?: number;
  /**
   * How often to ask for the stream's shards, milliseconds; on-demand streams get more as they grow. Minimum 1.
   * @default 300000
   */
  readonly shardRefreshMs?: number;
  /** Milliseconds on any scale that never goes back. @default performance.now */
  readonly now?: () => number;
}

/** A sink that puts onto a Kinesis data stream. */
export interface KinesisSink extends Sink {
  /** The partition keys of aggregated entries, one for each open shard as last seen. */
  readonly partitionKeys: readonly string[];
}

/**
 * Two PUT payload units, 25 KB each, less than which wastes money and more than which gains nothing. In provisioned mode an
 * entry is billed in whole units: full ones cost the same however many there are. On demand it is billed rounded up to 1 KB:
 * at 50 KB that is 1% on average. One entry a shard is on its way at a time, to keep order: 50 KB in a round trip of
 * 20 ms are 2.5 MB/s, more than the 1 MB/s that a shard takes. And what fails is resent in pieces of 50 KB, not of 1 MiB.
 */
const TARGET_ENTRY_BYTES = 2 * KINESIS_PUT_UNIT_BYTES;

const KNOWN = [
  'streamName',
  'client',
  ...SDK_CLIENT_OPTIONS,
  'aggregate',
  'targetEntryBytes',
  'maxRecordsPerEntry',
  'maxRecordBytes',
  'shardRefreshMs',
  'now',
] as const satisfies readonly (keyof KinesisSinkOptions)[];

/** A sink over `PutRecords`. Throws `InvalidOptionError`; asks the service nothing before the first record. */
export function createKinesisSink(options: KinesisSinkOptions): KinesisSink {
  return new PutRecordsSink(options);
}

class PutRecordsSink implements KinesisSink {
  readonly name: string;
  readonly limits: Sink['limits'];
  readonly #streamName: string;
  readonly #client: KinesisPutClient;
  readonly #release: () => void;
  readonly #aggregate: boolean;
  readonly #shards: ShardMap;

  constructor(options: KinesisSinkOptions) {
    refuseUnknownOptions(options, KNOWN);
    this.#streamName = textOption('streamName', options.streamName);
    this.name = `kinesis ${this.#streamName}`;
    this.#aggregate = options.aggregate ?? true;
    this.limits = kinesisLimits(options);
    [this.#client, this.#release] = ownedClient(options.client, () => new KinesisClient(clientConfig(options)));
    this.#shards = new ShardMap({
      listOpenShards: (signal) => listOpenShards(this.#client, this.#streamName, signal),
      refreshMs: numberOption('shardRefreshMs', options.shardRefreshMs, 300_000, { min: 1 }),
      now: options.now ?? (() => performance.now()),
    });
  }

  get partitionKeys(): readonly string[] {
    return this.#shards.keys.partitionKeys;
  }

  needsRefresh(): boolean {
    return this.#aggregate && this.#shards.isDue;
  }

  refresh(signal: AbortSignal): Promise<void> {
    return this.#shards.refresh(signal);
  }

  check(record: OutgoingRecord): StreamProducerError | undefined {
    const characters = record.partitionKey.length;
    if (characters < 1 || characters > KINESIS_MAX_PARTITION_KEY_CHARACTERS) {
      return new InvalidPartitionKeyError(characters, KINESIS_MAX_PARTITION_KEY_CHARACTERS);
    }
    const keyBytes = this.#goesAlone(record) ? Buffer.byteLength(record.partitionKey) : SHARD_KEY_BYTES;
    const bytes = record.data.length + keyBytes;
    const { maxEntryBytes } = this.limits;
    return bytes > maxEntryBytes ? new RecordTooLargeError(bytes, maxEntryBytes) : undefined;
  }

  place(record: OutgoingRecord) {
    const alone = this.#goesAlone(record);
    return { lane: alone ? record.partitionKey : this.#shards.keys.keyFor(record.partitionKey), alone };
  }

  entryBytes(lane: string, records: readonly OutgoingRecord[]): number {
    const keyBytes = Buffer.byteLength(lane);
    const [first] = records;
    if (first !== undefined && records.length === 1) return first.data.length + keyBytes;
    return records.reduce((bytes, record) => bytes + this.recordBytes(record), keyBytes + blobOverheadBytes(keyBytes));
  }

  recordBytes(record: OutgoingRecord): number {
    return blobRecordBytes(record.data.length);
  }

  async send(entries: readonly Entry[], signal: AbortSignal) {
    const command = new PutRecordsCommand({
      StreamName: this.#streamName,
      Records: entries.map(({ lane, records }) => ({ Data: encodeEntry(lane, records), PartitionKey: lane })),
    });
    try {
      const answer = await this.#client.send(command, { abortSignal: signal });
      const results = entryResults(entries.length, answer.Records);
      if (results.some((result) => result?.code === 'ProvisionedThroughputExceededException')) {
        this.#shards.noteThrottle();
      }
      return results;
    } catch (error) {
      throw fromSdkError(error);
    }
  }

  close(): void {
    this.#release();
  }

  /** Without aggregation, and for what is an aggregate already: consumers take apart one level only. */
  #goesAlone(record: OutgoingRecord): boolean {
    return !this.#aggregate || looksAggregated(record.data);
  }
}

/** One record goes plain. Several become a blob, and all carry its own key, so that no consumer thinks them misplaced. */
function encodeEntry(partitionKey: string, records: readonly OutgoingRecord[]): Uint8Array {
  const [first] = records;
  if (first !== undefined && records.length === 1) return first.data;
  return aggregate(records.map(({ data }) => ({ data, partitionKey })));
}

function kinesisLimits(options: KinesisSinkOptions): Sink['limits'] {
  const maxEntryBytes = numberOption('maxRecordBytes', options.maxRecordBytes, KINESIS_DEFAULT_MAX_ENTRY_BYTES, {
    min: 1,
    max: KINESIS_MAX_ENTRY_BYTES,
  });
  return {
    maxEntriesPerRequest: KINESIS_MAX_ENTRIES_PER_REQUEST,
    maxRequestBytes: KINESIS_MAX_REQUEST_BYTES,
    maxEntryBytes,
    targetEntryBytes: numberOption(
      'targetEntryBytes',
      options.targetEntryBytes,
      Math.min(TARGET_ENTRY_BYTES, maxEntryBytes),
      { min: 1, max: maxEntryBytes },
    ),
    maxRecordsPerEntry: numberOption(
      'maxRecordsPerEntry',
      options.maxRecordsPerEntry,
      FIREHOSE_MAX_RECORDS_PER_AGGREGATE,
      { min: 1 },
    ),
  };
}
