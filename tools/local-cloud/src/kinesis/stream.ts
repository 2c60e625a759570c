import { join } from 'node:path';
import { DamagedStateError, StateMismatchError } from '../errors.ts';
import type { Faults } from '../faults.ts';
import { ACCOUNT_ID, internalFailure, ServiceError } from '../service.ts';
import { readJsonFile, writeJsonFile } from '../state/disk.ts';
import type { LogEntry } from '../state/record-frames.ts';
import { RecordLog } from '../state/record-log.ts';
import { ShardMap } from './shard-map.ts';

/** Records are kept for a day, as on AWS unless a stream says otherwise, for other readers, and as long as a consumer (delivery stream or mapping) has not read them … */
export const RETENTION_HOURS = 24;
/** … but of what its consumers have read a shard keeps no more than this, lest an import stay on the disk twice. */
const RETAINED_BYTES = 32 << 20;

export interface PutEntry {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
}
/** Where an entry went, or why it was refused. */
export type PutOutcome = { readonly shardId: string; readonly sequenceNumber: string } | ServiceError;

/** What of a stream can change while it is there. */
export interface StreamSettings {
  /** Hours that records are kept for readers at least, 24 to 8,760. */
  readonly retentionHours: number;
  /** Told to who asks; no throughput is enforced in either. */
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
}

export interface Shard {
  readonly id: string;
  readonly index: number;
  readonly log: RecordLog;
}

export interface StreamSetup {
  readonly name: string;
  readonly shards: number;
  readonly dir: string;
  readonly region: string;
  readonly faults: Faults;
  readonly now: () => number;
}

/** A data stream: one record log a shard. */
export class Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly shards: readonly Shard[];
  readonly map: ShardMap;
  readonly counts = { accepted: 0, refused: 0, bytes: 0 };
  settings: StreamSettings = { retentionHours: RETENTION_HOURS, mode: 'PROVISIONED' };
  readonly #faults: Faults;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  /** Per shard, how far each consumer is. */
  readonly #consumed: readonly Map<string, number>[];

  constructor({ name, shards, dir, region, faults, now }: StreamSetup) {
    this.name = name;
    this.arn = `arn:aws:kinesis:${region}:${ACCOUNT_ID}:stream/${name}`;
    this.#faults = faults;
    this.#now = now;
    this.createdMs = createdOnce(dir, name, shards, now());
    this.map = new ShardMap(shards);
    this.shards = Array.from({ length: shards }, (_, index) => {
      const id = `shardId-${String(index).padStart(12, '0')}`;
      return { id, index, log: new RecordLog(join(dir, id), () => faults.diskError()) };
    });
    this.#consumed = this.shards.map(() => new Map());
  }

  /** Calls back after each put that accepted something, until what it returns is called. */
  onRecords(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Appends each entry to its shard; outcomes are in the order of the entries. Throws only for a wrong explicit hash key. */
  put(entries: readonly PutEntry[]): PutOutcome[] {
    const places = entries.map(({ partitionKey, explicitHashKey }) => this.map.shardOf(partitionKey, explicitHashKey));
    const outcomes: PutOutcome[] = [];
    for (const shard of this.shards) {
      const mine = [...entries.keys()].filter((i) => places[i] === shard.index);
      if (mine.length > 0) this.#append(shard, mine, entries, outcomes);
    }
    this.#count(entries, outcomes);
    return outcomes;
  }

  #append(shard: Shard, mine: readonly number[], entries: readonly PutEntry[], outcomes: PutOutcome[]): void {
    const throttled = this.#faults.strikes('throttleRate') ? this.#throttled(shard) : undefined;
    const arrivalMs = this.#now();
    const taken: number[] = [];
    const records: LogEntry[] = [];
    for (const i of mine) {
      const entry = entries[i];
      const refusal = throttled ?? (this.#faults.strikes('rejectRate') ? REJECTED : undefined);
      if (refusal) outcomes[i] = refusal;
      else if (entry) {
        taken.push(i);
        records.push({ arrivalMs, partitionKey: entry.partitionKey, data: entry.data });
      }
    }
    try {
      if (!this.#consumed[shard.index]?.size) shard.log.trim(shard.log.next, (lastMs) => this.#isOld(lastMs));
      const first = records.length > 0 ? shard.log.append(records) : 0;
      for (const [n, i] of taken.entries())
        outcomes[i] = { shardId: shard.id, sequenceNumber: this.sequenceNumber(shard, first + n) };
    } catch (error) {
      for (const i of taken) outcomes[i] = internalFailure(error);
    }
  }

  #throttled(shard: Shard): ServiceError {
    const where = `shard ${shard.id} in stream ${this.name} under account ${ACCOUNT_ID}`;
    return new ServiceError('ProvisionedThroughputExceededException', `Rate exceeded for ${where}.`);
  }

  #count(entries: readonly PutEntry[], outcomes: readonly PutOutcome[]): void {
    const accepted = this.counts.accepted;
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome instanceof ServiceError) this.counts.refused += 1;
      else {
        this.counts.accepted += 1;
        this.counts.bytes += entries[i]?.data.length ?? 0;
      }
    }
    if (this.counts.accepted > accepted) for (const listener of this.#listeners) listener();
  }

  /** 56 digits, as on AWS: when the stream was made, the shard, the record. Their order within a shard is the records' order. */
  sequenceNumber(shard: Shard, offset: number): string {
    return `49${pad(this.createdMs, 14)}${pad(shard.index, 12)}${pad(offset, 28)}`;
  }

  /** The record of a sequence number of this shard; throws the service's error for any other text. */
  offsetOf(shard: Shard, sequenceNumber: string): number {
    const offset = Number(sequenceNumber.slice(-28));
    if (sequenceNumber === this.sequenceNumber(shard, offset)) return offset;
    const message = `StartingSequenceNumber ${sequenceNumber} is invalid for ${shard.id} of stream ${this.name}`;
    throw new ServiceError('InvalidArgumentException', message);
  }

  /** Registers a delivery stream or a mapping: from now on nothing is dropped that it has not read. */
  addConsumer(name: string, shard: Shard, offset: number): void {
    this.#consumed[shard.index]?.set(name, offset);
  }

  /** Forgets a consumer: what only it had not read may go. */
  removeConsumer(name: string): void {
    for (const consumers of this.#consumed) consumers.delete(name);
  }

  /** Whether a delivery stream or a mapping reads it. */
  get isConsumed(): boolean {
    return this.#consumed.some((consumers) => consumers.size > 0);
  }

  /** Notes how far a consumer is, and drops what all have read and no other reader may want any more. */
  consumed(name: string, shard: Shard, offset: number): void {
    this.addConsumer(name, shard, offset);
    const slowest = Math.min(...(this.#consumed[shard.index]?.values() ?? []));
    shard.log.trim(slowest, (arrivalMs, bytes) => this.#isOld(arrivalMs) || bytes > RETAINED_BYTES);
  }

  #isOld(arrivalMs: number): boolean {
    return arrivalMs < this.#now() - this.settings.retentionHours * 3_600_000;
  }

  close(): void {
    for (const { log } of this.shards) log.close();
  }
}

const REJECTED = new ServiceError('InternalFailure', 'Internal service failure.', 500);
/** In the stream's folder. */
const STATE_FILE = 'stream.json';
const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** How many shards the stream of a folder has, if there is one. */
export function keptShards(dir: string): number | undefined {
  const shards = readJsonFile(join(dir, STATE_FILE))?.['shards'];
  return typeof shards === 'number' ? shards : undefined;
}

/** Reads when the stream was made, or makes it. Shards cannot be split or merged here. */
function createdOnce(dir: string, name: string, shards: number, nowMs: number): number {
  const file = join(dir, STATE_FILE);
  const state = readJsonFile(file);
  if (!state) {
    writeJsonFile(file, { createdMs: nowMs, shards }, () => undefined);
    return nowMs;
  }
  const { createdMs } = state;
  if (typeof createdMs !== 'number') throw new DamagedStateError(file, 'it has no number createdMs');
  if (state['shards'] !== shards)
    throw new StateMismatchError(
      `Stream ${name} was made with ${String(state['shards'])} shard(s) and is asked for with ${shards}. Use the same number, or another state folder.`,
    );
  return createdMs;
}
