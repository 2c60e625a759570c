import type { Clock } from '../clock.ts';
import type { Message } from '../sqs/message.ts';
import { Queue, type QueueFaults } from '../sqs/queue.ts';

/** Ours, so that a run ends soon; AWS tries three more times too, 20 s apart. @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const RETRY_AFTER_MS = [1000, 5000, 20_000] as const;
/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const ANSWER_TIMEOUT_MS = 15_000;
/** Posts to one endpoint at a time. */
const MAX_AT_ONCE = 10;
/** The longest that a timer waits. */
const FOREVER_MS = 2 ** 31 - 1;

/** A post to an endpoint. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpDeliverySetup {
  readonly url: string;
  readonly dir: string;
  readonly region: string;
  readonly faults: Pick<QueueFaults, 'diskError'>;
  readonly clock: Clock;
  /** Told once a post is done with, one way or the other. */
  readonly onOutcome: (post: Post, isDelivered: boolean) => void;
}

/** Posts messages to an HTTP endpoint, from a queue of its own: they survive a restart, and tries are counted. */
export class HttpDelivery {
  readonly #setup: HttpDeliverySetup;
  readonly #outbox: Queue;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(setup: HttpDeliverySetup) {
    const { dir, region, clock, faults } = setup;
    this.#setup = setup;
    this.#outbox = new Queue({
      name: 'outbox',
      dir,
      region,
      clock,
      visibilityTimeoutMs: 2 * ANSWER_TIMEOUT_MS,
      faults: { strikes: () => false, diskError: () => faults.diskError() },
    });
  }

  /** Throws what the disk throws. */
  post({ headers, body }: Post): void {
    const values = Object.entries(headers).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]);
    this.#outbox.deliver([{ body, attributes: Object.fromEntries(values) }]);
  }

  get pending(): number {
    const { waiting, inFlight } = this.#outbox.depth();
    return waiting + inFlight;
  }

  begin(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const messages = await this.#outbox.receive({ max: MAX_AT_ONCE, waitMs: FOREVER_MS, signal });
        await Promise.all(messages.map((message) => this.#attempt(message)));
      } catch {
        // The disk cannot take a note now. What is not noted comes again.
        await this.#setup.clock.sleep(RETRY_AFTER_MS[0]);
      }
    }
  }

  async #attempt({ body, attributes, receiptHandle, receiveCount }: Message): Promise<void> {
    const values = Object.entries(attributes).map(([name, { stringValue = '' }]) => [name, stringValue] as const);
    const post = { headers: Object.fromEntries(values), body };
    const outcome = await this.#send(post);
    if (this.#stop.signal.aborted) return;
    const retryMs = outcome === 'retriable' ? RETRY_AFTER_MS[receiveCount - 1] : undefined;
    if (retryMs !== undefined) return this.#outbox.changeVisibility(receiptHandle, retryMs);
    this.#outbox.delete(receiptHandle);
    this.#setup.onOutcome(post, outcome === 'delivered');
  }

  /** As on AWS a client error is final, 429 excepted; no answer and server errors are not. */
  async #send({ headers, body }: Post): Promise<'delivered' | 'retriable' | 'refused'> {
    const overdue = new AbortController();
    const disarm = this.#setup.clock.schedule(() => overdue.abort(), ANSWER_TIMEOUT_MS);
    const signal = AbortSignal.any([this.#stop.signal, overdue.signal]);
    try {
      const request = { method: 'POST', headers, body, redirect: 'manual', signal } as const;
      const response = await fetch(this.#setup.url, request);
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      return response.status >= 500 || response.status === 429 ? 'retriable' : 'refused';
    } catch {
      return 'retriable';
    } finally {
      disarm();
    }
  }

  /** Breaks off what is under way; it is tried again after the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#outbox.close();
  }
}
