import {
  type Environment,
  marketSeed,
  optional,
  readEnvironment,
  required,
  streamName,
  textWhere,
  variableKind,
  type VariableKind,
  wholeNumber,
} from '@tickerlake/lambda-app';
import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { parseSymbols } from './symbols.ts';

export const SOURCE_NAMES = ['yahoo', 'simulated'] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/**
 * What the environment says.
 *
 * | variable | meaning | default |
 * | --- | --- | --- |
 * | `TICKERLAKE_STREAM` | Name of the Kinesis stream that takes the bars | required |
 * | `TICKERLAKE_SYMBOLS` | Symbols, comma-separated, that a schedule collects and a request that names none means | none: then requests must name theirs, and a schedule fails |
 * | `TICKERLAKE_INTERVAL` | Length of a bar: 1m, 2m, 5m, 15m, 30m or 1h | `1m` |
 * | `TICKERLAKE_SOURCE` | `yahoo` or `simulated` | `yahoo` |
 * | `TICKERLAKE_SEED` | Whole number that picks the simulated market | `1` |
 * | `TICKERLAKE_YAHOO_URL` | Another host that speaks Yahoo's API: a recording, a proxy | Yahoo's own |
 * | `TICKERLAKE_OVERLAP_MINUTES` | How far a scheduled run reaches back before the end of the last, 0–60, for bars that Yahoo shows late or revises | `5` |
 *
 * The AWS SDK reads `AWS_REGION`, `AWS_ENDPOINT_URL` and the credentials by itself. Any other name that starts with
 * `TICKERLAKE_` is taken for a typing error.
 */
export interface Config {
  readonly stream: string;
  readonly symbols: readonly string[];
  readonly interval: BarInterval;
  readonly source: SourceName;
  readonly seed: number;
  readonly yahooUrl?: string;
  readonly overlapMs: number;
}

const MAX_OVERLAP_MINUTES = 60;

const oneOf = <T extends string>(allowed: readonly T[]): VariableKind<T> =>
  variableKind((text) => allowed.find((value) => value === text), `one of ${allowed.join(', ')}`);

const httpUrl = textWhere((text) => /^https?:/.test(URL.parse(text)?.protocol ?? ''), 'an http or https URL');

/** Says which symbol is none, for a list may be long. */
const symbolList: VariableKind<readonly string[]> = {
  allowed: 'symbols with commas between',
  read(text) {
    const parsed = parseSymbols(text.split(',').filter((symbol) => symbol.trim() !== ''));
    return 'symbols' in parsed ? { value: parsed.symbols } : { problem: parsed.message };
  },
};

const VARIABLES = {
  stream: required('TICKERLAKE_STREAM', streamName),
  symbols: optional('TICKERLAKE_SYMBOLS', symbolList, []),
  interval: optional('TICKERLAKE_INTERVAL', oneOf(BAR_INTERVALS), '1m'),
  source: optional('TICKERLAKE_SOURCE', oneOf(SOURCE_NAMES), 'yahoo'),
  seed: optional('TICKERLAKE_SEED', marketSeed, 1),
  yahooUrl: optional('TICKERLAKE_YAHOO_URL', httpUrl),
  overlapMinutes: optional(
    'TICKERLAKE_OVERLAP_MINUTES',
    wholeNumber(0, MAX_OVERLAP_MINUTES, `a whole number of minutes, 0–${MAX_OVERLAP_MINUTES}`),
    5,
  ),
};

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export function readConfig(env: Environment): Config {
  const { overlapMinutes, ...config } = readEnvironment(env, VARIABLES);
  return { ...config, overlapMs: overlapMinutes * 60_000 };
}
