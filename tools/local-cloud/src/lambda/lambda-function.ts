import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { ACCOUNT_ID, ServiceError } from '../service.ts';
import { FunctionLog } from './function-log.ts';
import { Instance, type InvokeResult } from './instance.ts';

/** Processes of one function at a time; AWS allows an account 1,000. */
const MAX_INSTANCES = 10;
/** What a run takes as long as none has ended. */
const FIRST_RUN_MS = 20;
/** What a function may inherit from the machine; the rest (credentials above all) stays outside. */
const INHERITED = /^(PATH|HOME|TMPDIR|TEMP|TMP|SYSTEMROOT|NODE_EXTRA_CA_CERTS|NODE_USE_ENV_PROXY|(HTTPS?|NO)_PROXY)$/i;

export interface FunctionSetup {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly region: string;
  /** Folder of the logs. */
  readonly dir: string;
  /** `http://127.0.0.1:PORT`, asked when the first process starts. */
  readonly endpoint: () => string;
}

/** A function: a bundle on the disk, run in as many processes as there are invocations at once. */
export class LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly counts = { invocations: 0, errors: 0, killed: 0 };
  readonly #setup: FunctionSetup;
  readonly #instances = new Map<string, Instance>();
  readonly #log: FunctionLog;
  #usualRunMs = FIRST_RUN_MS;
  #stopped = false;

  constructor(setup: FunctionSetup) {
    this.name = setup.name;
    this.arn = `arn:aws:lambda:${setup.region}:${ACCOUNT_ID}:function:${setup.name}`;
    this.#setup = setup;
    this.#log = new FunctionLog(join(setup.dir, `${setup.name}.log`));
  }

  /** Starts a process ahead of the first invocation, as provisioned concurrency does. */
  warm(): void {
    if (this.#instances.size === 0) this.#start();
  }

  /** Totals of the metrics that the function printed in this run, by name. */
  metrics(): Readonly<Record<string, number>> {
    return this.#log.metrics();
  }

  /**
   * Runs the function. Rejects with 429 only; a function that fails is a result with `functionError`.
   * `killMoment` kills its process on purpose, that share of its usual run after it began.
   */
  async invoke(payload: Buffer, killMoment?: number): Promise<InvokeResult> {
    const instance = [...this.#instances.values()].find(({ idle }) => idle) ?? this.#start();
    this.counts.invocations += 1;
    if (killMoment !== undefined) this.counts.killed += 1;
    const result = await instance.invoke(payload, killMoment === undefined ? undefined : killMoment * this.#usualRunMs);
    if (result.functionError) this.counts.errors += 1;
    return result;
  }

  #start(): Instance {
    if (this.#stopped) throw new ServiceError('ServiceException', 'The local cloud was stopped', 500);
    if (this.#instances.size >= MAX_INSTANCES)
      throw new ServiceError(
        'TooManyRequestsException',
        `Rate Exceeded: ${MAX_INSTANCES} invocations of ${this.name} run already.`,
        429,
      );
    const token = randomUUID();
    const instance = new Instance(token, {
      env: this.#environment(token),
      log: this.#log.fd,
      arn: this.arn,
      timeoutMs: this.#setup.timeoutMs,
      onRun: (ms) => (this.#usualRunMs = ms),
      onExit: () => this.#instances.delete(token),
    });
    this.#instances.set(token, instance);
    return instance;
  }

  #environment(token: string): NodeJS.ProcessEnv {
    const { name, entry, env, region, endpoint, dir } = this.#setup;
    const inherited = Object.entries(process.env).filter(([key]) => INHERITED.test(key));
    const url = endpoint();
    return {
      ...Object.fromEntries(inherited),
      TZ: ':UTC',
      NODE_COMPILE_CACHE: join(dir, 'compile-cache'),
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: token,
      LAMBDA_TASK_ROOT: dirname(entry),
      ...env,
      _HANDLER: entry,
      AWS_LAMBDA_RUNTIME_API: `${url.slice('http://'.length)}/_runtime/${token}`,
    };
  }

  /** The process with a token, if it is one of this function's. */
  instance(token: string): Instance | undefined {
    return this.#instances.get(token);
  }

  stop(): void {
    this.#stopped = true;
    for (const instance of this.#instances.values()) instance.stop();
    this.#log.close();
  }
}
