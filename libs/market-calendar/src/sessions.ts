import { fromNewYork, newYorkDate } from './new-york-time.ts';

/** One trading day's regular hours at the New York exchanges. */
export interface Session {
  /** The New York date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Opening bell, milliseconds since 1970 UTC (09:30 New York). */
  readonly openMs: number;
  /** Closing bell, milliseconds since 1970 UTC (16:00 New York, 13:00 on an early close); the instant itself is outside. */
  readonly closeMs: number;
  /** Length in minutes: 390, or 210 on an early close. */
  readonly minutes: number;
  /** Why the session ends early, where it does: `Day after Thanksgiving`. */
  readonly earlyClose?: string;
}

/** The session of a New York date (`YYYY-MM-DD`), or `undefined` when the exchanges were closed all day. */
export function sessionOn(date: string): Session | undefined {
  const openMs = fromNewYork(date, 9, 30);
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return undefined;
  const closeMs = fromNewYork(date, 16);
  return { date, openMs, closeMs, minutes: (closeMs - openMs) / 60_000 };
}

/** Why there is no session on a New York date: `Saturday`, `Thanksgiving Day`…; `undefined` when there is one. */
export function closureOn(date: string): string | undefined {
  if (sessionOn(date)) return undefined;
  return new Date(`${date}T00:00:00Z`).getUTCDay() === 0 ? 'Sunday' : 'Saturday';
}

const neighbour = (date: string, step: number): Session => {
  for (let ms = Date.parse(`${date}T00:00:00Z`) + step; ; ms += step) {
    const session = sessionOn(new Date(ms).toISOString().slice(0, 10));
    if (session) return session;
  }
};

/** The last session before a New York date. */
export const previousSession = (date: string): Session => neighbour(date, -86_400_000);

/** The first session after a New York date. */
export const nextSession = (date: string): Session => neighbour(date, 86_400_000);

/** Every session from one New York date to another, both included, in order. */
export function sessionsBetween(from: string, to: string): Session[] {
  const found: Session[] = [];
  for (let ms = Date.parse(`${from}T00:00:00Z`); ms <= Date.parse(`${to}T00:00:00Z`); ms += 86_400_000) {
    const session = sessionOn(new Date(ms).toISOString().slice(0, 10));
    if (session) found.push(session);
  }
  return found;
}

/** The session whose regular hours hold an instant, or `undefined` outside regular hours. */
export function sessionAt(epochMs: number): Session | undefined {
  const session = sessionOn(newYorkDate(epochMs));
  return session && epochMs >= session.openMs && epochMs < session.closeMs ? session : undefined;
}

/** Whole minutes since the opening bell (0 is 09:30), or `undefined` outside regular hours. */
export function minuteOfSession(epochMs: number): number | undefined {
  const session = sessionAt(epochMs);
  return session && Math.floor((epochMs - session.openMs) / 60_000);
}

/** The newest session that was over at an instant. */
export function lastFinishedSession(epochMs: number): Session {
  const date = newYorkDate(epochMs);
  const today = sessionOn(date);
  return today && today.closeMs <= epochMs ? today : previousSession(date);
}
