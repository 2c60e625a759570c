import { CALENDAR_RANGE, lastFinishedSession, nextSession, type Session, sessionAt } from '@tickerlake/market-calendar';
import { CALENDAR_MS } from './instant.ts';

const FIRST_SESSION = nextSession(CALENDAR_RANGE.first);

/** The session that is running at an instant, else the last that is over; before the calendar's first has closed, that one. */
export function currentSession(epochMs: number): Session {
  if (epochMs < FIRST_SESSION.closeMs) return FIRST_SESSION;
  const knownMs = Math.min(epochMs, CALENDAR_MS.end - 1);
  return sessionAt(knownMs) ?? lastFinishedSession(knownMs);
}
