import { Argument, Command, Option } from 'commander';
import type { Lake } from '@tickerlake/athena-query';
import type { TableName } from '@tickerlake/record-schema';
import { withSettings } from '../athena-settings.ts';
import { parseCount, parseMinutes } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import {
  choiceOption,
  outputOption,
  pairsOption,
  rowFormatOption,
  selectingCommand,
  type SelectionOptions,
} from '../command-options.ts';
import { addEngineOptions, assertEngine, ENGINE_OPTION_NAMES, type EngineOptions, ENGINES } from '../engine-options.ts';
import { UsageError } from '../failures.ts';
import { addExamples, addHelpList } from '../help.ts';
import { contentsOf, lakePlace, noteOfEmpty, requireRecords } from '../lake-contents.ts';
import { didYouMean } from '../near-words.ts';
import { typed } from '../question-columns.ts';
import { withLake } from '../open-lake.ts';
import {
  isQuestionName,
  PER_CHOICES,
  QUESTION_NAMES,
  type QuestionName,
  QUESTIONS,
  type QuestionOptions,
  type ReadyQuestion,
} from '../questions.ts';
import { questionSql } from '../question-sql.ts';
import type { RowFormat } from '../row-format.ts';
import { seriesTable } from '../series/series-table.ts';
import { type DateRange, queryDays } from '../trading-range.ts';
import { unknownNames } from '../unknown-names.ts';
import { assertDestination, writeRows } from '../write-rows.ts';

interface QueryOptions extends SelectionOptions, EngineOptions, Omit<QuestionOptions, keyof SelectionOptions> {
  readonly format: RowFormat;
  readonly output?: string;
  readonly sql?: EngineOptions['engine'];
  readonly sparkline?: boolean;
}

/** `tickerlake query NAME`: one of the ready-made questions. */
export function queryCommand(context: CommandContext): Command {
  const command = selectingCommand(
    'query',
    'bars to read; the finest that the lake holds for a company and day when absent',
  )
    .description('answer a ready-made question from the lake')
    .addArgument(
      new Argument('<name>', 'the question, one of those below').choices(QUESTION_NAMES).argParser(parseQuestion),
    )
    .option('--extended-hours', 'read pre- and post-market bars too')
    .addOption(pairsOption('forex-range: currency pairs separated by commas'))
    .addOption(choiceOption('--per <length>', 'movers: day or range; forex-range: day or hour', PER_CHOICES))
    .addOption(minutesOption('every', 'resample: length of the new bars, such as 10m or 2h'))
    .addOption(minutesOption('window', 'moves-with-news: how long a move may take; 15m when absent'))
    .addOption(minutesOption('before', 'moves-with-news: news so long before the move; 1h when absent'))
    .addOption(minutesOption('after', 'moves-with-news: news so long after the move; 30m when absent'))
    .addOption(
      new Option(
        '--limit <n>',
        'latest-bars: bars of each company; movers: rows; moves-with-news: companies; latest-news: stories',
      ).argParser((text) => parseCount('--limit', 1, text)),
    )
    .addOption(rowFormatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .option('--sparkline', 'draw a line for each company under the table; on a terminal it is drawn unasked')
    .option('--no-sparkline', 'draw none')
    .addOption(
      choiceOption(
        '--sql [engine]',
        'print SQL instead of asking: what Athena would get (when no engine is named), or a script for any DuckDB',
        ENGINES,
      ).preset('athena'),
    )
    .action(async (name: QuestionName, given: QueryOptions) => {
      const options = withSettings(context, given);
      assertTaken(name, options);
      assertDestination(options);
      assertDrawable(name, options);
      assertEngine(command, options);
      assertScript(options);
      const asked = { ...options, ...queryDays(options), nowMs: context.nowMs() };
      // Compiled before the lake is opened: what is wrong in the question is told first.
      const question = QUESTIONS[name].ask(asked);
      if (options.sql === undefined) await withLake(context, asked, (lake) => answer(context, lake, name, asked));
      else context.print(await questionSql(question, name, options.sql, options.lake));
    });
  addHelpList(
    command,
    'Questions:',
    QUESTION_NAMES.map((name) => [name, QUESTIONS[name].description]),
  );
  addExamples(
    command,
    'tickerlake query highest-hourly-high --date 2026-11-20',
    'tickerlake query movers --per range --limit 3',
    'tickerlake query movers --sql duckdb',
  );
  return addEngineOptions(command);
}

const minutesOption = (name: string, text: string): Option =>
  new Option(`--${name} <length>`, text).argParser((length) => parseMinutes(`--${name}`, length));

/** Options that any question takes. */
const COMMON = [...ENGINE_OPTION_NAMES, 'date', 'from', 'to', 'format', 'output', 'sql', 'sparkline'];

const flagOf = (option: string): string => `--${option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Lines are for eyes: a terminal has them, anything else that asks for them. */
const isDrawn = ({ screen }: CommandContext, { sparkline }: QueryOptions): boolean =>
  sparkline ?? screen?.columns !== undefined;

/** Where no line can be drawn it is not to be asked for. */
function assertDrawable(name: QuestionName, { sparkline, format, output }: QueryOptions): void {
  if (sparkline !== true) return;
  const { series }: ReadyQuestion = QUESTIONS[name];
  if (!series) throw new UsageError(`${name} has nothing that goes on in time: leave --sparkline out.`);
  if (format !== 'table' || output !== undefined)
    throw new UsageError(
      '--sparkline is drawn under a table on stdout: leave out --format and --output, or --sparkline.',
    );
}

/** An option that the question does not read would change nothing, and who gave it would take the answer for another. */
function assertTaken(name: QuestionName, options: QueryOptions): void {
  const { takes }: ReadyQuestion = QUESTIONS[name];
  const taken = new Set<string>([...COMMON, ...takes]);
  const stray = Object.keys(options).find((option) => !taken.has(option));
  if (stray === undefined) return;
  const list = ['date', 'from', 'to', ...takes].map(flagOf).join(', ');
  throw new UsageError(`${name} does not take ${flagOf(stray)}: of what is asked it takes ${list}.`);
}

function parseQuestion(name: string): QuestionName {
  if (isQuestionName(name)) return name;
  throw new UsageError(
    `There is no question "${name}". The questions are ${QUESTION_NAMES.join(', ')}.${didYouMean(name, QUESTION_NAMES)}`,
  );
}

/** A script is over a folder, and names no place on AWS. */
function assertScript({ sql, engine }: QueryOptions): void {
  if (sql === 'duckdb' && engine === 'athena')
    throw new UsageError('--sql duckdb is a script over a folder: leave out --engine athena, or ask for --sql athena.');
}

async function answer(
  context: CommandContext,
  lake: Lake,
  name: QuestionName,
  options: QueryOptions & QuestionOptions,
): Promise<void> {
  const { reads, readsToo, columns, tableColumns, looks, firstToGo, series, none, ask }: ReadyQuestion =
    QUESTIONS[name];
  const place = lakePlace(options);
  const held = reads && (await requireRecords(lake, place, reads));
  const rows = await lake.ask(ask({ ...options, ...(held && within(held, options)) }), { signal: context.signal });
  const unknown = reads ? await unanswered(lake, reads, rows, options) : [];
  const nothing = none ?? nothingFound(held && { ...held, what: contentsOf(reads) });
  await writeRows(context, options, {
    columns: options.format === 'table' ? (tableColumns ?? columns) : columns,
    rows,
    types: typed(columns),
    none: unknown.length > 0 ? unknown.join('\n') : nothing,
    ...(looks && { looks }),
    ...(firstToGo && { firstToGo }),
    ...(series && isDrawn(context, options) && { drawing: (screen) => seriesTable(series, rows, options, screen) }),
  });
  const without = readsToo && (await noteOfEmpty(lake, place, readsToo));
  if (without !== undefined) context.progress.note(without);
  if (rows.length > 0) for (const sentence of unknown) context.progress.note(sentence);
}

/** What to say of companies or pairs that were asked for by name and are not among the rows. */
async function unanswered(
  lake: Lake,
  table: TableName,
  rows: readonly object[],
  options: QueryOptions,
): Promise<string[]> {
  const answered = new Set(
    rows.flatMap((row) => ['name', 'pair', 'symbols'].map((key) => Reflect.get(row, key))).flat(),
  );
  const asked = [...(options.symbols ?? []), ...(options.pairs ?? [])].filter((name) => !answered.has(name));
  return asked.length === 0 ? [] : await unknownNames(lake, lakePlace(options), table, asked);
}

/** The asked days, open ends closed by the days that are held: other days need not be looked through. */
function within(held: DateRange, { from, to }: Partial<DateRange>): DateRange {
  const [first, last] = [from ?? held.from, to ?? held.to];
  // A range that lies beyond what is held stays one, and has no answer.
  return first <= last ? { from: first, to: last } : { from: from ?? last, to: to ?? first };
}

const nothingFound = (held: (DateRange & { readonly what: string }) | undefined): string =>
  held
    ? `Nothing in the lake answers this: it holds ${held.what} from ${held.from} to ${held.to}.`
    : 'The lake holds nothing of what was asked for.';
