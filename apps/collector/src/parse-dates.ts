import { shown } from '@tickerlake/lambda-app';
import {
  closureOn,
  lastFinishedSession,
  newYorkDate,
  nextSession,
  previousSession,
  sessionAt,
  sessionOn,
} from '@tickerlake/market-calendar';

/** A request as it came. */
export type Fields = Readonly<Record<string, unknown>>;
/** Takes note of something wrong with a field. */
export type ReportIssue = (field: string, message: string) => void;

const isDate = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);

/** The date of a field where it is one that has come already. */
const readDate = (fields: Fields, field: string, today: string, report: ReportIssue): string | undefined => {
  const value = fields[field];
  if (value === undefined) return undefined;
  if (!isDate(value)) report(field, `is ${shown(value)}, but must be a New York date that exists, as in ${today}.`);
  else if (value > today) report(field, `is ${value}, which is in the future: in New York it is ${today}.`);
  else return value;
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

/** The same, or that the calendar of sessions does not reach so far back. */
const whyNoSession = (from: string, to: string, today: string): string | undefined => {
  try {
    return whyEmpty(from, to, today);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** What is meant where no date is named: the session that is running, else the last that is over. */
const defaultDate = (nowMs: number): string => (sessionAt(nowMs) ?? lastFinishedSession(nowMs)).date;

/**
 * The first and the last New York date that a request's `date`, or its `from` and `to`, name: dates that have come, with a
 * session among them. Where none is named the running session is meant, else the last that is over.
 */
export const parseDates = (fields: Fields, nowMs: number, report: ReportIssue): { from: string; to: string } => {
  const today = newYorkDate(nowMs);
  const [date, first, last] = ['date', 'from', 'to'].map((field) => readDate(fields, field, today, report));
  if (fields['date'] !== undefined && (fields['from'] !== undefined || fields['to'] !== undefined)) {
    report('date', 'cannot be given together with from or to.');
  }
  if (fields['to'] !== undefined && fields['from'] === undefined) report('from', 'is missing: to needs a first date.');
  const from = date ?? first ?? defaultDate(nowMs);
  const to = date ?? last ?? (first === undefined ? from : today);
  const problem = from > to ? `is ${from}, which is after to, ${to}.` : whyNoSession(from, to, today);
  if (problem !== undefined) report(fields['date'] === undefined ? 'from' : 'date', problem);
  return { from, to };
};
