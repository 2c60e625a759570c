import {
  closureOn,
  lastFinishedSession,
  newYorkDate,
  nextSession,
  previousSession,
  sessionsBetween,
} from '@tickerlake/market-calendar';
import { UsageError } from './failures.ts';

/** New York dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** `2026-11-20`, or `2026-11-16 to 2026-11-20`. */
export const daysText = ({ from, to }: DateRange): string => (from === to ? from : `${from} to ${to}`);

/** What the user said about days. */
export interface AskedDays {
  readonly date?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The days that a query reads: as asked, open at either end. */
export function queryDays(asked: AskedDays): Partial<DateRange> {
  const { date, from, to } = asked;
  if (date !== undefined && (from !== undefined || to !== undefined)) {
    throw new UsageError('Give either --date or --from and --to, not both.');
  }
  if (date !== undefined) return { from: date, to: date };
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError(`--from ${from} lies after --to ${to}: swap them.`);
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** The days to collect: as asked, else the last finished session. They must hold a session that has opened. */
export function collectRange(asked: AskedDays, nowMs: number): DateRange {
  const days = queryDays(asked);
  const last = lastFinishedSession(nowMs).date;
  const from = days.from ?? days.to ?? last;
  const to = days.to ?? (from > last ? from : last);
  const sessions = inCalendar(() => sessionsBetween(from, to));
  const first = sessions[0];
  if (first === undefined) throw new UsageError(noSession(from, to));
  if (first.openMs > nowMs) {
    throw new UsageError(
      `The session of ${first.date} has not opened yet (it is ${newYorkDate(nowMs)} in New York). The last finished session is ${last}.`,
    );
  }
  return { from, to };
}

function noSession(from: string, to: string): string {
  const before = previousSession(from).date;
  const after = nextSession(to).date;
  const nearest = `The sessions around it are ${before} and ${after}.`;
  if (from !== to) return `The New York exchanges were closed from ${from} to ${to}. ${nearest}`;
  return `The New York exchanges were closed on ${from} (${closureOn(from) ?? 'no session'}). ${nearest}`;
}

/** The calendar knows the years 1990–2030; beyond them its own words are the clearest. */
function inCalendar<Result>(look: () => Result): Result {
  try {
    return look();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
