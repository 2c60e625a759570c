import { DeliveryError } from '../errors.ts';
import { FLUSH_TRIES, retryMs, STOPPED } from '../pump.ts';
import { ServiceError } from '../service.ts';
import type { Message } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { EVENT_MAX_BYTES, splitIntoEvents } from './event-payload.ts';
import { type EventSourceMapping, type MappedFunction, type MappingSetup, noCounts } from './event-source-mapping.ts';
import { FunctionFailure, invokeBatch } from './invoke-batch.ts';
import { type MessageItem, sqsItem } from './sqs-event.ts';

/** A receive takes so many and waits so long at most. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const RECEIVE_MAX = 10;
const LONG_POLL_MS = 20_000;
/** How often a flush looks whether the queue is empty: others may delete messages too. */
const FLUSH_LOOK_MS = 50;

export interface QueueMappingSetup extends MappingSetup {
  readonly queue: Queue;
  readonly maxConcurrency: number;
}

/**
 * Queue → function, several invocations at once. Messages that the function is through with are deleted. Others stay
 * hidden until the queue's visibility time-out is over, and then come again or become dead letters; a flush lets them come sooner.
 */
export class QueueMapping implements EventSourceMapping {
  readonly name: string;
  readonly counts = noCounts();
  readonly #setup: QueueMappingSetup;
  /** Receipt handles of messages that failed, and until when they are hidden; the oldest first. */
  readonly #failed = new Map<string, number>();
  #pollers: Promise<unknown> = Promise.resolve();
  /** Ends whatever a poller waits for. */
  #hurry = new AbortController();
  #flushes = 0;
  /** Failures in a row, of the function or the queue, since a message was deleted or a flush began. */
  #failures = 0;
  #lastError: unknown;
  #stopped = false;

  constructor(setup: QueueMappingSetup) {
    this.name = `${setup.queue.name}→${setup.lambda.name}`;
    this.#setup = setup;
  }

  get isPaused(): boolean {
    return this.#setup.isPaused ?? false;
  }

  get lambda(): MappedFunction {
    return this.#setup.lambda;
  }

  get source(): Queue {
    return this.#setup.queue;
  }

  get pending(): number {
    const { waiting, inFlight } = this.#setup.queue.depth();
    return waiting + inFlight;
  }

  get oldestMs(): number | undefined {
    return this.#setup.queue.oldestMs;
  }

  begin(): void {
    this.#setup.lambda.warm();
    this.#pollers = Promise.all(Array.from({ length: this.#setup.maxConcurrency }, () => this.#poll()));
  }

  async #poll(): Promise<void> {
    while (!this.#stopped) {
      try {
        for (const items of splitIntoEvents(await this.#collect())) await this.#process(items);
      } catch (error) {
        this.#fail(error);
        if (!this.#stopped) await this.#wait(retryMs(this.#failures));
      }
    }
  }

  /** Messages for a batch: those of one receive, and with a window more until it is over or there are enough. */
  async #collect(): Promise<MessageItem[]> {
    const { batchSize, batchWindowMs, clock } = this.#setup;
    const items = await this.#receive(batchSize, LONG_POLL_MS);
    let bytes = bytesOf(items);
    const endMs = clock.now() + batchWindowMs;
    while (items.length > 0 && items.length < batchSize && bytes < EVENT_MAX_BYTES) {
      const leftMs = this.#flushes > 0 || this.#stopped ? 0 : endMs - clock.now();
      if (leftMs <= 0) break;
      // What goes wrong here does so again, and is told, at the next receive; what is in hand goes on.
      const more = await this.#receive(batchSize - items.length, leftMs).catch(() => undefined);
      if (!more) break;
      items.push(...more);
      bytes += bytesOf(more);
    }
    return items;
  }

  async #receive(most: number, waitMs: number): Promise<MessageItem[]> {
    const { queue } = this.#setup;
    const max = Math.min(most, RECEIVE_MAX);
    const messages = await queue.receive({ max, waitMs, signal: this.#hurry.signal });
    return messages.map((message) => sqsItem(queue, message));
  }

  async #process(items: readonly MessageItem[]): Promise<void> {
    const { counts } = this;
    for (const { message } of items) counts[message.receiveCount > 1 ? 'retried' : 'received'] += 1;
    const { failed, error } = await invokeBatch(this.#setup, items, counts);
    const left = items.filter(({ id, message }) => failed.has(id) || !this.#delete(message));
    // A stop ends the functions too. After a restart the queue gives out again what was in flight.
    if (left.length === 0 || this.#stopped) return;
    if (failed.size > 0) this.#fail(error);
    for (const { message } of left) this.#leave(message);
    // The function could not be started: other messages would fare no better.
    if (failed.size > 0 && !(error instanceof FunctionFailure)) await this.#wait(retryMs(this.#failures));
  }

  /** False when the queue cannot delete it, say on a full disk: it comes again then. */
  #delete({ receiptHandle }: Message): boolean {
    try {
      this.#setup.queue.delete(receiptHandle);
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    this.#lastError = error;
  }

  /** A message that failed stays hidden; in a flush only for a moment. */
  #leave({ receiptHandle }: Message): void {
    const { visibilityTimeoutMs } = this.#setup.queue.setup;
    if (this.#flushes > 0) {
      const backOffMs = retryMs(Math.min(this.#failures, FLUSH_TRIES));
      return this.#show(receiptHandle, Math.min(visibilityTimeoutMs, backOffMs));
    }
    const nowMs = this.#setup.clock.now();
    for (const [handle, untilMs] of this.#failed) {
      if (untilMs > nowMs) break;
      this.#failed.delete(handle);
    }
    this.#failed.set(receiptHandle, nowMs + visibilityTimeoutMs);
  }

  #show(receiptHandle: string, ms: number): void {
    try {
      this.#setup.queue.changeVisibility(receiptHandle, ms);
    } catch (error) {
      // It is visible already, or gone.
      if (!(error instanceof ServiceError)) throw error;
    }
  }

  async flush(): Promise<void> {
    this.#flushes += 1;
    this.#failures = 0;
    this.#endWaits();
    try {
      for (const handle of this.#failed.keys()) this.#show(handle, 0);
      this.#failed.clear();
      while (this.pending > 0) {
        if (this.#stopped) throw this.#given(new Error(STOPPED));
        if (this.#isHopeless()) throw this.#given(this.#lastError);
        await this.#wait(FLUSH_LOOK_MS);
      }
    } finally {
      this.#flushes -= 1;
    }
  }

  /** A message that the function fails on ends as a dead letter where there is a queue for these; nothing else ends by itself. */
  #isHopeless(): boolean {
    const ends = this.#setup.queue.setup.redrive !== undefined && this.#lastError instanceof FunctionFailure;
    return this.#failures >= FLUSH_TRIES && !ends;
  }

  #given(cause: unknown): DeliveryError {
    const { lambda, queue } = this.#setup;
    return new DeliveryError(`Function ${lambda.name} cannot process what queue ${queue.name} gives it`, cause);
  }

  /** Waits, unless a flush or a stop ends it. */
  #wait(ms: number): Promise<void> {
    const { signal } = this.#hurry;
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#setup.clock.schedule(end, ms);
      signal.addEventListener('abort', end);
    });
  }

  #endWaits(): void {
    this.#hurry.abort();
    this.#hurry = new AbortController();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endWaits();
    await this.#pollers;
  }

  async remove(): Promise<void> {
    // How far it was is the queue's affair.
  }
}

const bytesOf = (items: readonly MessageItem[]): number =>
  items.reduce((sum, { json }) => sum + Buffer.byteLength(json), 0);
