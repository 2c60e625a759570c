import { Argument, Command, Option } from 'commander';
import type { Question } from '@tickerlake/athena-query';
import { didYouMean, parseCount, parseMinutes } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { formatOption, outputOption, selectingCommand, type SelectionOptions } from '../command-options.ts';
import { UsageError } from '../failures.ts';
import { requireBars } from '../lake-contents.ts';
import { openLake } from '../open-lake.ts';
import {
  isQuestionName,
  QUESTION_NAMES,
  type QuestionName,
  QUESTIONS,
  type QuestionOptions,
  type ReadyQuestion,
} from '../questions.ts';
import type { RowFormat } from '../row-format.ts';
import { queryDays } from '../trading-range.ts';
import { writeRows } from '../write-rows.ts';

interface QueryOptions extends SelectionOptions, Omit<QuestionOptions, keyof SelectionOptions> {
  readonly format: RowFormat;
  readonly output?: string;
  readonly sql?: true;
}

/** `tickerlake query NAME`: one of the ready-made questions. */
export function queryCommand(context: CommandContext): Command {
  const list = QUESTION_NAMES.map((name) => `  ${name.padEnd(22)}${QUESTIONS[name].description}`).join('\n');
  return selectingCommand('query', 'bars to read; the finest that the lake holds for a company and day when absent')
    .description('answer a ready-made question from the lake')
    .addArgument(new Argument('<name>', 'the question, see below'))
    .option('--extended-hours', 'read pre- and post-market bars too')
    .addOption(
      new Option('--every <length>', 'resample: length of the new bars, such as 10m or 2h').argParser((text) =>
        parseMinutes('--every', text),
      ),
    )
    .addOption(
      new Option('--limit <n>', 'latest-bars: bars of each company; movers: rows').argParser((text) =>
        parseCount('--limit', 1, text),
      ),
    )
    .addOption(formatOption())
    .addOption(outputOption('write the rows to a file instead of stdout'))
    .option('--sql', 'print the SQL that Athena would get, and its parameters, instead of asking')
    .addHelpText(
      'after',
      `\nQuestions:\n${list}\n\nExample:\n  tickerlake query highest-hourly-high --date 2026-11-20 --format csv`,
    )
    .action(async (name: string, options: QueryOptions) => {
      if (!isQuestionName(name)) throw new UsageError(unknownQuestion(name));
      const asked = { ...options, ...queryDays(options), nowMs: context.nowMs() };
      // Compiled before the lake is opened: what is wrong in the question is told first.
      const question = QUESTIONS[name].ask(asked);
      if (options.sql) printSql(context, question);
      else await answer(context, name, asked);
    });
}

const unknownQuestion = (name: string): string =>
  `There is no question "${name}". The questions are ${QUESTION_NAMES.join(', ')}.${didYouMean(name, QUESTION_NAMES)}`;

function printSql(context: CommandContext, question: Question<object>): void {
  const { sql, parameters } = question.compile();
  const list = parameters.length === 0 ? '' : `-- parameters: ${JSON.stringify(parameters)}\n`;
  context.print(`${sql};\n${list}`);
}

async function answer(
  context: CommandContext,
  name: QuestionName,
  options: QueryOptions & QuestionOptions,
): Promise<void> {
  const lake = await openLake(options.lake);
  try {
    const held = await requireBars(lake, options.lake);
    const { columns, decimals, none, ask }: ReadyQuestion = QUESTIONS[name];
    const rows = await lake.ask(ask({ ...held, ...options }), { signal: context.signal });
    await writeRows(context, options, columns, rows, decimals);
    if (rows.length === 0) {
      context.progress.note(none ?? `Nothing in the lake answers this: it holds bars from ${held.from} to ${held.to}.`);
    }
  } finally {
    await lake.close();
  }
}
