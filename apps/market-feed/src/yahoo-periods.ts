import { fromNewYork, newYorkOffsetMinutes, type Session } from '@tickerlake/market-calendar';

/** A stretch of trading hours as Yahoo writes it, seconds since 1970 UTC. */
export interface TradingPeriod {
  readonly timezone: 'EST' | 'EDT';
  readonly start: number;
  readonly end: number;
  readonly gmtoffset: number;
}

const SUMMER_MINUTES = -240;
/** Pre-market begins at 04:00; post-market ends four hours after the close. */
const PRE_MARKET_HOUR = 4;
const POST_MARKET_MS = 4 * 3_600_000;

/** New York's offset at an instant, in Yahoo's form. */
export function zoneAt(epochMs: number): Pick<TradingPeriod, 'timezone' | 'gmtoffset'> {
  const minutes = newYorkOffsetMinutes(epochMs);
  return { timezone: minutes === SUMMER_MINUTES ? 'EDT' : 'EST', gmtoffset: minutes * 60 };
}

const period = (startMs: number, endMs: number): TradingPeriod => ({
  ...zoneAt(startMs),
  start: startMs / 1000,
  end: endMs / 1000,
});

/** A day's hours before, during and after the session. */
export const periodsOf = ({ date, openMs, closeMs }: Session) => ({
  pre: period(fromNewYork(date, PRE_MARKET_HOUR), openMs),
  regular: period(openMs, closeMs),
  post: period(closeMs, closeMs + POST_MARKET_MS),
});

/** `tradingPeriods` of a chart: a list of days when pre- and post-market are left out, else three such lists. */
export function tradingPeriodsOf(sessions: readonly Session[], includePrePost: boolean): unknown {
  const days = sessions.map(periodsOf);
  const regular = days.map((day) => [day.regular]);
  if (!includePrePost) return regular;
  return { pre: days.map(({ pre }) => [pre]), regular, post: days.map(({ post }) => [post]) };
}
