import {
  ConfigError,
  type Environment,
  marketSeed,
  matching,
  optional,
  readEnvironment,
  required,
  streamName,
  variableKind,
  type VariableKind,
  wholeNumber,
} from '@tickerlake/lambda-app';
import { CURRENCY_PAIRS, DEFAULT_PAIRS, DEFAULT_SYMBOLS } from '@tickerlake/market-simulator';
import { INSTANT_ALLOWED, isoTime, readInstant } from './instant.ts';

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

/** Set in the same shell for other commands: the collector's address of Yahoo, which this server may be, and the tests' data. */
const OF_OTHERS = ['TICKERLAKE_YAHOO_URL', 'TICKERLAKE_TEST_DATA'];

/** Companies on one market at most: each makes four quotes a minute. */
const MAX_SYMBOLS = 100;
/** A day a second. */
const MAX_SPEED = 86_400;

const HOST = /^(?:[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+(?:%[\w.-]+)?)$/;
const SYMBOL = /^(?=.*[A-Z])[A-Z0-9]{1,10}(?:[.-][A-Z0-9]{1,4})?$/;

const list = (holds: (item: string) => boolean, max: number, allowed: string): VariableKind<readonly string[]> =>
  variableKind((text) => {
    const items = [...new Set(text.split(',').map((item) => item.trim().toUpperCase()))];
    return items.length <= max && items.every(holds) ? items : undefined;
  }, allowed);

const instant = (edge: 'start' | 'end'): VariableKind<number> =>
  variableKind((text) => readInstant(text, edge), INSTANT_ALLOWED);

const flag = variableKind((text) => (text === 'true' ? true : text === 'false' ? false : undefined), 'true or false');

const speed = variableKind((text) => {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value > 0 && value <= MAX_SPEED ? value : undefined;
}, `a number above 0, at most ${MAX_SPEED}`);

const symbols = list(
  (symbol) => SYMBOL.test(symbol),
  MAX_SYMBOLS,
  `1–${MAX_SYMBOLS} symbols of companies with commas between, as in DDOG,BRK-B`,
);
const pairs = list(
  (pair) => CURRENCY_PAIRS.includes(pair),
  CURRENCY_PAIRS.length,
  `among ${CURRENCY_PAIRS.join(', ')}`,
);

/** Which market it is. */
const MARKET = {
  seed: optional('TICKERLAKE_SEED', marketSeed, 1),
  symbols: optional('TICKERLAKE_SYMBOLS', symbols, DEFAULT_SYMBOLS),
  pairs: optional('TICKERLAKE_PAIRS', pairs, DEFAULT_PAIRS),
};

const serverVariables = (nowMs: number) => ({
  host: optional('TICKERLAKE_FEED_HOST', matching(HOST, 'an address or host name without a port'), '127.0.0.1'),
  port: optional('TICKERLAKE_FEED_PORT', wholeNumber(0, 65_535, 'a port: a whole number, 0–65535'), 4300),
  ...MARKET,
  fromMs: optional('TICKERLAKE_FEED_FROM', instant('start'), nowMs),
  untilMs: optional('TICKERLAKE_FEED_UNTIL', instant('end'), Infinity),
  speed: optional('TICKERLAKE_FEED_SPEED', speed, 1),
  stream: optional('TICKERLAKE_STREAM', streamName),
  bars: optional('TICKERLAKE_FEED_BARS', flag, false),
  logFile: optional('TICKERLAKE_LOG_FILE', matching(/^[^\0]+$/, 'the path of a file')),
});

/**
 * Reads the environment, once and strictly. `nowMs` is where market time starts unless the environment says otherwise.
 *
 * @throws {ConfigError} naming every variable that is misspelt or has a value that is not allowed.
 */
export function readConfig(env: Environment, nowMs: number): Config {
  const config = readEnvironment(env, serverVariables(nowMs), OF_OTHERS);
  const { fromMs, untilMs } = config;
  if (untilMs > fromMs) return config;
  const message = `is ${isoTime(untilMs)}, but must lie after the start, ${isoTime(fromMs)}.`;
  throw new ConfigError([{ field: 'TICKERLAKE_FEED_UNTIL', message }]);
}

/** What the environment says of a feed that runs as a Lambda function. */
export interface FunctionConfig extends Config {
  readonly stream: string;
}

/** What a function on Lambda reads: its address and its time are not its own to choose. */
const FUNCTION_VARIABLES = { stream: required('TICKERLAKE_STREAM', streamName), ...MARKET };

/**
 * Reads a Lambda function's environment, as strictly: `TICKERLAKE_STREAM`, which it must have, `TICKERLAKE_SEED`,
 * `TICKERLAKE_SYMBOLS` and `TICKERLAKE_PAIRS`, and no other name. Its market time is the time of the day.
 *
 * @throws {ConfigError}
 */
export const readFunctionConfig = (env: Environment, nowMs: number): FunctionConfig => ({
  ...readConfig({}, nowMs),
  ...readEnvironment(env, FUNCTION_VARIABLES),
});
