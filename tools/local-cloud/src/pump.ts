import type { Clock } from './clock.ts';
import { DeliveryError } from './errors.ts';

/** A flush gives up when so many steps in a row have failed. */
export const FLUSH_TRIES = 6;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 30_000;
/** What work under way is told when it ends for this and not for itself. */
export const STOPPED = 'The local cloud was stopped.';

/** How long to wait after so many failures in a row. */
export const retryMs = (failures: number): number => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);

/** Work that is done step by step, and what there is of it. */
export interface Work {
  /** For messages: `Delivery stream bars cannot deliver`. */
  readonly plight: string;
  /** Milliseconds until the next step should be done: 0 when enough has come together, `undefined` when there is nothing to do. */
  dueMs(): number | undefined;
  /** Does one step, or nothing when there is nothing to do. What it rejects with is not lost: the step is done again. */
  step(): Promise<void>;
}

/** Does work in the background, one step at a time, each when it is due; failed ones again, less and less often. */
export class Pump {
  readonly #work: Work;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();
  #disarm: (() => void) | undefined;
  #urgent = false;
  #failures = 0;
  #stopped = false;

  constructor(work: Work, clock: Clock) {
    this.#work = work;
    this.#clock = clock;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Looks whether there is something to do, now or later. To be called whenever there is more, and at the start. */
  wake(): void {
    const dueMs = this.#stopped || this.#urgent ? undefined : this.#work.dueMs();
    if (dueMs === undefined) return;
    this.#urgent = dueMs === 0;
    if (this.#urgent || !this.#disarm) this.#arm(dueMs);
  }

  #arm(ms: number): void {
    this.#disarm?.();
    this.#disarm = this.#clock.schedule(() => void this.#stepInBackground(), ms);
  }

  async #stepInBackground(): Promise<void> {
    try {
      await this.#inTurn(() => this.#work.step());
      this.#rest();
      this.wake();
    } catch {
      if (!this.#stopped) this.#arm(retryMs(this.#failures));
    }
  }

  #rest(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    this.#urgent = false;
  }

  /** Steps on, without waiting until steps are due, until `done`. Rejects with `DeliveryError` when several in a row fail; they are tried again later. */
  async flush(done: () => boolean): Promise<void> {
    while (!done()) {
      try {
        await this.#inTurn(async () => done() || (await this.#work.step()));
      } catch (error) {
        if (this.#stopped || this.#failures >= FLUSH_TRIES) {
          this.wake();
          throw new DeliveryError(this.#work.plight, error);
        }
        await this.#clock.sleep(retryMs(this.#failures));
      }
    }
    if (this.#work.dueMs() === undefined) this.#rest();
  }

  /** One step at a time. */
  #inTurn(step: () => Promise<unknown>): Promise<void> {
    const turn = this.#turn.then(() => this.#attempt(step));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #attempt(step: () => Promise<unknown>): Promise<void> {
    if (this.#stopped) throw new Error(STOPPED);
    try {
      await step();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      throw error;
    }
  }

  /** To be called by a step that got something done, even if it fails later: what comes is a failure of its own. */
  progressed(): void {
    this.#failures = 0;
  }

  /** Resolves when no step is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm?.();
    await this.#turn;
  }
}
