import type { Clock } from '../src/clock.ts';

/** A clock whose time passes by itself: as soon as nothing else is to be done it is the time of the next task. */
export function virtualClock(startMs = Date.UTC(2026, 10, 23, 15)): Clock {
  const tasks = new Set<{ readonly task: () => void; readonly dueMs: number }>();
  let nowMs = startMs;
  let running = false;
  const pass = () => {
    const [next] = [...tasks].toSorted((a, b) => a.dueMs - b.dueMs);
    running = next !== undefined;
    if (!next) return;
    tasks.delete(next);
    nowMs = Math.max(nowMs, next.dueMs);
    next.task();
    setImmediate(pass);
  };
  const schedule = (task: () => void, ms: number) => {
    const one = { task, dueMs: nowMs + ms };
    tasks.add(one);
    if (!running) setImmediate(pass);
    running = true;
    return () => void tasks.delete(one);
  };
  return { now: () => nowMs, schedule, sleep: (ms) => new Promise((resolve) => void schedule(resolve, ms)) };
}
