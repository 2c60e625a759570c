import { type Issue, shown, unknownName } from '@tickerlake/lambda-app';
import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { type Config, SOURCE_NAMES, type SourceName } from './config.ts';
import { RequestError } from './errors.ts';
import { type Fields, parseDates, type ReportIssue } from './parse-dates.ts';
import { parseSymbols } from './symbols.ts';

/** A request that was checked: what to collect, from where. */
export interface CollectRequest {
  readonly symbols: readonly string[];
  /** First and last New York date, both included; at least one of them or between them is a session. */
  readonly from: string;
  readonly to: string;
  readonly interval: BarInterval;
  readonly extendedHours: boolean;
  readonly source: SourceName;
  readonly seed: number;
}

export const HTTP_FIELDS = ['symbols', 'date', 'from', 'to', 'interval', 'extendedHours'] as const;
/** Only who may invoke the function itself can have simulated bars written to the stream. */
export const DIRECT_FIELDS = [...HTTP_FIELDS, 'source', 'seed'] as const;

const readOneOf = <T extends string>(
  fields: Fields,
  field: string,
  allowed: readonly T[],
  fallback: T,
  report: ReportIssue,
): T => {
  const value = fields[field];
  const known = allowed.find((candidate) => candidate === value);
  if (value !== undefined && known === undefined)
    report(field, `is ${shown(value)}, but must be one of ${allowed.join(', ')}.`);
  return known ?? fallback;
};

const readSymbols = ({ symbols }: Fields, config: Config, report: ReportIssue): readonly string[] => {
  if (symbols === undefined) {
    if (config.symbols.length === 0)
      report('symbols', 'is missing, and TICKERLAKE_SYMBOLS names none: name at least one.');
    return config.symbols;
  }
  const parsed = Array.isArray(symbols)
    ? parseSymbols(symbols)
    : { message: `is ${shown(symbols)}, but must be a list of symbols.` };
  if ('message' in parsed) report('symbols', parsed.message);
  else if (parsed.symbols.length > 0) return parsed.symbols;
  else report('symbols', 'is empty: name at least one symbol.');
  return [];
};

const readExtendedHours = ({ extendedHours = false }: Fields, report: ReportIssue): boolean => {
  if (typeof extendedHours === 'boolean') return extendedHours;
  report('extendedHours', `is ${shown(extendedHours)}, but must be true or false.`);
  return false;
};

const readSeed = ({ seed }: Fields, source: SourceName, config: Config, report: ReportIssue): number => {
  if (seed === undefined) return config.seed;
  if (source !== 'simulated') report('seed', "has a meaning for source 'simulated' only.");
  if (typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0) return seed;
  report('seed', `is ${shown(seed)}, but must be a whole number of 0 or more.`);
  return config.seed;
};

/**
 * Checks a request's fields and fills in what the configuration says.
 *
 * @param allowed The names that may come; any other is an error, with what it probably meant.
 * @throws {RequestError} naming every wrong field.
 */
export function parseRequest(
  fields: Fields,
  allowed: readonly string[],
  config: Config,
  nowMs: number,
): CollectRequest {
  const issues: Issue[] = [];
  const report: ReportIssue = (field, message) => issues.push({ field, message });
  for (const name of Object.keys(fields)) if (!allowed.includes(name)) report(name, unknownName(name, allowed));
  const source = readOneOf(fields, 'source', SOURCE_NAMES, config.source, report);
  const request = {
    symbols: readSymbols(fields, config, report),
    ...parseDates(fields, nowMs, report),
    interval: readOneOf(fields, 'interval', BAR_INTERVALS, config.interval, report),
    extendedHours: readExtendedHours(fields, report),
    source,
    seed: readSeed(fields, source, config, report),
  };
  if (issues.length > 0) throw new RequestError(issues);
  return request;
}
