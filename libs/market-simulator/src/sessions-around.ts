import { CALENDAR_RANGE, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import { dateText, dayOfDate } from './units.ts';

/** The longest closure since 1990, in September 2001, lasted from one Monday to the next. */
const REACH_DAYS = 8;

function withinCalendar(date: string): string {
  const { first, last } = CALENDAR_RANGE;
  if (date < first) return first;
  return date > last ? last : date;
}

/** The sessions next to a date, where the calendar has any. */
export function sessionsAround(date: string): { readonly before?: Session; readonly after?: Session } {
  const day = dayOfDate(date);
  const near = sessionsBetween(withinCalendar(dateText(day - REACH_DAYS)), withinCalendar(dateText(day + REACH_DAYS)));
  const before = near.findLast((session) => session.date < date);
  const after = near.find((session) => session.date > date);
  return { ...(before && { before }), ...(after && { after }) };
}
