import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { CommandContext } from './command-context.ts';
import type { EngineOptions } from './engine-options.ts';
import { CommandError } from './failures.ts';
import { reasonOf } from './output-file.ts';

/** Where Athena is asked: what `tickerlake configure` writes, and `--engine athena` reads. */
export interface AthenaSettings {
  readonly workgroup: string;
  readonly database: string;
  readonly region: string;
  /** The stack that this was read from. */
  readonly stack: string;
}

/** What the lake's stack is called where the deployment's configuration names no other. */
export const LAKE_STACK = 'tickerlake-lake';

export const SETTING_NAMES = ['workgroup', 'database', 'region', 'stack'] as const satisfies (keyof AthenaSettings)[];

/** The file in the user's folder for settings. https://specifications.freedesktop.org/basedir-spec/latest/ */
export function settingsPath(env: CommandContext['env'], file?: string): string {
  if (file !== undefined) return file;
  const { XDG_CONFIG_HOME: folder = '', HOME: home = '', USERPROFILE: profile = '' } = env;
  return join(isAbsolute(folder) ? folder : join(home || profile, '.config'), 'tickerlake', 'config.json');
}

/**
 * The settings of a file, or `undefined` where there is no such file.
 * @throws {CommandError} when it cannot be read, or holds something else: a name that is misspelt would be a lake that is not asked.
 */
export function readSettings(path: string): AthenaSettings | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  const settings = parsed(text);
  const wrong = problemWith(settings);
  if (wrong === undefined && isSettings(settings)) return settings;
  throw new CommandError(`${path} ${wrong ?? 'is wrong'}: write it anew with tickerlake configure --from-stack.`);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new CommandError(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemWith(settings: unknown): string | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return 'is no JSON object';
  const names: readonly string[] = SETTING_NAMES;
  const stray = Object.keys(settings).find((name) => !names.includes(name));
  if (stray !== undefined) return `has "${stray}", which is none of ${SETTING_NAMES.join(', ')}`;
  const lacking = names.find((name) => !isText(Reflect.get(settings, name)));
  return lacking === undefined ? undefined : `has no text for "${lacking}"`;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isSettings = (value: unknown): value is AthenaSettings => problemWith(value) === undefined;

/** Options of a query, completed by the settings where Athena is asked and not every name was given. */
export function withSettings<Options extends EngineOptions>(context: CommandContext, options: Options): Options {
  const { engine, workgroup, database, config } = options;
  if (engine !== 'athena' || (workgroup !== undefined && database !== undefined && config === undefined))
    return options;
  const path = settingsPath(context.env, config);
  const settings = readSettings(path);
  if (settings) return { ...pick(settings), ...options };
  if (config !== undefined)
    throw new CommandError(`There is no ${config}: write it with tickerlake configure --from-stack --file ${config}.`);
  return options;
}

const pick = ({ workgroup, database, region }: AthenaSettings) => ({ workgroup, database, region });
