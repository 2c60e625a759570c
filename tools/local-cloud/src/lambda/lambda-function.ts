import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ACCOUNT_ID, ServiceError } from '../service.ts';
import { ASYNC_DEFAULTS, type AsyncSettings } from './async-settings.ts';
import { functionEnvironment } from './function-environment.ts';
import { FunctionLog } from './function-log.ts';
import type { FunctionSettings, FunctionSetup } from './function-setup.ts';
import { Instance, type InvokeResult } from './instance.ts';

/** Processes of one function at a time; AWS allows an account 1,000. */
const MAX_INSTANCES = 10;
/** What a run takes as long as none has ended. */
const FIRST_RUN_MS = 20;

/** What an invocation answers, and what is told of it. */
export interface Invocation extends InvokeResult {
  readonly requestId: string;
  readonly ranMs: number;
  /** The end of what was printed meanwhile. */
  readonly logTail: () => Buffer;
}

/** A function: a bundle on the disk, run in as many processes as there are invocations at once. */
export class LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly counts = { invocations: 0, errors: 0, killed: 0 };
  asyncSettings: AsyncSettings = ASYNC_DEFAULTS;
  #setup: FunctionSetup;
  readonly #instances = new Map<string, Instance>();
  readonly #log: FunctionLog;
  readonly #waiting = new Set<() => void>();
  #usualRunMs = FIRST_RUN_MS;
  #stopped = false;

  constructor(setup: FunctionSetup) {
    this.name = setup.name;
    this.arn = `arn:aws:lambda:${setup.region}:${ACCOUNT_ID}:function:${setup.name}`;
    this.#setup = setup;
    this.#log = new FunctionLog(join(setup.dir, `${setup.name}.log`));
  }

  get setup(): FunctionSetup {
    return this.#setup;
  }

  /** From the next invocation on it is this code in this environment. What runs is let finish. */
  configure(settings: FunctionSettings): void {
    const { name, region, dir, endpoint } = this.#setup;
    this.#setup = { ...settings, name, region, dir, endpoint };
    for (const instance of this.#instances.values()) instance.retire();
  }

  /** Starts a process ahead of the first invocation, as provisioned concurrency does. */
  warm(): void {
    if (this.#instances.size === 0 && this.maxConcurrency > 0) this.#start();
  }

  /** Totals of the metrics that the function printed in this run, by name. */
  metrics(): Readonly<Record<string, number>> {
    return this.#log.metrics();
  }

  /** Invocations at once, at most. */
  get maxConcurrency(): number {
    return Math.min(this.#setup.reservedConcurrency ?? MAX_INSTANCES, MAX_INSTANCES);
  }

  /**
   * Runs the function. Rejects with 429 only; a function that fails is a result with `functionError`.
   * `killMoment` kills its process on purpose, that share of its usual run after it began.
   */
  async invoke(payload: Buffer, killMoment?: number): Promise<Invocation> {
    const instance = this.#free();
    const requestId = randomUUID();
    const logEnd = this.#log.end();
    const startedMs = performance.now();
    this.counts.invocations += 1;
    if (killMoment !== undefined) this.counts.killed += 1;
    const killAfterMs = killMoment === undefined ? undefined : killMoment * this.#usualRunMs;
    const result = await instance.invoke(requestId, payload, killAfterMs);
    if (result.functionError) this.counts.errors += 1;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    const logTail = () => this.#log.tail(logEnd);
    return { ...result, requestId, ranMs: performance.now() - startedMs, logTail };
  }

  /** Resolves once an invocation has ended: another that was refused may have room now. */
  invocationEnded(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.add(resolve));
  }

  #free(): Instance {
    const instances = [...this.#instances.values()];
    if (instances.filter(({ isBusy }) => isBusy).length < this.maxConcurrency)
      return instances.find(({ isFree }) => isFree) ?? this.#start();
    const message = `Rate Exceeded: ${this.maxConcurrency} invocations of ${this.name} run already.`;
    throw new ServiceError('TooManyRequestsException', message, 429);
  }

  #start(): Instance {
    if (this.#stopped) throw new ServiceError('ServiceException', 'The local cloud was stopped', 500);
    const token = randomUUID();
    const { entry, handler = 'handler', timeoutMs } = this.#setup;
    const instance = new Instance(token, {
      code: [entry, handler],
      env: functionEnvironment(this.#setup, token),
      log: this.#log.fd,
      arn: this.arn,
      timeoutMs,
      onRun: (ms) => (this.#usualRunMs = ms),
      onExit: () => this.#instances.delete(token),
    });
    this.#instances.set(token, instance);
    return instance;
  }

  /** The process with a token, if it is one of this function's. */
  instance(token: string): Instance | undefined {
    return this.#instances.get(token);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const instance of this.#instances.values()) instance.stop();
    for (const resolve of this.#waiting) resolve();
    this.#log.close();
  }
}
