import { fromNewYork, newYorkDate, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import { intervalMs } from '@tickerlake/record-schema';
import { RequestError, RequestTooLargeError } from './errors.ts';
import type { CollectRequest } from './parse-request.ts';

/** One symbol and the part of time to collect it for, milliseconds since 1970 UTC, end excluded. */
export interface Task {
  readonly symbol: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The most bars one HTTP call may ask for. An HTTP API waits 30 seconds at most; Yahoo's price endpoint answers about one
 * request a second, each with up to five sessions (1,950 one-minute bars) of a symbol.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_BARS_PER_HTTP_CALL = 50_000;

/**
 * The most bars one direct invocation may ask for: what the same pace allows in the 15 minutes that a function may run.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_BARS_PER_INVOCATION = 1_500_000;

/** Pre-market begins at 04:00 and the post-market ends at 20:00 New York time. https://www.nyse.com/markets/hours-calendars */
const EXTENDED_OPEN_HOUR = 4;
const EXTENDED_CLOSE_HOUR = 20;

/** When the bars of a session begin and end. */
const hoursOf = (session: Session, extended: boolean): { openMs: number; closeMs: number } =>
  extended
    ? { openMs: fromNewYork(session.date, EXTENDED_OPEN_HOUR), closeMs: fromNewYork(session.date, EXTENDED_CLOSE_HOUR) }
    : session;

const format = (value: number): string => value.toLocaleString('en-US');

/**
 * The tasks of a request: each symbol from the first session's open to the last one's close, or to now while it runs.
 *
 * @throws {RequestTooLargeError} for more bars than `maxBars`.
 * @throws {RequestError} when the only session asked for has not begun.
 */
export function planRequest(request: CollectRequest, nowMs: number, maxBars: number): Task[] {
  const hours = sessionsBetween(request.from, request.to)
    .map((session) => hoursOf(session, request.extendedHours))
    .filter(({ openMs }) => openMs < nowMs);
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) {
    throw new RequestError([
      { field: 'date', message: `is ${newYorkDate(nowMs)}, today, whose session has not opened yet.` },
    ]);
  }
  const perSymbol = hours.reduce(
    (bars, { openMs, closeMs }) => bars + Math.ceil((closeMs - openMs) / intervalMs(request.interval)),
    0,
  );
  const bars = perSymbol * request.symbols.length;
  if (bars > maxBars) {
    const message = `The range holds up to ${format(bars)} bars (${request.symbols.length} symbols × ${hours.length} sessions at ${request.interval}), but one call collects at most ${format(maxBars)}: ask for fewer symbols or days.`;
    throw new RequestTooLargeError([{ field: 'from', message }]);
  }
  const toMs = Math.min(last.closeMs, nowMs);
  return request.symbols.map((symbol) => ({ symbol, fromMs: first.openMs, toMs }));
}
