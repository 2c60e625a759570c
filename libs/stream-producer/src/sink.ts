import type { StreamProducerError } from './errors.ts';
import type { RawEntry } from './raw-entry.ts';

/** A record on its way: its bytes, its key and, where it was a market record, the partition of the lake it belongs to. */
export interface OutgoingRecord extends RawEntry {
  /** Table and New York date: `bars/dt=2020-05-14`. Absent for raw entries, whose bytes nobody reads. */
  readonly partition?: string;
}

/** How a sink wants a record packed. */
export interface Placement {
  /** Records of one lane share entries, and arrive in the order in which they were put. */
  readonly lane: string;
  /** The record is an entry of its own: nothing joins it. */
  readonly alone: boolean;
}

/** One element of a request: records of one lane that the service stores, confirms or refuses together. */
export interface Entry {
  readonly lane: string;
  readonly records: readonly OutgoingRecord[];
  /** Size as the service counts it against its limits. */
  readonly bytes: number;
}

/** Why the service refused one entry of a request that it took. */
export interface EntryRefusal {
  readonly code: string;
  readonly message: string;
}

/** What became of an entry: `undefined` says delivered. */
export type EntryResult = EntryRefusal | undefined;

/** How much a sink takes at once. Each value is the service's limit or less. */
export interface SinkLimits {
  readonly maxEntriesPerRequest: number;
  readonly maxRequestBytes: number;
  readonly maxEntryBytes: number;
  /** An entry is complete when the next record would take it past this size. One larger record still goes, by itself. */
  readonly targetEntryBytes: number;
  readonly maxRecordsPerEntry: number;
}

/**
 * Where a producer sends to. Kinesis, Firehose and memory are siblings behind this contract, and one test suite runs over
 * them all; write your own for another service. A sink belongs to one producer.
 */
export interface Sink {
  /** For people: `kinesis prices`. */
  readonly name: string;
  readonly limits: SinkLimits;
  /** Whether `refresh` is due. Lanes may change by it, so the producer first sends all that it holds. */
  needsRefresh?(): boolean;
  /** Learns what placing depends on, such as the shards of a stream. Called while nothing is on its way; never rejects. */
  refresh?(signal: AbortSignal): Promise<void>;
  /** Why the record can never be sent (too large, a key that is not allowed), or `undefined`. */
  check(record: OutgoingRecord): StreamProducerError | undefined;
  /** How the record is packed: what it shares an entry and an order with. */
  place(record: OutgoingRecord): Placement;
  /** Size of an entry of these records; of none: what an entry takes before its first. */
  entryBytes(lane: string, records: readonly OutgoingRecord[]): number;
  /** The most that a record adds to an entry. */
  recordBytes(record: OutgoingRecord): number;
  /**
   * Sends one request and resolves to one result per entry, in order. Rejects with a `RequestFailedError` when the request
   * failed as a whole; anything else that it throws stops the producer.
   */
  send(entries: readonly Entry[], signal: AbortSignal): Promise<readonly EntryResult[]>;
  /** Frees what the sink opened itself. */
  close?(): void;
}
