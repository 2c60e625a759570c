import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { ConfigError, type Issue } from './errors.ts';
import { parseSymbols } from './symbols.ts';
import { unknownName } from './suggest.ts';

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

const PREFIX = 'TICKERLAKE_';
const NAMES = ['STREAM', 'SYMBOLS', 'INTERVAL', 'SOURCE', 'SEED', 'YAHOO_URL', 'OVERLAP_MINUTES'].map(
  (name) => PREFIX + name,
);
const MAX_OVERLAP_MINUTES = 60;
/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
const STREAM_NAME = /^[\w.-]{1,128}$/;

type Environment = Readonly<Record<string, string | undefined>>;
/** What a text stands for, or `undefined` where it stands for nothing. */
type Parse<T> = (text: string) => T | undefined;

const oneOf =
  <T extends string>(allowed: readonly T[]): Parse<T> =>
  (text) =>
    allowed.find((value) => value === text);

const matching =
  (pattern: RegExp): Parse<string> =>
  (text) =>
    pattern.test(text) ? text : undefined;

const wholeNumber =
  (max: number): Parse<number> =>
  (text) =>
    /^\d{1,16}$/.test(text) && Number(text) <= max ? Number(text) : undefined;

const httpUrl: Parse<string> = (text) => (/^https?:/.test(URL.parse(text)?.protocol ?? '') ? text : undefined);

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** Reads variable after variable and gathers what is wrong, so that one deployment shows every mistake. */
class EnvironmentReader {
  readonly issues: Issue[];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
    this.issues = Object.keys(env)
      .filter((name) => name.startsWith(PREFIX) && !NAMES.includes(name))
      .map((name) => ({ field: name, message: unknownName(name, NAMES) }));
  }

  /** The value of a variable; `undefined` where it is absent, blank or, which is noted, wrong. */
  read<T>(name: string, parse: Parse<T>, allowed: string): T | undefined {
    const text = this.#env[PREFIX + name];
    if (text === undefined || blank(text)) return undefined;
    const value = parse(text.trim());
    if (value === undefined) this.#note(name, `is '${text}', but must be ${allowed}.`);
    return value;
  }

  readRequired(name: string, parse: Parse<string>, allowed: string): string {
    if (blank(this.#env[PREFIX + name])) this.#note(name, `is missing: give ${allowed}.`);
    return this.read(name, parse, allowed) ?? '';
  }

  readSymbols(name: string): readonly string[] {
    const names = this.#env[PREFIX + name]?.split(',') ?? [];
    const parsed = parseSymbols(names.filter((symbol) => !blank(symbol)));
    if ('symbols' in parsed) return parsed.symbols;
    this.#note(name, parsed.message);
    return [];
  }

  #note(name: string, message: string): void {
    this.issues.push({ field: PREFIX + name, message });
  }
}

/**
 * Reads the environment, once and strictly.
 *
 * @throws {ConfigError} naming every variable that is missing, misspelt or has a value that is not allowed.
 */
export function readConfig(env: Environment): Config {
  const reader = new EnvironmentReader(env);
  const minutes = `a whole number of minutes, 0–${MAX_OVERLAP_MINUTES}`;
  const overlapMinutes = reader.read('OVERLAP_MINUTES', wholeNumber(MAX_OVERLAP_MINUTES), minutes) ?? 5;
  const yahooUrl = reader.read('YAHOO_URL', httpUrl, 'an http or https URL');
  const config = {
    stream: reader.readRequired(
      'STREAM',
      matching(STREAM_NAME),
      'the name of a Kinesis stream: 1–128 letters, digits, _ . -',
    ),
    symbols: reader.readSymbols('SYMBOLS'),
    interval: reader.read('INTERVAL', oneOf(BAR_INTERVALS), `one of ${BAR_INTERVALS.join(', ')}`) ?? '1m',
    source: reader.read('SOURCE', oneOf(SOURCE_NAMES), `one of ${SOURCE_NAMES.join(', ')}`) ?? 'yahoo',
    seed: reader.read('SEED', wholeNumber(Number.MAX_SAFE_INTEGER), 'a whole number') ?? 1,
    overlapMs: overlapMinutes * 60_000,
    ...(yahooUrl !== undefined && { yahooUrl }),
  };
  if (reader.issues.length > 0) throw new ConfigError(reader.issues);
  return config;
}
