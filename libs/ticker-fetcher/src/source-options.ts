import { realSleep, type Sleep } from './clock.ts';
import { OptionsError } from './errors.ts';
import { SYMBOL_LINEAGE, type SymbolLineage } from './symbol-lineage.ts';

/** Where Yahoo Finance serves its charts. */
export const YAHOO_URL = 'https://query2.finance.yahoo.com';

/** How a source of Yahoo's bars behaves. All options have a default that is polite to Yahoo. */
export interface YahooSourceOptions {
  /**
   * Another host that speaks the same API: a recording, a proxy. May have a path, which goes before Yahoo's.
   * @default 'https://query2.finance.yahoo.com'
   */
  readonly url?: string;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
  /** The clock, milliseconds since 1970 UTC. @default Date.now */
  readonly now?: () => number;
  /** Waits; must reject when the signal aborts. @default setTimeout */
  readonly sleep?: Sleep;
  /** A number from 0 to below 1, for the jitter of back-offs. @default Math.random */
  readonly random?: () => number;
  /** Requests under way at one time, over all calls of this source. At least 1. @default 4 */
  readonly maxInFlight?: number;
  /**
   * Requests started in any 60 seconds, over all calls of this source. At least 1. Yahoo publishes no limit; 60 is the
   * yahoo-finance2 maintainers' rule of thumb. @default 60
   */
  readonly maxPerMinute?: number;
  /** Milliseconds for one answer, its body included. At least 1. @default 10_000 */
  readonly timeoutMs?: number;
  /** Tries of one request, the first included. At least 1; 1 never tries again. @default 5 */
  readonly maxAttempts?: number;
  /**
   * The longest silence that a request sits out when Yahoo asks for it (`Retry-After`), milliseconds, at least 0. When
   * it asks for more, requests fail as `rate-limited` and nothing is sent before that time. @default 60_000
   */
  readonly maxPauseMs?: number;
  /**
   * Milliseconds after its end until a bar counts as final, at least 0: late trades still arrive. Where quotes are
   * delayed (not New York shares, currencies or coins), half an hour is added. @default 15_000
   */
  readonly settleMs?: number;
  /** Tickers that changed hands. Replaces the built-in table; `[]` asks for every symbol as it is. @default SYMBOL_LINEAGE */
  readonly lineage?: readonly SymbolLineage[];
}

export interface Settings extends Required<Omit<YahooSourceOptions, 'url'>> {
  readonly url: URL;
}

/** The smallest allowed value of each number. */
const MINIMUM = { maxInFlight: 1, maxPerMinute: 1, timeoutMs: 1, maxAttempts: 1, maxPauseMs: 0, settleMs: 0 } as const;
const FUNCTIONS = ['fetch', 'now', 'sleep', 'random'] as const;
const NAMES = ['url', 'lineage', ...FUNCTIONS, ...Object.keys(MINIMUM)];

/**
 * Reads a URL option.
 *
 * @throws {OptionsError} when it is not an http or https URL
 */
export function readUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed && /^https?:$/u.test(parsed.protocol)) return parsed;
  throw new OptionsError(
    'url',
    `Option url is ${JSON.stringify(url)}: give an http or https URL such as ${YAHOO_URL}.`,
  );
}

/** @throws {OptionsError} when an option is not among the known */
export function refuseUnknown(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new OptionsError(unknown, `There is no option "${unknown}". Options are: ${known.join(', ')}.`);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/u;

function checkLineage(lineage: readonly SymbolLineage[]): void {
  for (const { symbol, now, from, until } of lineage) {
    const dates = [from, until].filter((date) => date !== undefined);
    if (symbol && now && dates.length > 0 && dates.every((date) => DATE.test(date))) continue;
    const row = JSON.stringify({ symbol, from, until, now });
    throw new OptionsError(
      'lineage',
      `Option lineage holds ${row}: each row needs symbol, now, and from or until as YYYY-MM-DD.`,
    );
  }
}

function checkNumbers(options: YahooSourceOptions): void {
  for (const [name, minimum] of Object.entries(MINIMUM)) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= minimum)) continue;
    throw new OptionsError(
      name,
      `Option ${name} is ${JSON.stringify(value)}: give a whole number of at least ${minimum}.`,
    );
  }
}

/** @throws {OptionsError} for an option that does not exist or has a value that is not allowed */
export function readOptions(options: YahooSourceOptions): Settings {
  refuseUnknown(options, NAMES);
  checkNumbers(options);
  for (const name of FUNCTIONS) {
    if (options[name] === undefined || typeof options[name] === 'function') continue;
    throw new OptionsError(name, `Option ${name} is ${typeof options[name]}: give a function.`);
  }
  checkLineage(options.lineage ?? []);
  return {
    url: readUrl(options.url ?? YAHOO_URL),
    // Looked up at each call: a test or a polyfill may replace the global one later.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: options.now ?? Date.now,
    sleep: options.sleep ?? realSleep,
    random: options.random ?? Math.random,
    maxInFlight: options.maxInFlight ?? 4,
    maxPerMinute: options.maxPerMinute ?? 60,
    timeoutMs: options.timeoutMs ?? 10_000,
    maxAttempts: options.maxAttempts ?? 5,
    maxPauseMs: options.maxPauseMs ?? 60_000,
    settleMs: options.settleMs ?? 15_000,
    lineage: options.lineage ?? SYMBOL_LINEAGE,
  };
}
