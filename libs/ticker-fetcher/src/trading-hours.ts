import { sessionAt } from '@tickerlake/market-calendar';
import type { ChartMeta } from './chart.ts';

const MINUTE_MS = 60_000;
const SHARES = new Set(['EQUITY', 'ETF']);
const REAL_TIME = new Set(['CURRENCY', 'CRYPTOCURRENCY']);

/**
 * The longest that Yahoo's quotes of an exchange lag behind it.
 * @see https://help.yahoo.com/kb/SLN2310.html for the delay of each exchange
 */
const MAX_QUOTE_DELAY_MS = 30 * MINUTE_MS;

/** A share or fund of the New York exchanges, for which the calendar knows better than the answer. */
const isNewYorkShare = ({ timeZone, instrumentType }: ChartMeta): boolean =>
  timeZone === 'America/New_York' && SHARES.has(instrumentType ?? '');

/**
 * Whether a bar that starts at an instant (milliseconds since 1970 UTC) belongs to the regular hours: by the calendar
 * for New York shares, half days included; by the hours that Yahoo sent for exchanges with a pre- or post-market;
 * always where there is none, as for currencies, coins and most other exchanges.
 */
export function isRegularHours(startMs: number, meta: ChartMeta): boolean {
  if (isNewYorkShare(meta)) return sessionAt(startMs) !== undefined;
  if (meta.hasPrePostMarket !== true || !meta.regularHours) return true;
  return meta.regularHours.some((hours) => startMs >= hours.startMs && startMs < hours.endMs);
}

/**
 * Whether a bar can start at an instant. New York sessions are counted from their open (hours start at 09:30); other
 * exchanges open at quarters of an hour, so their longer bars may start at any of these. A live quote rarely fits.
 */
export function isOnGrid(startMs: number, intervalMs: number, meta: ChartMeta): boolean {
  if (!isNewYorkShare(meta)) return startMs % Math.min(intervalMs, 15 * MINUTE_MS) === 0;
  const openMs = sessionAt(startMs)?.openMs ?? 0;
  return (startMs - openMs) % intervalMs === 0;
}

/** How far Yahoo's prices may lag behind the market, milliseconds. */
export const quoteDelayMs = (meta: ChartMeta): number =>
  isNewYorkShare(meta) || REAL_TIME.has(meta.instrumentType ?? '') ? 0 : MAX_QUOTE_DELAY_MS;
