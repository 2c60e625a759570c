export { InvalidDateError, InvalidInstantError, MarketCalendarError, OutsideCalendarError } from './errors.ts';
export { EARLY_CLOSES, type Holiday, HOLIDAYS, type YearlyDay, type YearlyEarlyClose } from './holidays.ts';
export {
  formatNewYork,
  fromNewYork,
  newYorkDate,
  newYorkHour,
  newYorkOffsetMinutes,
  type NewYorkTime,
  toNewYork,
} from './new-york-time.ts';
export { type Session } from './session-plan.ts';
export {
  CALENDAR_RANGE,
  closureOn,
  lastFinishedSession,
  minuteOfSession,
  nextSession,
  previousSession,
  sessionAt,
  sessionOn,
  sessionsBetween,
} from './sessions.ts';
export { SPECIAL_DAYS, type SpecialDay } from './special-days.ts';
