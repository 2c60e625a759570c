import { CURRENCY_PAIRS, DEFAULT_PAIRS, DEFAULT_SYMBOLS } from '@tickerlake/market-simulator';
import { ConfigError, type Issue } from './errors.ts';
import { INSTANT_ALLOWED, readInstant } from './instant.ts';

/**
 * What the environment says.
 *
 * | variable | meaning | default |
 * | --- | --- | --- |
 * | `TICKERLAKE_FEED_HOST` | Address to listen on | `127.0.0.1`: this machine only |
 * | `TICKERLAKE_FEED_PORT` | Port, 0 for any that is free | `4300` |
 * | `TICKERLAKE_SEED` | Whole number that picks the simulated market | `1` |
 * | `TICKERLAKE_SYMBOLS` | Companies on the market, comma-separated, at most 100 | the ten of the simulator |
 * | `TICKERLAKE_PAIRS` | Currency pairs on the market, comma-separated | six |
 * | `TICKERLAKE_FEED_FROM` | Market time at the start: an ISO instant, or a New York date for its first midnight | now |
 * | `TICKERLAKE_FEED_UNTIL` | Market time at which it stops: an ISO instant, or a New York date, which is included | never |
 * | `TICKERLAKE_FEED_SPEED` | Market seconds that pass in a second, above 0, at most 86400 | `1` |
 * | `TICKERLAKE_STREAM` | Kinesis stream that takes every record of the feed | none |
 * | `TICKERLAKE_FEED_BARS` | `true`: minute bars go into the logs too, each when it is final | `false` |
 * | `TICKERLAKE_LOG_FILE` | File that takes every record, one JSON line each; rotated at 10 MB, five old ones kept | none |
 *
 * The AWS SDK reads `AWS_REGION`, `AWS_ENDPOINT_URL` and the credentials by itself. Any other name that starts with
 * `TICKERLAKE_` is taken for a typing error, but for those that other commands read in the same shell.
 */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly symbols: readonly string[];
  readonly pairs: readonly string[];
  readonly fromMs: number;
  /** `Infinity` for never. */
  readonly untilMs: number;
  readonly speed: number;
  readonly stream?: string;
  readonly bars: boolean;
  readonly logFile?: string;
}

const VARIABLES = {
  host: 'TICKERLAKE_FEED_HOST',
  port: 'TICKERLAKE_FEED_PORT',
  seed: 'TICKERLAKE_SEED',
  symbols: 'TICKERLAKE_SYMBOLS',
  pairs: 'TICKERLAKE_PAIRS',
  from: 'TICKERLAKE_FEED_FROM',
  until: 'TICKERLAKE_FEED_UNTIL',
  speed: 'TICKERLAKE_FEED_SPEED',
  stream: 'TICKERLAKE_STREAM',
  bars: 'TICKERLAKE_FEED_BARS',
  logFile: 'TICKERLAKE_LOG_FILE',
} as const;
type Setting = keyof typeof VARIABLES;

const KNOWN: readonly string[] = Object.values(VARIABLES);
/** What a function on Lambda reads: its address and its time are not its own to choose. */
const OF_FUNCTIONS: readonly string[] = [VARIABLES.stream, VARIABLES.seed, VARIABLES.symbols, VARIABLES.pairs];
/** Set in the same shell for other commands: the collector's address of Yahoo, which this server may be, and the tests' data. */
const OF_OTHERS: ReadonlySet<string> = new Set(['TICKERLAKE_YAHOO_URL', 'TICKERLAKE_TEST_DATA']);

/** Companies on one market at most: each makes four quotes a minute. */
export const MAX_SYMBOLS = 100;
/** A day a second. */
export const MAX_SPEED = 86_400;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
const STREAM_NAME = /^[\w.-]{1,128}$/;
const HOST = /^(?:[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+(?:%[\w.-]+)?)$/;
const SYMBOL = /^(?=.*[A-Z])[A-Z0-9]{1,10}(?:[.-][A-Z0-9]{1,4})?$/;
const MAX_SHOWN_CHARS = 80;

type Environment = Readonly<Record<string, string | undefined>>;
/** What a text stands for, or `undefined` where it stands for nothing. */
type Parse<T> = (text: string) => T | undefined;

const matching =
  (pattern: RegExp): Parse<string> =>
  (text) =>
    pattern.test(text) ? text : undefined;

const number =
  (pattern: RegExp, holds: (value: number) => boolean): Parse<number> =>
  (text) =>
    pattern.test(text) && holds(Number(text)) ? Number(text) : undefined;

const list =
  (holds: (item: string) => boolean, max: number): Parse<readonly string[]> =>
  (text) => {
    const items = [...new Set(text.split(',').map((item) => item.trim().toUpperCase()))];
    return items.length <= max && items.every(holds) ? items : undefined;
  };

const flag: Parse<boolean> = (text) => (text === 'true' ? true : text === 'false' ? false : undefined);

/** Reads variable after variable and gathers what is wrong, so that one start shows every mistake. */
class EnvironmentReader {
  readonly issues: Issue[];
  readonly #env: Environment;

  constructor(env: Environment, known: readonly string[], tolerated: ReadonlySet<string>) {
    this.#env = env;
    this.issues = Object.keys(env)
      .filter((name) => name.startsWith('TICKERLAKE_') && !known.includes(name) && !tolerated.has(name))
      .map((name) => ({ field: name, message: `is not known. Allowed: ${known.join(', ')}.` }));
  }

  /** The value of a variable; `undefined` where it is absent, blank or, which is noted, wrong. */
  read<T>(setting: Setting, parse: Parse<T>, allowed: string): T | undefined {
    const text = this.#env[VARIABLES[setting]]?.trim() ?? '';
    if (text === '') return undefined;
    const value = parse(text);
    if (value === undefined) this.note(setting, `is '${text.slice(0, MAX_SHOWN_CHARS)}', but must be ${allowed}.`);
    return value;
  }

  note(setting: Setting, message: string): void {
    this.issues.push({ field: VARIABLES[setting], message });
  }
}

/** Market time's two ends, checked against each other. */
function readPeriod(reader: EnvironmentReader, nowMs: number): Pick<Config, 'fromMs' | 'untilMs'> {
  const fromMs = reader.read('from', (text) => readInstant(text, 'start'), INSTANT_ALLOWED) ?? nowMs;
  const untilMs = reader.read('until', (text) => readInstant(text, 'end'), INSTANT_ALLOWED) ?? Infinity;
  if (untilMs <= fromMs) {
    const [from, until] = [fromMs, untilMs].map((ms) => new Date(ms).toISOString());
    reader.note('until', `is ${until}, but must lie after the start, ${from}.`);
  }
  return { fromMs, untilMs };
}

/** Each variable's value, or its default; what is wrong is the reader's to tell. */
function readAll(reader: EnvironmentReader, nowMs: number): Config {
  const isPair = (pair: string): boolean => CURRENCY_PAIRS.includes(pair);
  const isSpeed = (speed: number): boolean => speed > 0 && speed <= MAX_SPEED;
  const stream = reader.read('stream', matching(STREAM_NAME), 'a stream’s name: 1–128 letters, digits, _ . -');
  const logFile = reader.read('logFile', matching(/^[^\0]+$/), 'the path of a file');
  const port = number(/^\d{1,5}$/, (value) => value <= 65_535);
  const seed = number(/^\d{1,16}$/, Number.isSafeInteger);
  return {
    host: reader.read('host', matching(HOST), 'an address or host name without a port') ?? '127.0.0.1',
    port: reader.read('port', port, 'a port: a whole number, 0–65535') ?? 4300,
    seed: reader.read('seed', seed, 'a whole number') ?? 1,
    symbols:
      reader.read(
        'symbols',
        list((symbol) => SYMBOL.test(symbol), MAX_SYMBOLS),
        `1–${MAX_SYMBOLS} symbols of companies with commas between, as in DDOG,BRK-B`,
      ) ?? DEFAULT_SYMBOLS,
    pairs:
      reader.read('pairs', list(isPair, CURRENCY_PAIRS.length), `among ${CURRENCY_PAIRS.join(', ')}`) ?? DEFAULT_PAIRS,
    speed: reader.read('speed', number(/^\d*\.?\d+$/, isSpeed), `a number above 0, at most ${MAX_SPEED}`) ?? 1,
    bars: reader.read('bars', flag, 'true or false') ?? false,
    ...readPeriod(reader, nowMs),
    ...(stream !== undefined && { stream }),
    ...(logFile !== undefined && { logFile }),
  };
}

/**
 * Reads the environment, once and strictly. `nowMs` is where market time starts unless the environment says otherwise.
 *
 * @throws {ConfigError} naming every variable that is misspelt or has a value that is not allowed.
 */
export function readConfig(env: Environment, nowMs: number): Config {
  const reader = new EnvironmentReader(env, KNOWN, OF_OTHERS);
  const config = readAll(reader, nowMs);
  if (reader.issues.length > 0) throw new ConfigError(reader.issues);
  return config;
}

/** What the environment says of a feed that runs as a Lambda function. */
export interface FunctionConfig extends Config {
  readonly stream: string;
}

/**
 * Reads a Lambda function's environment, as strictly: `TICKERLAKE_STREAM`, which it must have, `TICKERLAKE_SEED`,
 * `TICKERLAKE_SYMBOLS` and `TICKERLAKE_PAIRS`, and no other name. Its market time is the time of the day.
 *
 * @throws {ConfigError}
 */
export function readFunctionConfig(env: Environment, nowMs: number): FunctionConfig {
  const reader = new EnvironmentReader(env, OF_FUNCTIONS, new Set());
  const { stream = '', ...config } = readAll(reader, nowMs);
  if (stream === '' && !reader.issues.some(({ field }) => field === VARIABLES.stream)) {
    reader.note('stream', 'is missing: give the name of the stream that takes the logs.');
  }
  if (reader.issues.length > 0) throw new ConfigError(reader.issues);
  return { ...config, stream };
}
