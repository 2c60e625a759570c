import { InvalidOptionsError } from './errors.ts';

/** What goes wrong on purpose, how often: each rate is a share from 0 (never, the default) to 1 (always). */
export interface FaultPlan {
  /** The same seed and the same order of calls give the same faults. @default 1 */
  readonly seed?: number;
  /**
   * Entries of a put refused one by one: `InternalFailure` (Kinesis, SQS, SNS) or `ServiceUnavailableException` (Firehose).
   * A call that carries one message alone is answered with 500.
   */
  readonly rejectRate?: number;
  /** Shards (Kinesis) or whole requests (Firehose) throttled: all their entries of the request are refused. */
  readonly throttleRate?: number;
  /** Connections reset before the service acts. */
  readonly resetRate?: number;
  /** Requests that are carried out and never answered: the client cannot know. */
  readonly timeoutAfterAcceptRate?: number;
  /** How long an unanswered connection stays open, milliseconds. @default 0 */
  readonly hangMs?: number;
  /** Invocations of a Firehose transform that fail. */
  readonly transformFailureRate?: number;
  /** Writes to the disk that fail half way with ENOSPC. */
  readonly diskErrorRate?: number;
  /** Messages of a queue that are delivered once more than need be, as standard queues may. */
  readonly duplicateRate?: number;
  /** Invocations by an event source mapping whose process is killed (SIGKILL) at some moment of the run. */
  readonly killRate?: number;
}

const RATES = [
  'rejectRate',
  'throttleRate',
  'resetRate',
  'timeoutAfterAcceptRate',
  'transformFailureRate',
  'diskErrorRate',
  'duplicateRate',
  'killRate',
] as const;
type Rate = (typeof RATES)[number];
const isRate = (key: string): boolean => RATES.some((rate) => rate === key);

/** mulberry32: a small seeded generator of numbers in [0, 1). */
const generator = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Decides, by seed, which call meets which fault. Each kind draws from its own sequence, so one rate never shifts another. */
export class Faults {
  readonly hangMs: number;
  readonly #plan: FaultPlan;
  readonly #draws: ReadonlyMap<Rate, () => number>;
  readonly #moments: () => number;

  constructor(plan: FaultPlan = {}) {
    for (const [key, value] of Object.entries(plan)) check(key, value);
    const seed = plan.seed ?? 1;
    this.#draws = new Map(RATES.map((rate, i) => [rate, generator(seed * 31 + i * 7919)]));
    this.#moments = generator(seed * 31 + RATES.length * 7919);
    this.#plan = plan;
    this.hangMs = plan.hangMs ?? 0;
  }

  strikes(rate: Rate): boolean {
    const share = this.#plan[rate] ?? 0;
    return share > 0 && (this.#draws.get(rate)?.() ?? 1) < share;
  }

  /** The error that the next write to the disk meets, if any. */
  diskError(): Error | undefined {
    if (!this.strikes('diskErrorRate')) return undefined;
    return Object.assign(new Error('ENOSPC: no space left on device (injected)'), { code: 'ENOSPC' });
  }

  /** When the process of the next invocation is killed, if it is: the share of its usual run, from 0 to 1. */
  killMoment(): number | undefined {
    return this.strikes('killRate') ? this.#moments() : undefined;
  }
}

function check(key: string, value: unknown): void {
  const rate = isRate(key);
  if (!rate && key !== 'seed' && key !== 'hangMs')
    throw new InvalidOptionsError(`Unknown fault '${key}'. Known: ${RATES.join(', ')}, seed, hangMs.`);
  if (value === undefined) return;
  if (typeof value !== 'number' || !(value >= 0) || (rate && value > 1))
    throw new InvalidOptionsError(
      `Fault ${key} is ${JSON.stringify(value)}; allowed is ${rate ? 'a share from 0 to 1' : '0 or more'}.`,
    );
}
