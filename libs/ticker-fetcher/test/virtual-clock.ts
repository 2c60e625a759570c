import { setImmediate } from 'node:timers/promises';
import type { Sleep } from '../src/index.ts';

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

export interface VirtualClock {
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Every wait that was begun, in milliseconds. */
  readonly sleeps: readonly number[];
  /** How many waits are under way. */
  readonly pending: () => number;
  /** Lets time pass, timer by timer, whenever nothing else can happen, until the promise is settled. */
  readonly run: <T>(promise: Promise<T>) => Promise<T>;
}

/** A clock that jumps to the next timer when the program waits for nothing else; `isBusy` says that it still does. */
export function createVirtualClock(startMs: number, isBusy: () => boolean = () => false): VirtualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  const sleeps: number[] = [];

  const sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(new Error('aborted'));
        return;
      }
      sleeps.push(ms);
      const timer = { dueMs: nowMs + ms, fire: resolve };
      timers.add(timer);
      signal?.addEventListener('abort', () => timers.delete(timer) && reject(new Error('aborted')), { once: true });
    });

  const advance = (): void => {
    const [next] = [...timers].toSorted((one, other) => one.dueMs - other.dueMs);
    if (!next) return;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.dueMs);
    next.fire();
  };

  return {
    now: () => nowMs,
    sleep,
    sleeps,
    pending: () => timers.size,
    async run(promise) {
      const state = { isSettled: false };
      const settle = (): void => {
        state.isSettled = true;
      };
      promise.then(settle, settle);
      while (!state.isSettled) {
        // Two turns of the event loop, so that what is ready runs before time passes.
        await setImmediate();
        await setImmediate();
        if (!state.isSettled && !isBusy()) advance();
      }
      return promise;
    },
  };
}
