export {
  formatNewYork,
  fromNewYork,
  newYorkDate,
  newYorkHour,
  newYorkOffsetMinutes,
  type NewYorkTime,
  toNewYork,
} from './new-york-time.ts';
export {
  closureOn,
  lastFinishedSession,
  minuteOfSession,
  nextSession,
  previousSession,
  type Session,
  sessionAt,
  sessionOn,
  sessionsBetween,
} from './sessions.ts';
