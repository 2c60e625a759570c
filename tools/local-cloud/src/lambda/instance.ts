import { type ChildProcess, spawn } from 'node:child_process';
import type { ServiceResponse } from '../service.ts';
import { BOOTSTRAP } from './bootstrap.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const INIT_TIMEOUT_MS = 10_000;
/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const RESPONSE_MAX_BYTES = 6_291_556;

export interface InvokeResult {
  readonly payload: Buffer;
  /** Set when the payload describes an error: of the handler, or of the process around it. */
  readonly functionError?: 'Unhandled';
}

interface Invocation {
  readonly id: string;
  readonly payload: Buffer;
  readonly settle: (result: InvokeResult) => void;
  /** Milliseconds into its run when the process is to be killed on purpose. */
  readonly killAfterMs: number | undefined;
  startedMs?: number;
  timer?: NodeJS.Timeout;
}

export interface InstanceSetup {
  /** The file to import, and the name of the handler that it exports. */
  readonly code: readonly [entry: string, handler: string];
  readonly env: NodeJS.ProcessEnv;
  /** File descriptor that takes what the function prints. */
  readonly log: number;
  readonly arn: string;
  readonly timeoutMs: number;
  /** Told how long each invocation ran. */
  readonly onRun: (ms: number) => void;
  readonly onExit: () => void;
}

/** One process that runs a function, one invocation at a time. */
export class Instance {
  readonly token: string;
  readonly #setup: InstanceSetup;
  readonly #child: ChildProcess;
  #isRetired = false;
  #current: Invocation | undefined;
  #next: ((response: ServiceResponse) => void) | undefined;
  #death: InvokeResult | undefined;
  #initTimer: NodeJS.Timeout | undefined;

  constructor(token: string, setup: InstanceSetup) {
    this.token = token;
    this.#setup = setup;
    const { env, log } = setup;
    const argv = ['--input-type=module', '-e', BOOTSTRAP, '--', ...setup.code];
    this.#child = spawn(process.execPath, argv, { env, stdio: ['pipe', log, log] });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', (error) => this.#exited(error.message));
    this.#child.on('exit', (code, signal) => this.#exited(signal ? `signal: ${signal}` : `exit status ${code}`));
    const seconds = (INIT_TIMEOUT_MS / 1000).toFixed(2);
    this.#initTimer = setTimeout(
      () => this.#kill('Sandbox.Timedout', `Init timed out after ${seconds} seconds`),
      INIT_TIMEOUT_MS,
    );
  }

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  /** Whether it can be given an invocation. */
  get isFree(): boolean {
    return !this.isBusy && !this.#isRetired;
  }

  /** Runs the handler once. Never rejects: whatever goes wrong is a result with `functionError`. */
  invoke(id: string, payload: Buffer, killAfterMs?: number): Promise<InvokeResult> {
    return new Promise((settle) => {
      this.#current = { id, payload, settle, killAfterMs };
      this.#dispatch();
    });
  }

  /** Runtime API: the process asks for work, and waits until there is some. */
  next(): Promise<ServiceResponse> {
    clearTimeout(this.#initTimer);
    return new Promise((resolve) => {
      this.#next = resolve;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (!this.#current || !this.#next) return;
    const { id, payload, killAfterMs = Infinity } = this.#current;
    const { timeoutMs, arn } = this.#setup;
    const late = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
    const end = () => this.#kill('Sandbox.Timedout', `RequestId: ${id} Error: ${late}`);
    const kill = () => void this.#child.kill('SIGKILL');
    this.#current.timer = killAfterMs < timeoutMs ? setTimeout(kill, killAfterMs) : setTimeout(end, timeoutMs);
    this.#current.startedMs = performance.now();
    const headers = {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': arn,
    };
    this.#next({ status: 200, headers, body: payload });
    this.#next = undefined;
  }

  /** Runtime API: the outcome of an invocation. False when it is not the one that runs, say after its time-out. */
  finish(id: string, payload: Buffer, failed: boolean): boolean {
    const current = this.#current;
    if (current?.id !== id) return false;
    // It was faster than usual. It dies all the same, its answer with it: an invocation is killed at its very end too.
    if (current.killAfterMs !== undefined) return this.#child.kill('SIGKILL');
    this.#setup.onRun(performance.now() - (current.startedMs ?? 0));
    const message = `Response payload size exceeded maximum allowed payload size (${RESPONSE_MAX_BYTES} bytes).`;
    if (payload.length > RESPONSE_MAX_BYTES) this.#settle(failure('Function.ResponseSizeTooLarge', message));
    else this.#settle({ payload, ...(failed && { functionError: 'Unhandled' }) });
    return true;
  }

  /** Runtime API: the bundle could not be loaded. */
  initFailed(payload: Buffer): void {
    this.#death = { payload, functionError: 'Unhandled' };
  }

  #settle(result: InvokeResult): void {
    const current = this.#current;
    clearTimeout(current?.timer);
    this.#current = undefined;
    current?.settle(result);
    if (this.#isRetired) this.stop();
  }

  /** Ends the process once it is through with what it runs. */
  retire(): void {
    this.#isRetired = true;
    if (!this.isBusy) this.stop();
  }

  #kill(type: string, message: string): void {
    this.#death = failure(type, message);
    this.#child.kill('SIGKILL');
  }

  #exited(how: string): void {
    clearTimeout(this.#initTimer);
    this.#setup.onExit();
    const id = this.#current?.id ?? '';
    this.#settle(
      this.#death ?? failure('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited with error: ${how}`),
    );
  }

  stop(): void {
    this.#kill('Runtime.ExitError', 'The local cloud stopped');
  }
}

const failure = (errorType: string, errorMessage: string): InvokeResult => ({
  payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
  functionError: 'Unhandled',
});
