/** Time, as far as the local cloud needs it. Tests give their own. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Calls back once after `ms`; returns what cancels that. */
  schedule(task: () => void, ms: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  schedule: (task, ms) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
