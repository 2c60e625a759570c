import type { Clock } from '../src/clock.ts';

/** A clock that stands still but for what the test lets pass. */
export interface HandClock extends Clock {
  /** Lets time pass, and runs what is due on the way, in its order. */
  pass(ms: number): void;
}

export function handClock(startMs = Date.UTC(2020, 4, 13)): HandClock {
  let nowMs = startMs;
  let tasks: { readonly atMs: number; readonly task: () => void }[] = [];
  const nextUntil = (untilMs: number) =>
    tasks.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  const schedule = (task: () => void, ms: number) => {
    const entry = { atMs: nowMs + ms, task };
    tasks.push(entry);
    return () => void (tasks = tasks.filter((one) => one !== entry));
  };
  return {
    now: () => nowMs,
    sleep: (ms) => new Promise((resolve) => void schedule(resolve, ms)),
    schedule,
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (let next; (next = nextUntil(untilMs));) {
        const { atMs, task } = next;
        tasks = tasks.filter((one) => one !== next);
        nowMs = Math.max(nowMs, atMs);
        task();
      }
      nowMs = untilMs;
    },
  };
}
