import type { StreamProducerError } from './errors.ts';
import type { RawEntry } from './raw-entry.ts';

/** A record that was accepted and not delivered: its bytes, for the caller to keep, and why. */
export interface Rejection {
  readonly entry: RawEntry;
  readonly reason: StreamProducerError;
  /** How often the record was sent; 0 when it could never fit. */
  readonly attempts: number;
}

/**
 * What became of the records that were settled since the account before this one: every record is in exactly one account.
 * Always `accepted === delivered + rejected.length`, in records as the caller put them, however they were packed.
 */
export interface Account {
  readonly accepted: number;
  /** Records that the service confirmed, each at least once. */
  readonly delivered: number;
  readonly rejected: readonly Rejection[];
  /** Entries that the service confirmed: what it bills. */
  readonly entries: number;
  /** Bytes of those entries as the service counts them against its limits: data and, on Kinesis, partition keys. */
  readonly bytes: number;
  /** Requests sent, failed ones included. */
  readonly requests: number;
  /** Entries that were sent again. */
  readonly retries: number;
}
