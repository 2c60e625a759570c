import {
  closureOn,
  newYorkDate,
  nextSession,
  previousSession,
  sessionAt,
  sessionOn,
  lastFinishedSession,
} from '@tickerlake/market-calendar';
import { BAR_INTERVALS, type BarInterval } from '@tickerlake/record-schema';
import { type Config, SOURCE_NAMES, type SourceName } from './config.ts';
import { type Issue, RequestError } from './errors.ts';
import { unknownName } from './suggest.ts';
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

type Fields = Readonly<Record<string, unknown>>;
type Report = (field: string, message: string) => void;

const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 80);

const readOneOf = <T extends string>(
  fields: Fields,
  field: string,
  allowed: readonly T[],
  fallback: T,
  report: Report,
): T => {
  const value = fields[field];
  const known = allowed.find((candidate) => candidate === value);
  if (value !== undefined && known === undefined)
    report(field, `is ${show(value)}, but must be one of ${allowed.join(', ')}.`);
  return known ?? fallback;
};

const readSymbols = (fields: Fields, config: Config, report: Report): readonly string[] => {
  const { symbols: value = config.symbols } = fields as { symbols?: unknown };
  if (!Array.isArray(value)) {
    report('symbols', `is ${show(value)}, but must be a list of symbols.`);
    return [];
  }
  if (value.length === 0)
    report('symbols', 'is empty, and TICKERLAKE_SYMBOLS names none either: name at least one symbol.');
  const parsed = parseSymbols(value);
  if ('symbols' in parsed) return parsed.symbols;
  report('symbols', parsed.message);
  return [];
};

const readExtendedHours = ({ extendedHours = false }: Fields, report: Report): boolean => {
  if (typeof extendedHours === 'boolean') return extendedHours;
  report('extendedHours', `is ${show(extendedHours)}, but must be true or false.`);
  return false;
};

const readSeed = (fields: Fields, source: SourceName, config: Config, report: Report): number => {
  const { seed = config.seed } = fields as { seed?: unknown };
  if (fields['seed'] !== undefined && source !== 'simulated')
    report('seed', "has a meaning for source 'simulated' only.");
  if (typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0) return seed;
  report('seed', `is ${show(seed)}, but must be a whole number of 0 or more.`);
  return config.seed;
};

const isDate = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** Whether the calendar of sessions reaches so far. */
const isKnown = (date: string, report: (message: string) => void): boolean => {
  try {
    sessionOn(date);
    return true;
  } catch (error) {
    report(`is ${date}. ${error instanceof Error ? error.message : String(error)}.`);
    return false;
  }
};

/** The date of a field where it is one that has come already. */
const readDate = (fields: Fields, field: string, today: string, report: Report): string | undefined => {
  const value = fields[field];
  if (value === undefined) return undefined;
  if (!isDate(value)) report(field, `is ${show(value)}, but must be a New York date that exists, as in ${today}.`);
  else if (value > today) report(field, `is ${value}, which is in the future: in New York it is ${today}.`);
  else if (isKnown(value, (message) => report(field, message))) return value;
  return undefined;
};

const describeClosure = (date: string): string => {
  const reason = closureOn(date) ?? 'a closure';
  return `${date} is ${/^(Satur|Sun)day$/.test(reason) ? `a ${reason}` : reason}: the New York exchanges were closed.`;
};

/** Why there can be no bars from one date to another yet or at all, with the sessions nearest to them. */
const whyEmpty = (from: string, to: string, today: string): string | undefined => {
  if (sessionOn(from) !== undefined || nextSession(from).date <= to) return undefined;
  const before = `The last session before it was ${previousSession(from).date}.`;
  const next = nextSession(to).date;
  const closed = from === to ? describeClosure(from) : `There was no session from ${from} to ${to}.`;
  return `${closed} ${before}${next <= today ? ` The next was ${next}.` : ''}`;
};

/** What is meant where no date is named: the session that is running, else the last that is over. */
const defaultDate = (nowMs: number): string => (sessionAt(nowMs) ?? lastFinishedSession(nowMs)).date;

const readDates = (fields: Fields, nowMs: number, report: Report): { from: string; to: string } => {
  const today = newYorkDate(nowMs);
  const [date, first, last] = ['date', 'from', 'to'].map((field) => readDate(fields, field, today, report));
  if (fields['date'] !== undefined && (fields['from'] !== undefined || fields['to'] !== undefined)) {
    report('date', 'cannot be given together with from or to.');
  }
  if (fields['to'] !== undefined && fields['from'] === undefined) report('from', 'is missing: to needs a first date.');
  const from = date ?? first ?? defaultDate(nowMs);
  const to = date ?? last ?? (first === undefined ? from : today);
  if (from > to) report('from', `is ${from}, which is after to, ${to}.`);
  else {
    const empty = whyEmpty(from, to, today);
    if (empty !== undefined) report(fields['date'] === undefined ? 'from' : 'date', empty);
  }
  return { from, to };
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
  const report: Report = (field, message) => issues.push({ field, message });
  for (const name of Object.keys(fields)) if (!allowed.includes(name)) report(name, unknownName(name, allowed));
  const source = readOneOf(fields, 'source', SOURCE_NAMES, config.source, report);
  const request = {
    symbols: readSymbols(fields, config, report),
    ...readDates(fields, nowMs, report),
    interval: readOneOf(fields, 'interval', BAR_INTERVALS, config.interval, report),
    extendedHours: readExtendedHours(fields, report),
    source,
    seed: readSeed(fields, source, config, report),
  };
  if (issues.length > 0) throw new RequestError(issues);
  return request;
}
