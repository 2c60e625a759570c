import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../src/page/clock.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Enough turns of the event loop for whoever woke to do its work and sleep again. */
const TURNS = 8;

/** A clock that stands until it is moved: two minutes of counts take no time. */
export class HandClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((wake) => {
      this.#sleepers.push({ atMs: this.#nowMs + ms, wake });
      signal.addEventListener('abort', () => wake(), { once: true });
    });
  }

  /** Moves time forward, waking each sleeper at its own moment. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      const nextMs = this.#sleepers.reduce((least, { atMs }) => Math.min(least, atMs), Infinity);
      if (nextMs > endMs) break;
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      const awake = this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs);
      this.#sleepers = this.#sleepers.filter(({ atMs }) => atMs > this.#nowMs);
      for (const { wake } of awake) wake();
    }
    this.#nowMs = endMs;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
}
