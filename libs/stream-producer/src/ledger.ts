import type { Account, Rejection } from './account.ts';

const EMPTY = { accepted: 0, delivered: 0, entries: 0, bytes: 0, requests: 0, retries: 0 };

/** Counts what happens, and hands the counts over once. */
export class Ledger {
  #counts = { ...EMPTY };
  #rejected: Rejection[] = [];

  accept(): void {
    this.#counts.accepted += 1;
  }

  deliver(entry: { readonly records: readonly unknown[]; readonly bytes: number }): void {
    this.#counts.delivered += entry.records.length;
    this.#counts.entries += 1;
    this.#counts.bytes += entry.bytes;
  }

  reject(rejection: Rejection): void {
    this.#rejected.push(rejection);
  }

  request(retries: number): void {
    this.#counts.requests += 1;
    this.#counts.retries += retries;
  }

  /**
   * The account so far, which the next one does not repeat. The `pending` records, accepted and not yet settled, stay for the
   * next one.
   */
  handOver(pending: number): Account {
    const account = { ...this.#counts, accepted: this.#counts.accepted - pending, rejected: this.#rejected };
    this.#counts = { ...EMPTY, accepted: pending };
    this.#rejected = [];
    return account;
  }
}
