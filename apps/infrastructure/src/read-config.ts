import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Config, type ConfigSource, parseConfig } from './config.ts';
import { ConfigError } from './errors.ts';

/** The file that is read where no other is named. */
export const CONFIG_FILE = 'tickerlake.config.json';
/** Names another file. */
const CONFIG_VARIABLE = 'TICKERLAKE_CONFIG';
/** A single value on the command line: `-c tickerlake:interval=5m`. */
const CONTEXT_PREFIX = 'tickerlake:';

export interface ConfigPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** CDK's context, in which the values of `-c` are texts. */
  readonly context: Readonly<Record<string, unknown>>;
  /** The folder of {@link CONFIG_FILE}. @default this app's */
  readonly dir?: string;
  /** What a relative path in {@link CONFIG_VARIABLE} starts from. @default where npm was started, else the process's own */
  readonly cwd?: string;
}

/**
 * The configuration: values of the command line before those of the file, defaults for the rest.
 * @throws {ConfigError} on one line, for a file that cannot be read and for every key or value that is wrong.
 */
export const readConfig = (places: ConfigPlaces): Config =>
  parseConfig([fromContext(places.context), ...fromFile(places)]);

function fromContext(context: Readonly<Record<string, unknown>>): ConfigSource {
  const ours = Object.entries(context).filter(([key]) => key.startsWith(CONTEXT_PREFIX));
  const values = ours.map(([key, value]) => {
    const setting = key.slice(CONTEXT_PREFIX.length);
    return [setting, typeof value === 'string' ? fromText(setting, value) : value] as const;
  });
  return { nameOf: (key) => `-c ${CONTEXT_PREFIX}${key}`, values: Object.fromEntries(values) };
}

const flag = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
const count = (text: string): unknown => (/^\d{1,9}$/.test(text) ? Number(text) : text);

const FROM_TEXT: Readonly<Partial<Record<string, (text: string) => unknown>>> = {
  symbols: (text) => text.split(','),
  schedule: flag,
  feedSchedule: flag,
  removeData: flag,
  shards: count,
  retentionHours: count,
  keepRawDays: count,
};

/** What a text stands for; a text that stands for nothing is left for the schema to refuse. */
const fromText = (setting: string, text: string): unknown =>
  Object.hasOwn(FROM_TEXT, setting) ? FROM_TEXT[setting]?.(text) : text;

function fromFile({ env, dir, cwd }: ConfigPlaces): ConfigSource[] {
  const named = env[CONFIG_VARIABLE];
  // Nx and the CDK CLI start their programs in this app's folder, whatever folder the path was meant for.
  const from = cwd ?? env['INIT_CWD'] ?? '.';
  const path = named ? resolve(from, named) : join(dir ?? join(import.meta.dirname, '..'), CONFIG_FILE);
  const text = textOf(path, named);
  if (text === undefined) return [];
  const name = basename(path);
  return [{ nameOf: (key) => `${name}: ${key}`, values: objectIn(text, name) }];
}

function textOf(path: string, named: string | undefined): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && !named) return undefined;
    const reason = missing ? 'does not exist' : 'cannot be read';
    throw new ConfigError(named ? `${CONFIG_VARIABLE} is ${named}, which ${reason}.` : `${CONFIG_FILE} ${reason}.`, {
      cause: error,
    });
  }
}

function objectIn(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    throw new ConfigError(`${name} is not JSON: ${reason}`, { cause: error });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ConfigError(`${name} holds ${JSON.stringify(value).slice(0, 40)}: give one object of settings.`);
}
