import { CALENDAR_RANGE, fromNewYork } from '@tickerlake/market-calendar';

/** The years that the simulated market knows, milliseconds since 1970 UTC, end excluded. */
export const CALENDAR_MS = { first: fromNewYork(CALENDAR_RANGE.first), end: fromNewYork(CALENDAR_RANGE.last, 24) };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The shape of a text that {@link readInstant} may read; days that do not exist (30 February) fit it too. */
export const INSTANT_PATTERN = new RegExp(`${DATE.source}|${ZONED.source}`);

/** What may stand for an instant, to complete "allowed is …". */
export const INSTANT_ALLOWED = `an ISO instant with its zone such as 2026-11-20T14:30:00Z or 2026-11-20 09:30:00-05:00, or a New York date such as 2026-11-20, from ${CALENDAR_RANGE.first} to ${CALENDAR_RANGE.last}`;

const isDate = (text: string): boolean => {
  const ms = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/**
 * The instant that a text stands for, milliseconds since 1970 UTC, or `undefined` where it stands for none or lies outside
 * the market's calendar. A New York date is its first midnight as a `start` and its last as an `end`, so that a range of
 * dates holds both.
 */
export function readInstant(text: string, edge: 'start' | 'end'): number | undefined {
  if (!INSTANT_PATTERN.test(text) || !isDate(text.slice(0, 10))) return undefined;
  const isWholeDay = text.length === 10;
  const ms = isWholeDay ? fromNewYork(text, edge === 'end' ? 24 : 0) : Date.parse(text.replace(' ', 'T'));
  const isKnown = ms >= CALENDAR_MS.first && (edge === 'end' ? ms <= CALENDAR_MS.end : ms < CALENDAR_MS.end);
  return isKnown ? ms : undefined;
}

/** An instant as answers and logs write it. */
export const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();
