import type { Clock } from '../clock.ts';
import type { Message } from './message.ts';

export interface ReceiveOptions {
  /** At most so many messages. */
  readonly max: number;
  /** How long to wait for the first one. */
  readonly waitMs: number;
  /** @default the queue's */
  readonly visibilityTimeoutMs?: number | undefined;
  /** Ends the wait; nothing is received then. */
  readonly signal?: AbortSignal | undefined;
}

/** The receives that wait for messages to come, the longest waiting first. */
export class WaitingReceives {
  readonly #waiters = new Set<{ serve(): void; stop(): void }>();
  readonly #take: (options: ReceiveOptions) => Message[];
  readonly #clock: Clock;

  /** `take` gives what can be received at the moment. */
  constructor(take: (options: ReceiveOptions) => Message[], clock: Clock) {
    this.#take = take;
    this.#clock = clock;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Resolves with the first messages that come, or with none when the time is over. */
  wait(options: ReceiveOptions): Promise<Message[]> {
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#waiters.delete(waiter);
        disarm();
        options.signal?.removeEventListener('abort', stop);
      };
      const stop = () => {
        end();
        resolve([]);
      };
      const serve = () => {
        try {
          const messages = this.#take(options);
          if (messages.length === 0) return;
          end();
          resolve(messages);
        } catch (error) {
          end();
          reject(error);
        }
      };
      const waiter = { serve, stop };
      const disarm = this.#clock.schedule(stop, options.waitMs);
      options.signal?.addEventListener('abort', stop);
      this.#waiters.add(waiter);
    });
  }

  /** Gives messages to one after the other, as far as they go. */
  serve(): void {
    for (const waiter of this.#waiters) waiter.serve();
  }

  stop(): void {
    for (const waiter of this.#waiters) waiter.stop();
  }
}
