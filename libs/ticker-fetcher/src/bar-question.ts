import { fromNewYork } from '@tickerlake/market-calendar';
import { BAR_INTERVALS, type BarInterval, type BarRequest } from '@tickerlake/record-schema';
import { RequestError } from './errors.ts';
import { DAY_MS, type Window } from './request-windows.ts';

type Without<Names extends keyof BarRequest> = Omit<BarRequest, Names>;

/** One New York day, midnight to midnight. */
export interface DayRequest extends Without<'fromMs' | 'toMs'> {
  /** New York date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly from?: never;
  readonly to?: never;
}

/** New York days, both included. */
export interface DaysRequest extends Without<'fromMs' | 'toMs'> {
  /** First New York date, `YYYY-MM-DD`. */
  readonly from: string;
  /** Last New York date, `YYYY-MM-DD`, included. */
  readonly to: string;
  readonly date?: never;
}

/** A request that has been checked. */
export interface BarQuestion {
  readonly symbols: readonly AskedSymbol[];
  readonly window: Window;
  readonly interval: BarInterval;
  readonly extendedHours: boolean;
  readonly signal: AbortSignal | undefined;
}

/** A symbol in upper case, or what is wrong with it. */
export interface AskedSymbol {
  readonly name: string;
  readonly problem?: string;
}

const FIELDS = ['symbols', 'interval', 'extendedHours', 'signal', 'date', 'from', 'to', 'fromMs', 'toMs'];
/** The ways to name a time, as the fields they take. */
const WAYS = new Set(['date', 'from,to', 'fromMs,toMs']);

function nextDate(date: string, field: string): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const isDate = /^\d{4}-\d{2}-\d{2}$/u.test(date) && !Number.isNaN(ms);
  if (!isDate || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new RequestError(field, `${field} is ${JSON.stringify(date)}: give a New York date as YYYY-MM-DD.`);
  }
  return new Date(ms + DAY_MS).toISOString().slice(0, 10);
}

function daysWindow(from: string, to: string, names: readonly [string, string]): Window {
  nextDate(from, names[0]);
  return { fromMs: fromNewYork(from), toMs: fromNewYork(nextDate(to, names[1])) };
}

function readWindow(request: BarRequest | DayRequest | DaysRequest): Window {
  if ('date' in request && request.date !== undefined) return daysWindow(request.date, request.date, ['date', 'date']);
  if ('from' in request && request.from !== undefined) return daysWindow(request.from, request.to, ['from', 'to']);
  return { fromMs: request.fromMs, toMs: request.toMs };
}

/** The end of year 9999: later instants have no four-digit year to be written with. */
const LAST_MS = Date.UTC(10_000, 0);

function checkWindow({ fromMs, toMs }: Window): void {
  const isWhole = Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs);
  if (isWhole && fromMs >= 0 && fromMs < toMs && toMs <= LAST_MS) return;
  throw new RequestError(
    'fromMs',
    `The window is ${fromMs} to ${toMs}: it must end after it starts, in whole milliseconds from 1970 to year 9999.`,
  );
}

function checkFields(request: object): void {
  const given = Object.keys(request);
  const unknown = given.find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    throw new RequestError(unknown, `A request has no field "${unknown}". Fields are: ${FIELDS.join(', ')}.`);
  }
  const way = FIELDS.slice(4).filter((field) => given.includes(field));
  if (WAYS.has(way.join(','))) return;
  throw new RequestError(
    'date',
    `A request names ${way.join(' and ') || 'no time'}: give date, or from and to, or fromMs and toMs.`,
  );
}

/** Yahoo's symbols: `AAPL`, `BRK-B`, `VOD.L`, `^GSPC`, `EURUSD=X`, `M&M.NS`. */
const SYMBOL = /^(?=.{1,32}$)\^?[A-Z0-9][A-Z0-9.&=-]*$/u;

function readSymbol(asked: unknown): AskedSymbol {
  const name = String(asked).trim().toUpperCase();
  if (typeof asked === 'string' && SYMBOL.test(name)) return { name };
  const problem = `${JSON.stringify(asked)} is not a symbol: Yahoo's are letters and digits with . - = & inside and ^ before (BRK-B, VOD.L, EURUSD=X, ^GSPC).`;
  return { name: String(asked), problem };
}

/**
 * Checks a request. A symbol that cannot be one does not throw: it is answered with a failure of its own, as any other
 * symbol that Yahoo does not have.
 *
 * @throws {RequestError} for a request that is wrong in itself
 */
export function readRequest(request: BarRequest | DayRequest | DaysRequest): BarQuestion {
  checkFields(request);
  const { symbols, interval, extendedHours = false, signal } = request;
  if (!Array.isArray(symbols)) throw new RequestError('symbols', 'symbols must be a list of symbols.');
  if (!BAR_INTERVALS.includes(interval)) {
    const allowed = BAR_INTERVALS.join(', ');
    throw new RequestError('interval', `interval is ${JSON.stringify(interval)}: give one of ${allowed}.`);
  }
  if (typeof extendedHours !== 'boolean') {
    throw new RequestError('extendedHours', `extendedHours is ${String(extendedHours)}: give true or false.`);
  }
  const window = readWindow(request);
  checkWindow(window);
  const unique = new Map(symbols.map((asked) => readSymbol(asked)).map((symbol) => [symbol.name, symbol]));
  return { symbols: [...unique.values()], window, interval, extendedHours, signal };
}
