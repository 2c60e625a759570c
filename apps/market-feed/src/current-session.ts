import { CALENDAR_RANGE, lastFinishedSession, nextSession, type Session, sessionAt } from '@tickerlake/market-calendar';

const FIRST_SESSION = nextSession(CALENDAR_RANGE.first);

/** The session that is running, else the last that is over; before the calendar's first has closed, that one. */
export const currentSession = (nowMs: number): Session =>
  sessionAt(nowMs) ?? (nowMs < FIRST_SESSION.closeMs ? FIRST_SESSION : lastFinishedSession(nowMs));
