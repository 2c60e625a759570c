import { orAborted, type Sleep } from './clock.ts';
import { AbortedError, PausedError } from './errors.ts';

const MINUTE_MS = 60_000;

export interface GovernorLimits {
  readonly maxInFlight: number;
  readonly maxPerMinute: number;
  /** The longest pause that a waiting task sits out; a longer one fails it at once. */
  readonly maxPauseMs: number;
  readonly now: () => number;
  readonly sleep: Sleep;
}

/** Decides when a request may start, across all calls of one source. */
export interface Governor {
  /**
   * Runs a task once there is room. Lanes take turns, so that a call with many symbols does not hold up a small one.
   *
   * @throws {PausedError} when the source is to be silent for longer than `maxPauseMs`
   * @throws {AbortedError} when the signal aborts while the task waits
   */
  readonly run: <T>(lane: object, task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** Lets nothing start before an instant (milliseconds since 1970 UTC); an earlier one changes nothing. */
  readonly pauseUntil: (untilMs: number) => void;
}

interface Waiter {
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
}

/** Waiting tasks, one queue a lane; the lanes take turns. */
function createLanes() {
  const lanes = new Map<object, Waiter[]>();
  return {
    isEmpty: (): boolean => lanes.size === 0,
    add: (lane: object, waiter: Waiter): void => {
      const queue = lanes.get(lane);
      if (queue) queue.push(waiter);
      else lanes.set(lane, [waiter]);
    },
    remove: (lane: object, waiter: Waiter): void => {
      const left = (lanes.get(lane) ?? []).filter((other) => other !== waiter);
      if (left.length === 0) lanes.delete(lane);
      else lanes.set(lane, left);
    },
    next: (): Waiter | undefined => {
      for (const [lane, queue] of lanes) {
        lanes.delete(lane); // Re-inserted behind the others: a Map keeps the order of insertion.
        const waiter = queue.shift();
        if (queue.length > 0) lanes.set(lane, queue);
        return waiter;
      }
      return undefined;
    },
    clear: (): Waiter[] => {
      const all = [...lanes.values()].flat();
      lanes.clear();
      return all;
    },
  };
}

/** When the next request may start, by the starts so far. */
function createMinuteWindow(maxPerMinute: number) {
  const starts: number[] = [];
  return {
    note: (nowMs: number): void => {
      starts.push(nowMs);
      if (starts.length > maxPerMinute) starts.shift();
    },
    /** No window of 60 s, wherever it begins, holds more than `maxPerMinute` starts. */
    freeAtMs: (): number => (starts.length < maxPerMinute ? -Infinity : (starts[0] ?? 0) + MINUTE_MS),
  };
}

export function createGovernor({ maxInFlight, maxPerMinute, maxPauseMs, now, sleep }: GovernorLimits): Governor {
  const lanes = createLanes();
  const minute = createMinuteWindow(maxPerMinute);
  let inFlight = 0;
  let pausedUntilMs = -Infinity;
  let alarm: AbortController | undefined;

  const wakeIn = (ms: number): void => {
    if (alarm) return;
    const mine = new AbortController();
    alarm = mine;
    const wake = (): void => {
      if (alarm === mine) alarm = undefined;
      pump();
    };
    sleep(ms, mine.signal).then(wake, () => undefined);
  };
  const stopWaking = (): void => {
    alarm?.abort();
    alarm = undefined;
  };
  const pump = (): void => {
    while (inFlight < maxInFlight && !lanes.isEmpty()) {
      const waitMs = Math.max(pausedUntilMs, minute.freeAtMs()) - now();
      if (waitMs > 0) return wakeIn(waitMs);
      minute.note(now());
      inFlight += 1;
      lanes.next()?.start();
    }
    // Nobody waits for the clock any more: a pending timer would only keep the process alive.
    if (lanes.isEmpty()) stopWaking();
  };

  const turn = (lane: object, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const give = (): void => {
        lanes.remove(lane, waiter);
        reject(new AbortedError());
        pump();
      };
      const settle = (): void => signal?.removeEventListener('abort', give);
      const waiter: Waiter = {
        start: () => (settle(), resolve()),
        fail: (error) => (settle(), reject(error)),
      };
      signal?.addEventListener('abort', give, { once: true });
      lanes.add(lane, waiter);
      pump();
    });

  return {
    async run(lane, task, signal) {
      if (signal?.aborted) throw new AbortedError();
      if (pausedUntilMs - now() > maxPauseMs) throw new PausedError(pausedUntilMs);
      await turn(lane, signal);
      try {
        return await (signal ? orAborted(task(), signal) : task());
      } finally {
        inFlight -= 1;
        pump();
      }
    },
    pauseUntil(untilMs) {
      pausedUntilMs = Math.max(pausedUntilMs, untilMs);
      if (pausedUntilMs - now() <= maxPauseMs) return;
      for (const waiter of lanes.clear()) waiter.fail(new PausedError(pausedUntilMs));
      stopWaking();
    },
  };
}
