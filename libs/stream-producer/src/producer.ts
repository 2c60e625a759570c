import type { MarketRecord } from '@tickerlake/record-schema';
import type { Account } from './account.ts';
import { backoffMs } from './backoff.ts';
import { EntryQueue, type PendingEntry } from './entry-queue.ts';
import {
  AbortedError,
  EntryRefusedError,
  ProducerClosedError,
  ProducerStoppedError,
  RequestFailedError,
  type StreamProducerError,
} from './errors.ts';
import { Gate } from './gate.ts';
import { Ledger } from './ledger.ts';
import { toOutgoing } from './market-record.ts';
import { BOOKKEEPING_BYTES, type ProducerOptions, resolveOptions } from './producer-options.ts';
import type { RawEntry } from './raw-entry.ts';
import { describeRequest, isolate } from './request-report.ts';
import type { EntryResult, OutgoingRecord } from './sink.ts';

/**
 * Puts records onto a sink: packs them, sends them, resends what failed, holds the caller back while its memory is full, and
 * accounts for every one.
 *
 * Delivery is at least once: where a request was taken but its answer lost, its entries are sent again. Records of one key
 * arrive in the order in which they were put (on Firehose: of one key and day).
 */
export class Producer {
  readonly #options: ReturnType<typeof resolveOptions>;
  readonly #queue: EntryQueue;
  readonly #gate: Gate;
  readonly #ledger = new Ledger();
  /** Aborts the requests on their way; replaced when they were aborted. */
  #requests = new AbortController();
  #requestsOnTheirWay = 0;
  #refreshing = false;
  /** Why nothing is sent any more, and what a put is told. */
  #stopped: { readonly reason: StreamProducerError; readonly error: ProducerStoppedError } | undefined;
  #closing: Promise<Account> | undefined;
  readonly #watchers = new Set<{ readonly upToId: number; readonly done: () => void }>();
  #timer: { readonly atMs: number; readonly cancel: () => void } | undefined;

  /** Throws `InvalidOptionError`. */
  constructor(options: ProducerOptions) {
    this.#options = resolveOptions(options);
    const { sink, ordered, maxBufferedBytes, signal } = this.#options;
    this.#queue = new EntryQueue(sink, ordered);
    this.#gate = new Gate(maxBufferedBytes);
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Memory taken by records that are neither delivered nor rejected, as `maxBufferedBytes` counts it. */
  get bufferedBytes(): number {
    return this.#gate.heldBytes;
  }

  /**
   * Takes a record, and resolves as soon as there is room for it: await it, and memory stays bounded. A record that can never
   * be sent is taken too, and stands in the next account as rejected. Rejects with `ProducerClosedError` after `close`, with
   * `ProducerStoppedError` once the service refused for good, with `AbortedError` when it waited and was given up; the record
   * is then in no account. Throws `RecordFieldError` of record-schema for a record that is not what its type says.
   */
  async put(record: MarketRecord | RawEntry): Promise<void> {
    if (this.#stopped !== undefined) throw this.#stopped.error;
    if (this.#closing !== undefined) throw new ProducerClosedError();
    const outgoing = toOutgoing(record);
    const problem = this.#options.sink.check(outgoing);
    if (problem !== undefined) return this.#rejectAlone(outgoing, problem);
    this.#refreshIfDue();
    const entered = this.#gate.enter(heldBytes(outgoing), () => this.#admit(outgoing));
    if (this.#gate.isCrowded) this.#sendAllSoon();
    await entered;
  }

  /**
   * Sends what was put before, and resolves when each record of it is delivered or rejected. When the signal aborts, all that
   * the producer still holds is rejected with an `AbortedError`, and the flush resolves at once.
   */
  async flush(signal?: AbortSignal): Promise<Account> {
    const giveUp = () => this.#giveUp(new AbortedError(signal?.reason));
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    let upToId = 0;
    await this.#gate.barrier(() => {
      upToId = this.#queue.lastId;
      this.#sendAllSoon();
    });
    await this.#settledUpTo(upToId);
    signal?.removeEventListener('abort', giveUp);
    return this.#ledger.handOver(this.#queue.pendingRecords);
  }

  /** Takes no more records, flushes, and frees what the sink opened. A second call gives the same account. */
  close(signal?: AbortSignal): Promise<Account> {
    this.#closing ??= this.#close(signal);
    return this.#closing;
  }

  async #close(signal: AbortSignal | undefined): Promise<Account> {
    const account = await this.flush(signal);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#options.sink.close?.();
    return account;
  }

  #admit(record: OutgoingRecord): void {
    const { sink, now } = this.#options;
    this.#ledger.accept();
    this.#queue.add(record, sink.place(record), now());
    this.#pump();
  }

  #rejectAlone(record: OutgoingRecord, reason: StreamProducerError): void {
    this.#ledger.accept();
    this.#ledger.reject({ entry: rawEntry(record), reason, attempts: 0 });
  }

  #sendAllSoon(): void {
    this.#queue.makeAllDue();
    this.#pump();
  }

  /** Sends what can be sent, and sets the timer for what can be sent later. */
  #pump(): void {
    while (this.#queue.hasReady && this.#requestsOnTheirWay < this.#options.maxInFlight) {
      void this.#send(this.#queue.take());
    }
    this.#setTimer();
  }

  #setTimer(): void {
    const { lingerMs, setTimer, now } = this.#options;
    const { oldestOpenedAtMs, firstRestEndsMs } = this.#queue;
    const lingerEndsMs = oldestOpenedAtMs === undefined ? Number.POSITIVE_INFINITY : oldestOpenedAtMs + lingerMs;
    const atMs = Math.min(lingerEndsMs, firstRestEndsMs ?? Number.POSITIVE_INFINITY);
    if (this.#timer?.atMs === atMs) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (atMs === Number.POSITIVE_INFINITY) return;
    this.#timer = { atMs, cancel: setTimer(this.#onTimer, Math.max(0, Math.ceil(atMs - now()))) };
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    const nowMs = this.#options.now();
    this.#queue.makeDueOpenedBy(nowMs - this.#options.lingerMs);
    this.#queue.wakeRested(nowMs);
    this.#pump();
  };

  async #send(batch: readonly PendingEntry[]): Promise<void> {
    const { sink, now, onRequest } = this.#options;
    const { signal } = this.#requests;
    const startedMs = now();
    this.#requestsOnTheirWay += 1;
    for (const entry of batch) entry.attempts += 1;
    this.#ledger.request(batch.filter((entry) => entry.attempts > 1).length);
    let outcome: readonly EntryResult[] | RequestFailedError;
    try {
      outcome = await sink.send(batch, signal);
    } catch (error) {
      outcome = requestFailure(error);
    }
    this.#requestsOnTheirWay -= 1;
    if (onRequest) isolate(() => onRequest(describeRequest(batch, outcome, now() - startedMs)));
    // What was given up is settled already, and its failure says nothing about the service.
    if (!signal.aborted) this.#conclude(batch, outcome);
    this.#pump();
  }

  #conclude(batch: readonly PendingEntry[], outcome: readonly EntryResult[] | RequestFailedError): void {
    // One draw for all, so that entries that failed together rest together and share a request again.
    const draw = this.#options.random();
    if (outcome instanceof RequestFailedError && !outcome.retriable) this.#takeNoMore(outcome);
    batch.forEach((entry, index) => {
      if (outcome instanceof RequestFailedError) return this.#retryOrReject(entry, outcome, draw);
      const refusal = outcome[index];
      if (refusal === undefined) return this.#settle(entry);
      this.#retryOrReject(entry, new EntryRefusedError(refusal.code, refusal.message), draw);
    });
    if (this.#stopped !== undefined) this.#rejectWaiting(this.#stopped.reason);
  }

  #retryOrReject(entry: PendingEntry, reason: StreamProducerError, draw: number): void {
    const { maxAttempts, backoff, now } = this.#options;
    const isOver = !reason.retriable || entry.attempts >= maxAttempts || this.#stopped !== undefined;
    if (isOver) this.#settle(entry, reason);
    else this.#queue.putBack(entry, now() + backoffMs(entry.attempts, draw, backoff));
  }

  /** The entry was on its way and is delivered or, with a reason, rejected. */
  #settle(entry: PendingEntry, reason?: StreamProducerError): void {
    this.#queue.settle(entry);
    if (reason === undefined) this.#ledger.deliver(entry);
    this.#release(entry, reason);
  }

  /** Gives back the room of an entry that the queue has forgotten. */
  #release(entry: PendingEntry, reason?: StreamProducerError): void {
    if (reason !== undefined) {
      for (const record of entry.records) {
        this.#ledger.reject({ entry: rawEntry(record), reason, attempts: entry.attempts });
      }
    }
    this.#notify();
    this.#gate.leave(entry.records.reduce((sum, record) => sum + heldBytes(record), 0));
    if (this.#gate.isCrowded) this.#queue.makeAllDue();
  }

  /** Something that no retry mends: nothing is taken any more, and puts that wait are turned away. */
  #takeNoMore(reason: StreamProducerError): void {
    this.#stopped ??= { reason, error: new ProducerStoppedError(reason) };
    this.#gate.refuseWaiting(this.#stopped.error);
  }

  #rejectWaiting(reason: StreamProducerError): void {
    for (const entry of this.#queue.takeWaiting()) this.#release(entry, reason);
  }

  #giveUp(reason: AbortedError): void {
    this.#gate.refuseWaiting(this.#stopped?.error ?? reason);
    for (const entry of this.#queue.takeAll()) this.#release(entry, reason);
    this.#requests.abort(reason);
    this.#requests = new AbortController();
    this.#pump();
  }

  readonly #onAbort = (): void => {
    const reason = new AbortedError(this.#options.signal?.reason);
    this.#takeNoMore(reason);
    this.#giveUp(reason);
  };

  #settledUpTo(upToId: number): Promise<void> {
    return new Promise((done) => {
      this.#watchers.add({ upToId, done });
      this.#notify();
    });
  }

  #notify(): void {
    for (const watcher of this.#watchers) {
      if (this.#queue.oldestPendingId <= watcher.upToId) continue;
      this.#watchers.delete(watcher);
      watcher.done();
    }
  }

  /** Lanes may change: nobody enters until all that is held is settled and the sink knows its lanes. */
  #refreshIfDue(): void {
    if (this.#refreshing || this.#options.sink.needsRefresh?.() !== true) return;
    this.#refreshing = true;
    this.#gate.hold();
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#sendAllSoon();
    await this.#settledUpTo(this.#queue.lastId);
    try {
      await this.#options.sink.refresh?.(this.#requests.signal);
    } catch (error) {
      this.#takeNoMore(requestFailure(error));
    }
    this.#refreshing = false;
    this.#gate.resume();
  }
}

/** A {@link Producer} over the sink. Throws `InvalidOptionError`. */
export function createProducer(options: ProducerOptions): Producer {
  return new Producer(options);
}

const heldBytes = (record: RawEntry): number => record.data.length + record.partitionKey.length + BOOKKEEPING_BYTES;

/** A sink of the caller's own may throw anything; what it does not call retriable is not. */
const requestFailure = (error: unknown): RequestFailedError =>
  error instanceof RequestFailedError ? error : RequestFailedError.unexpected(error);

const rawEntry = ({ data, partitionKey }: RawEntry): RawEntry => ({ data, partitionKey });
