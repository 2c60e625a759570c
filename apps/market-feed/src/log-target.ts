import type { MarketRecord } from '@tickerlake/record-schema';

/** Where the feed's records go besides the pages: a stream, a file. */
export interface LogTarget<Account> {
  readonly account: Account;
  /**
   * Takes records, in order, and resolves when each of them is delivered or given up for good. Never rejects: what goes
   * wrong is in the target's own account.
   */
  take(records: readonly MarketRecord[]): Promise<void>;
  /** Frees what it holds; called once, when nothing is being taken. */
  close(): Promise<void>;
}
