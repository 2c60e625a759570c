import { type Command, Option } from 'commander';
import { parseCount } from './arguments.ts';
import { choiceOption, lakeOption } from './command-options.ts';
import { UsageError } from './failures.ts';

export const ENGINES = ['duckdb', 'athena'] as const;

/** What reads the lake, as the command line says it. */
export interface EngineOptions {
  readonly lake: string;
  readonly engine: (typeof ENGINES)[number];
  readonly workgroup?: string;
  readonly database?: string;
  readonly region?: string;
  /** A file of `tickerlake configure`. */
  readonly config?: string;
  readonly reuseMinutes?: number;
  /** Bytes. */
  readonly maxScanned?: number;
}

/** Options that only Athena understands, and their flags. */
const ATHENA_FLAGS = {
  workgroup: '--workgroup',
  database: '--database',
  region: '--region',
  config: '--config',
  reuseMinutes: '--reuse-minutes',
  maxScanned: '--max-scanned',
} as const;

/** The names of the options that say what reads the lake. */
export const ENGINE_OPTION_NAMES: readonly string[] = ['lake', 'engine', ...Object.keys(ATHENA_FLAGS)];

const engineOption = (): Option =>
  choiceOption('--engine <engine>', 'what reads the lake: DuckDB a folder, Athena one on AWS', ENGINES).default(
    'duckdb' satisfies EngineOptions['engine'],
  );

/** What a query on Athena is told, besides the question. */
const athenaOptions = (): Option[] => [
  new Option(`${ATHENA_FLAGS.workgroup} <name>`, 'the work group that runs the query and pays for it'),
  new Option(`${ATHENA_FLAGS.database} <name>`, "the Glue database that holds the lake's tables"),
  new Option(`${ATHENA_FLAGS.region} <region>`, 'the AWS region; as the AWS SDK finds it when absent'),
  new Option(`${ATHENA_FLAGS.config} <file>`, "names that tickerlake configure wrote; the user's own file when absent"),
  new Option(`${ATHENA_FLAGS.reuseMinutes} <n>`, 'take the answer of the same query if it is no older; free').argParser(
    parseReuseMinutes,
  ),
  new Option(
    `${ATHENA_FLAGS.maxScanned} <size>`,
    'stop a query that has scanned more, such as 500MB or 10GB',
  ).argParser(parseBytes),
];

/** Gives a command the options that say what reads the lake; `--lake` is left out where it has that already. */
export function addEngineOptions(command: Command): Command {
  if (!command.options.some(({ long }) => long === '--lake')) command.addOption(lakeOption());
  command.addOption(engineOption());
  for (const option of athenaOptions()) command.addOption(option.helpGroup('With --engine athena:'));
  return command;
}

/** Refuses options that the engine does not read, for who gave them means another lake, and Athena without its names. */
export function assertEngine(command: Command, options: EngineOptions): void {
  if (options.engine === 'duckdb') assertFolder(options);
  else if (command.getOptionValueSource('lake') !== 'default') {
    throw new UsageError(
      '--lake names a folder, which Athena does not read: leave it out, or leave out --engine athena.',
    );
  } else assertNames(options);
}

function assertFolder(options: EngineOptions): void {
  const stray = Object.entries(ATHENA_FLAGS).find(([name]) => Reflect.get(options, name) !== undefined);
  if (stray) throw new UsageError(`${stray[1]} is read by Athena only: add --engine athena, or leave it out.`);
}

function assertNames({ workgroup = '', database = '' }: EngineOptions): void {
  const missing = [
    ...(workgroup.trim() === '' ? ['--workgroup, that pays for it'] : []),
    ...(database.trim() === '' ? ["--database, that holds the lake's tables"] : []),
  ];
  if (missing.length > 0) {
    throw new UsageError(
      `--engine athena needs ${missing.join(', and ')}. To keep both: tickerlake configure --from-stack.`,
    );
  }
}

/** Minutes that a result may be old. https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html */
const MAX_REUSE_MINUTES = 10_080;

function parseReuseMinutes(text: string): number {
  const minutes = parseCount('--reuse-minutes', 1, text);
  if (minutes <= MAX_REUSE_MINUTES) return minutes;
  throw new UsageError(`--reuse-minutes takes at most ${MAX_REUSE_MINUTES}, seven days; got "${text}".`);
}

/** Decimal units, in which Athena bills. */
const BYTES_OF: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** A size such as `500MB` or `1.5GB`, in bytes. */
function parseBytes(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s?([MGT]B)$/i.exec(text) ?? [];
  const bytes = Math.round(Number(count) * (BYTES_OF[unit.toUpperCase()] ?? 0));
  if (bytes >= 1) return bytes;
  throw new UsageError(`--max-scanned takes a size in MB, GB or TB, such as 500MB or 10GB; got "${text}".`);
}
