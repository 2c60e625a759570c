import { closureOn, formatNewYork, newYorkDate, type Session, sessionOn } from '@tickerlake/market-calendar';
import type { Task } from './plan-request.ts';

/**
 * How long after the close the session is collected as a whole, once more: by then Yahoo shows the closing auction and
 * has revised what it revises on the day.
 */
export const SETTLE_MS = 20 * 60_000;

/**
 * For how long that whole collection is tried. Wider than any sensible schedule's period, so that a schedule of 1, 5 or
 * 15 minutes meets it whatever minute it starts at, and with room to try again what failed.
 */
export const CLOSING_MS = 40 * 60_000;

/** What this container remembers of a session. A new container knows nothing, and so collects from the open: gaps heal. */
export interface Progress {
  /** When each symbol was last collected without a failure, milliseconds since 1970 UTC. */
  readonly collectedAtMs: Map<string, number>;
  /** Symbols whose whole session was collected after the close. */
  readonly settled: Set<string>;
  /** When the runs of the session were due that had something to collect: one that is tried again is the same run. */
  readonly dueAtMs: Set<number>;
}

export type SchedulePlan =
  | {
      readonly tasks: readonly Task[];
      /** Whether the run was due while the session was open, so that new bars must be there. */
      readonly inSession: boolean;
      readonly closing: boolean;
      readonly progress: Progress;
    }
  | { readonly skipped: string };

/** Down to the start of the bar that holds the instant, so that a bar last seen running is asked for again. */
const barStart = (epochMs: number, session: Session, barMs: number): number =>
  session.openMs + Math.max(0, Math.floor((epochMs - session.openMs) / barMs)) * barMs;

/** What a container remembers: one session at a time. */
export function createProgressBook(): { of: (date: string) => Progress } {
  let book: { readonly date: string; readonly progress: Progress } | undefined;
  return {
    of(date) {
      if (book?.date !== date)
        book = { date, progress: { collectedAtMs: new Map(), settled: new Set(), dueAtMs: new Set() } };
      return book.progress;
    },
  };
}

/**
 * What a run at an instant has to do, from the calendar and from what the container remembers:
 * while the session is open and until it has settled, each symbol from its last success less the overlap (the open, where
 * none is known); then, once, the whole session; outside of that, nothing.
 *
 * @param atMs When the schedule fired (its own time, not the clock's: a retry of a late run plans the same).
 */
export function planSchedule(
  atMs: number,
  symbols: readonly string[],
  book: { of: (date: string) => Progress },
  { barMs, overlapMs }: { barMs: number; overlapMs: number },
): SchedulePlan {
  const date = newYorkDate(atMs);
  const session = sessionOn(date);
  if (session === undefined) return { skipped: `The New York exchanges are closed on ${date}: ${closureOn(date)}.` };
  if (atMs <= session.openMs) return { skipped: `The session opens at ${formatNewYork(session.openMs)}.` };
  const settledMs = session.closeMs + SETTLE_MS;
  if (atMs >= settledMs + CLOSING_MS) return { skipped: `The session closed at ${formatNewYork(session.closeMs)}.` };
  const progress = book.of(date);
  const closing = atMs >= settledMs;
  const tasks = symbols
    .filter((symbol) => !closing || !progress.settled.has(symbol))
    .map((symbol) => {
      const since = closing ? session.openMs : (progress.collectedAtMs.get(symbol) ?? session.openMs) - overlapMs;
      return { symbol, fromMs: barStart(since, session, barMs), toMs: Math.min(atMs, session.closeMs) };
    })
    .filter(({ fromMs, toMs }) => fromMs < toMs);
  if (tasks.length === 0)
    return { skipped: `All until ${formatNewYork(Math.min(atMs, session.closeMs))} is collected.` };
  return { tasks, inSession: atMs <= session.closeMs, closing, progress };
}
