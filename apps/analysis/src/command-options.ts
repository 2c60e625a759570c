import { Command, Option } from 'commander';
import type { BarInterval } from '@tickerlake/record-schema';
import { parseChoice, parseCount, parseDate, parseInterval, parsePairs, parseSymbols } from './arguments.ts';
import { ROW_FORMATS, type RowFormat } from './row-format.ts';

/** Options that several commands have, under one name and meaning everywhere. */
export const lakeOption = (): Option => new Option('--lake <dir>', 'folder of the lake').default('./lake');
export const dateOption = (): Option =>
  new Option('--date <date>', 'one New York date, YYYY-MM-DD').argParser((text) => parseDate('--date', text));
export const fromOption = (): Option =>
  new Option('--from <date>', 'first New York date, included').argParser((text) => parseDate('--from', text));
export const toOption = (): Option =>
  new Option('--to <date>', 'last New York date, included').argParser((text) => parseDate('--to', text));
export const symbolsOption = (): Option =>
  new Option('--symbols <list>', 'symbols separated by commas').argParser(parseSymbols);
export const pairsOption = (text = 'currency pairs separated by commas'): Option =>
  new Option('--pairs <list>', text).argParser(parsePairs);
export const intervalOption = (text: string): Option =>
  new Option('--interval <interval>', text).argParser(parseInterval);
export const seedOption = (): Option =>
  new Option('--seed <n>', 'which simulated market; 1 when absent').argParser((text) => parseCount('--seed', 0, text));
export const formatOption = (): Option =>
  new Option('--format <format>', `how rows are written: ${ROW_FORMATS.join(', ')}`)
    .argParser((text) => parseChoice('--format', ROW_FORMATS, text))
    .default('table' satisfies RowFormat);
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
