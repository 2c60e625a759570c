import { z } from 'zod';
import { ConfigError } from './errors.ts';

/** Yahoo's symbols, as the collector takes them. */
const SYMBOL = /^(?=.{1,32}$)\^?[A-Z0-9][A-Z0-9.&=-]*$/;
/** What a function's environment may hold in all is 4 KB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_SYMBOLS_CHARACTERS = 3_500;
/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
const RETENTION_HOURS = { min: 24, max: 8_760 };
/** Shards of one request to create a stream. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MAX_SHARDS = 10_000;
const MAX_RAW_DAYS = 3_650;

/** Each key with its default. What is allowed is said where a value is refused, so each has it as its description. */
const settings = {
  /** Prefix of the stacks' names and of what is named inside them: two deployments of one account differ in it. */
  name: z
    .string()
    .regex(/^(?=.{1,30}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
    .default('tickerlake')
    .describe('1–30 lower-case letters and digits, with single - between, a letter first'),
  /** Companies whose bars are collected. */
  symbols: z
    .array(z.string().regex(SYMBOL))
    .min(1)
    .refine((symbols) => new Set(symbols).size === symbols.length && symbols.join().length <= MAX_SYMBOLS_CHARACTERS)
    .default(['META', 'SHOP', 'BYND', 'NFLX', 'PINS', 'XYZ', 'TTD', 'OKTA', 'SNAP', 'DDOG'])
    .describe(
      `a list of symbols in upper case, as DDOG or BRK-B, each once, at most ${MAX_SYMBOLS_CHARACTERS} characters with the commas between`,
    ),
  /** Length of a bar, and so how often the collector runs. */
  interval: z.enum(['1m', '5m']).default('1m').describe('1m or 5m'),
  /** Whether the collector runs by itself in market hours. */
  schedule: z.boolean().default(true).describe('true or false'),
  /** Whether the simulated market puts its quotes, rates and stories onto the stream by itself, each minute. */
  feedSchedule: z.boolean().default(false).describe('true or false'),
  streamMode: z.enum(['provisioned', 'on-demand']).default('provisioned').describe('provisioned or on-demand'),
  /** Shards of a provisioned stream: 1,000 records and 1 MB a second each. */
  shards: z.int().min(1).max(MAX_SHARDS).default(1).describe(`a whole number, 1–${MAX_SHARDS}`),
  /** How long the stream keeps records for readers that are late. */
  retentionHours: z
    .int()
    .min(RETENTION_HOURS.min)
    .max(RETENTION_HOURS.max)
    .default(RETENTION_HOURS.min)
    .describe(`a whole number of hours, ${RETENTION_HOURS.min}–${RETENTION_HOURS.max}`),
  /** Who is told of alarms. */
  alarmEmail: z.email().optional().describe('an email address'),
  /** Who is told of each object of logs in the lake. */
  noticeEmail: z.email().optional().describe('an email address'),
  /** How long the stream's records are kept as they came; 0 for not at all. */
  keepRawDays: z.int().min(0).max(MAX_RAW_DAYS).default(30).describe(`a whole number of days, 0–${MAX_RAW_DAYS}`),
  /** Whether bucket, stream and key go with their stack: for trials only. */
  removeData: z.boolean().default(false).describe('true or false'),
  /** Where the stacks are made; else where the AWS CLI points. */
  region: z
    .string()
    .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/)
    .optional()
    .describe('a region such as us-east-1'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .describe('twelve digits between quotes'),
};

/** A configuration that is known to be right, or one of defaults: `configSchema.parse({})`. */
export const configSchema = z.strictObject(settings);

/** A deployment's configuration, complete. */
export type Config = Readonly<z.output<typeof configSchema>>;
export type ConfigKey = keyof Config;

const isConfigKey = (key: string): key is ConfigKey => Object.hasOwn(settings, key);
export const CONFIG_KEYS: readonly ConfigKey[] = Object.keys(settings).filter(isConfigKey);

/** Values of one place, by key. */
export interface ConfigSource {
  /** How a message names the place of a key: a file, a flag. */
  readonly nameOf: (key: string) => string;
  readonly values: Readonly<Record<string, unknown>>;
}

const MAX_SHOWN_CHARACTERS = 80;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
};

/** What is wrong with a key of a place, as a sentence. */
function problemWith(key: string, { nameOf, values }: ConfigSource): string | undefined {
  const place = nameOf(key);
  if (!isConfigKey(key)) return `${place} is not a setting: these are ${CONFIG_KEYS.join(', ')}.`;
  const setting = settings[key];
  if (setting.safeParse(values[key]).success) return undefined;
  return `${place} is ${shown(values[key])}: give ${setting.description ?? ''}.`;
}

/** What is right by itself and wrong together. */
function contradiction(given: Readonly<Record<string, unknown>>): string | undefined {
  if (given['streamMode'] === 'on-demand' && given['shards'] !== undefined)
    return 'shards is given for a stream that is on-demand: such a stream has as many as it needs, so leave shards out.';
  if (given['account'] !== undefined && given['region'] === undefined)
    return 'account is given without region: a stack is made in one region of an account, so give both or neither.';
  return undefined;
}

/**
 * The configuration of several places, each going before those after it.
 * @throws {ConfigError} that names every key that is not known and every value that is not allowed, on one line.
 */
export function parseConfig(sources: readonly ConfigSource[]): Config {
  const given = Object.assign({}, ...sources.toReversed().map(({ values }) => values));
  const problems = sources.flatMap((source) => Object.keys(source.values).map((key) => problemWith(key, source)));
  const found = problems.filter((problem) => problem !== undefined);
  const together = found.length === 0 ? contradiction(given) : undefined;
  if (together !== undefined) found.push(together);
  if (found.length > 0) throw new ConfigError(found.join(' '));
  return configSchema.parse(given);
}
