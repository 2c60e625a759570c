/** Time that passes only when told to: producers under test take their clock and timers from here. */
export class VirtualClock {
  #nowMs = 0;
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  readonly now = (): number => this.#nowMs;

  readonly setTimer = (callback: () => void, delayMs: number): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Timers that wait to fire. */
  get timers(): number {
    return this.#timers.size;
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.setTimer(resolve, delayMs);
    });
  }

  /** Lets time pass, timer by timer, until the promise settles; throws where nothing would ever settle it. */
  async until<T>(promise: Promise<T>): Promise<T> {
    const wait = { isOver: false };
    const end = () => {
      wait.isOver = true;
    };
    promise.then(end, end);
    await idle();
    while (!wait.isOver) {
      if (!this.#fireNext()) throw new Error('Nothing is left that could settle the promise');
      await idle();
    }
    return promise;
  }

  /** Lets so many milliseconds pass. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await idle();
    while (this.#fireNext(endMs)) await idle();
    this.#nowMs = endMs;
  }

  #fireNext(endMs = Number.POSITIVE_INFINITY): boolean {
    const [next] = [...this.#timers].toSorted((a, b) => a.atMs - b.atMs);
    if (next === undefined || next.atMs > endMs) return false;
    this.#timers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.callback();
    return true;
  }
}

/** Everything that can happen without time passing has happened. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
