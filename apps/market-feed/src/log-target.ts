import type { MarketRecord } from '@tickerlake/record-schema';

/** Where the feed's records go besides the pages: a stream, a file. */
export interface LogTarget {
  /**
   * Takes records, in order, and resolves when each of them is delivered or given up for good. Never rejects: what goes
   * wrong is in the target's own account.
   */
  take(records: readonly MarketRecord[]): Promise<void>;
  /** Gives up what it still tries, when the signal of the feed's end has fired, and frees what it holds. */
  close(): Promise<void>;
}
