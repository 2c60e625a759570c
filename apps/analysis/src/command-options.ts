import { Command, Option } from 'commander';
import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { parseChoice, parseCount, parseDate, parseInterval, parsePairs, parseSymbols } from './arguments.ts';
import { ROW_FORMATS, type RowFormat, TEXT_FORMATS, type TextFormat } from './row-format.ts';

/** Options that several commands have, under one name and meaning everywhere. */
export const lakeOption = (): Option => new Option('--lake <dir>', 'folder of the lake').default('./lake');
export const dateOption = (): Option =>
  new Option('--date <date>', 'one New York date, YYYY-MM-DD').argParser((text) => parseDate('--date', text));
const fromOption = (): Option =>
  new Option('--from <date>', 'first New York date, included').argParser((text) => parseDate('--from', text));
const toOption = (): Option =>
  new Option('--to <date>', 'last New York date, included').argParser((text) => parseDate('--to', text));
export const symbolsOption = (): Option =>
  new Option('--symbols <list>', 'symbols separated by commas').argParser(parseSymbols);
export const pairsOption = (text = 'currency pairs separated by commas'): Option =>
  new Option('--pairs <list>', text).argParser(parsePairs);
export const intervalOption = (text: string): Option =>
  new Option('--interval <interval>', text).choices(BAR_INTERVALS).argParser(parseInterval);
export const seedOption = (): Option =>
  new Option('--seed <n>', 'which simulated market; 1 when absent').argParser((text) => parseCount('--seed', 0, text));
/** An option that takes one of a few words, which its help lists; a near miss is pointed out. */
export function choiceOption(flags: string, text: string, choices: readonly string[]): Option {
  const option = new Option(flags, text).choices(choices);
  return option.argParser((given) => parseChoice(option.long ?? flags, choices, given));
}
export const formatOption = (): Option =>
  choiceOption('--format <format>', 'how rows are written', TEXT_FORMATS).default('table' satisfies TextFormat);
/** The formats of answers that may be long: Parquet too, which goes to a file. */
export const rowFormatOption = (): Option =>
  choiceOption('--format <format>', 'how rows are written; parquet with --output only', ROW_FORMATS).default(
    'table' satisfies RowFormat,
  );
export const outputOption = (text: string): Option => new Option('--output <file>', text);

/** The days and symbols that most commands take. */
export interface SelectionOptions {
  readonly lake: string;
  readonly date?: string;
  readonly from?: string;
  readonly to?: string;
  readonly symbols?: string[];
  readonly interval?: BarInterval;
}

/** A command with the options that say what is selected. */
export function selectingCommand(name: string, intervalText: string): Command {
  return new Command(name)
    .addOption(lakeOption())
    .addOption(dateOption())
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(symbolsOption())
    .addOption(intervalOption(intervalText));
}
