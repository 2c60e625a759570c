import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { CommandError } from '../failures.ts';
import { bundlePath, CREDENTIALS, NAMES, REGION } from '../local-resources.ts';

/** Which market the feed plays, from when to when, and how fast. */
export interface FeedPlan {
  readonly symbols: readonly string[];
  readonly pairs: readonly string[];
  readonly seed: number;
  /** Milliseconds since 1970 UTC; the feed goes on until `untilMs`, excluded. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Market seconds a second. */
  readonly speed: number;
  /** Puts minute bars onto the stream beside the logs. */
  readonly bars: boolean;
}

/** What the feed has made up so far, by kind. */
interface Generated {
  readonly quote: number;
  readonly forex: number;
  readonly news: number;
  readonly bar: number;
}

/** What became of the feed's records on their way to the stream. */
interface FeedLog {
  readonly accepted: number;
  readonly delivered: number;
  readonly rejected: number;
}

/** What the feed says at its end. */
export interface FeedResult {
  readonly generated: Generated;
  readonly log: FeedLog;
}

/** How the feed is doing. */
export interface FeedHealth extends FeedResult {
  readonly marketTimeMs: number;
  readonly pending: number;
}

/** How long the feed may take to flush when it is asked to end, milliseconds; then it is killed. */
const STOP_TIMEOUT_MS = 10_000;
const HEALTH_TIMEOUT_MS = 5_000;

/** What a child may inherit; the rest of the environment, credentials above all, stays outside. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SYSTEMROOT'];

const environmentOf = (plan: FeedPlan, endpoint: string): Record<string, string> => ({
  ...Object.fromEntries(
    INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ),
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  TICKERLAKE_FEED_PORT: '0',
  TICKERLAKE_STREAM: NAMES.stream,
  TICKERLAKE_SYMBOLS: plan.symbols.join(','),
  TICKERLAKE_PAIRS: plan.pairs.join(','),
  TICKERLAKE_SEED: String(plan.seed),
  TICKERLAKE_FEED_FROM: new Date(plan.fromMs).toISOString(),
  TICKERLAKE_FEED_UNTIL: new Date(plan.untilMs).toISOString(),
  TICKERLAKE_FEED_SPEED: String(plan.speed),
  TICKERLAKE_FEED_BARS: String(plan.bars),
});

/** A line of the feed's log. */
interface FeedLine {
  readonly message?: string;
  readonly url?: string;
  readonly reason?: string;
  readonly generated?: Generated;
  readonly log?: FeedLog;
}

/** The market feed's web server, in a process of its own that ends with this one. */
export class FeedProcess {
  readonly #child: ChildProcess;
  readonly #listening = Promise.withResolvers<string>();
  readonly #finished = Promise.withResolvers<FeedResult>();
  #complaint = '';
  #url = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#finished.promise.catch(() => undefined);
    onLine(child.stdout, (line) => this.#heard(line));
    onLine(child.stderr, ({ reason = this.#complaint }) => (this.#complaint = reason));
    child.once('error', ({ message }) => (this.#complaint = message));
    child.once('close', () => this.#gone());
  }

  /**
   * Starts the feed, whose logs go onto the stream at `endpoint`.
   * @throws {CommandError} when it does not start, with what it complains of.
   */
  static async start(plan: FeedPlan, endpoint: string): Promise<FeedProcess> {
    const entry = await bundlePath('market-feed', 'main.mjs');
    const child = spawn(process.execPath, [entry], {
      env: environmentOf(plan, endpoint),
      // By the channel the feed notices that this program is gone, however it ended.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const feed = new FeedProcess(child);
    feed.#url = await feed.#listening.promise;
    return feed;
  }

  /** `http://127.0.0.1:PORT`. */
  get url(): string {
    return this.#url;
  }

  /** Resolves once market time is over and every record is on the stream. Rejects with `CommandError` when the feed dies before. */
  get finished(): Promise<FeedResult> {
    return this.#finished.promise;
  }

  /** How it is doing. */
  async health(): Promise<FeedHealth> {
    const answer = await fetch(`${this.#url}/healthz`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the feed of the same build answers
    const { marketTime, generated, log } = (await answer.json()) as HealthAnswer;
    return { generated, log, pending: log.pending, marketTimeMs: Date.parse(marketTime) };
  }

  /** Lets it put what it has generated, then ends it. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  }

  #heard({ message, url, generated, log }: FeedLine): void {
    if (message === 'listening' && url !== undefined) this.#listening.resolve(url);
    if (message === 'finished' && generated && log) this.#finished.resolve({ generated, log });
  }

  #gone(): void {
    const error = new CommandError(`The market feed ended before its time. ${this.#complaint}`.trimEnd());
    this.#listening.reject(error);
    this.#finished.reject(error);
  }
}

interface HealthAnswer {
  readonly marketTime: string;
  readonly generated: Generated;
  readonly log: FeedLog & { readonly pending: number };
}

/** Hands on each line that is a JSON object. */
function onLine(stream: Readable | null, take: (line: FeedLine) => void): void {
  if (!stream) return;
  createInterface({ input: stream }).on('line', (text) => {
    try {
      const line: unknown = JSON.parse(text);
      if (typeof line === 'object' && line !== null) take(line);
    } catch {
      // Not a line of the feed's log, such as a warning of Node itself.
    }
  });
}
