import { fromNewYork, newYorkDate } from '@tickerlake/market-calendar';
import { dateText, dayOfDate, isWeekend, weekdayOf } from './units.ts';

/** One of the five days of the forex week: 24 hours from 17:00 New York to 17:00, named by the date on which it ends. */
export interface ForexDay {
  /** Days since 1970 of the date on which it ends, a weekday. */
  readonly day: number;
  readonly openMs: number;
  readonly closeMs: number;
  /** Whether it begins the week, on Sunday. */
  readonly opensWeek: boolean;
}

/** The hour in New York at which one day ends and the next one begins; the week too. */
const ROLL_HOUR = 17;

function forexDay(day: number): ForexDay {
  const [openMs, closeMs] = [fromNewYork(dateText(day - 1), ROLL_HOUR), fromNewYork(dateText(day), ROLL_HOUR)];
  return { day, openMs, closeMs, opensWeek: weekdayOf(day) === 1 };
}

/**
 * The forex days that a window touches, in order. Each is 24 hours long: clocks change on Sundays at night, when the
 * market is closed.
 */
export function* forexDays(fromMs: number, toMs: number): Generator<ForexDay> {
  for (let day = dayOfDate(newYorkDate(fromMs)); ; day++) {
    if (isWeekend(day)) continue;
    const found = forexDay(day);
    if (found.openMs >= toMs) return;
    if (found.closeMs > fromMs) yield found;
  }
}
