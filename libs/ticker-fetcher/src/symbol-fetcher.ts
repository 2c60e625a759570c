import type { Bar, BarFailure, BarInterval } from '@tickerlake/record-schema';
import type { AskedSymbol, BarQuestion } from './bar-question.ts';
import { addDropped, type Dropped, noneDropped, readRows } from './bar-rows.ts';
import type { ChartRequester } from './chart-requester.ts';
import { BadResponseError, ChartError, DelistedError, RangeNotAvailableError, UnknownSymbolError } from './errors.ts';
import { DAY_MS, splitWindow, type Window } from './request-windows.ts';
import { resolveSymbol, type SymbolLineage } from './symbol-lineage.ts';
import type { ObservedChart } from './yahoo-client.ts';

/** What became of one symbol. */
export interface SymbolOutcome {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly failures: readonly BarFailure[];
  readonly dropped: Dropped;
}

export interface SymbolContext {
  readonly request: ChartRequester;
  readonly lane: object;
  readonly now: () => number;
  readonly settleMs: number;
  readonly lineage: readonly SymbolLineage[];
}

/** Reasons that hold for the symbol or the source as a whole: asking for the next window would change nothing. */
const FINAL_REASONS = new Set(['unknown-symbol', 'delisted', 'rate-limited', 'aborted']);
/** Yahoo's clock runs on while a request waits for its turn. */
const HORIZON_MARGIN_MS = 600_000;

const failureOf = (symbol: string, window: Window, error: ChartError): BarFailure => ({
  symbol,
  reason: error.reason,
  message: error.message,
  retriable: error.retriable,
  ...window,
});

/** Failures that follow one another and say the same are one: a year of refused weeks is one sentence. */
function joinFailures(failures: readonly BarFailure[]): BarFailure[] {
  const joined: BarFailure[] = [];
  for (const failure of failures) {
    const last = joined.at(-1);
    const continues =
      last?.toMs === failure.fromMs && last.reason === failure.reason && last.message === failure.message;
    if (last && continues) joined[joined.length - 1] = { ...last, toMs: failure.toMs };
    else joined.push(failure);
  }
  return joined;
}

/**
 * An answer that would pass for bars but is not what was asked.
 *
 * @throws {DelistedError} for the shell that Yahoo keeps of a dead listing
 * @throws {BadResponseError} for rows of another interval, which Yahoo sends where it has no finer ones
 */
function checkAnswer({ chart }: ObservedChart, interval: BarInterval): void {
  const { exchangeName, granularity } = chart.meta;
  if (chart.stamps.length === 0) {
    if (exchangeName === 'YHD') throw new DelistedError('Yahoo lists the symbol as no longer traded and has no rows.');
    return;
  }
  const given = granularity === '60m' ? '1h' : granularity;
  if (given === undefined || given === interval) return;
  const message = `Yahoo answered with ${given} rows where ${interval} rows were asked.`;
  throw new BadResponseError(message, { retriable: false });
}

/** What a symbol has come to so far. */
function createTally(name: string) {
  const bars: Bar[] = [];
  const failures: BarFailure[] = [];
  const dropped = noneDropped();
  return {
    taken: new Set<number>(),
    add: (rows: { readonly bars: readonly Bar[]; readonly dropped: Dropped }): void => {
      bars.push(...rows.bars);
      addDropped(dropped, rows.dropped);
    },
    fail: (window: Window, error: ChartError): void => {
      failures.push(failureOf(name, window, error));
    },
    outcome: (): SymbolOutcome => ({ name, bars, failures: joinFailures(failures), dropped }),
  };
}
type Tally = ReturnType<typeof createTally>;

interface Job extends SymbolContext {
  readonly name: string;
  readonly yahooSymbol: string;
  readonly question: BarQuestion;
}

/** Adds a window's bars to the tally, or gives the error that was met. */
async function askWindow(window: Window, job: Job, tally: Tally): Promise<ChartError | undefined> {
  const { name, yahooSymbol, settleMs } = job;
  const { interval, extendedHours, signal } = job.question;
  try {
    const asked = { yahooSymbol, window, interval, extendedHours };
    const answer = await job.request(asked, { lane: job.lane, signal });
    checkAnswer(answer, interval);
    tally.add(readRows(answer, { name, window, interval, extendedHours, settleMs, taken: tally.taken }));
    return undefined;
  } catch (error) {
    if (error instanceof ChartError) return error;
    throw error;
  }
}

/** From when on Yahoo says that it serves, where it refused because a window begins too early. */
const servedFromMs = (error: ChartError, nowMs: number): number =>
  error instanceof RangeNotAvailableError && error.servedDays !== undefined
    ? nowMs - error.servedDays * DAY_MS + HORIZON_MARGIN_MS
    : -Infinity;

/** Asks for a part window by window, in order, and goes on after one that failed. */
async function fetchPart(part: Window, job: Job, tally: Tally): Promise<void> {
  const { interval } = job.question;
  let windows = splitWindow(part, interval);
  for (let window = windows.shift(); window; window = windows.shift()) {
    const error = await askWindow(window, job, tally);
    if (!error) continue;
    const isFinal = FINAL_REASONS.has(error.reason);
    // Yahoo refuses a window as a whole when it begins too early: what lies before is not asked for again.
    const servedMs = isFinal ? part.toMs : Math.min(servedFromMs(error, job.now()), part.toMs);
    const endMs = servedMs > window.fromMs ? servedMs : window.toMs;
    tally.fail({ fromMs: window.fromMs, toMs: endMs }, error);
    if (endMs !== window.toMs) windows = splitWindow({ fromMs: endMs, toMs: part.toMs }, interval);
  }
}

/** Fetches one symbol, whichever tickers it had in the asked window. Never rejects for what the symbol does. */
export async function fetchSymbol(
  { name, problem }: AskedSymbol,
  question: BarQuestion,
  context: SymbolContext,
): Promise<SymbolOutcome> {
  const tally = createTally(name);
  if (problem !== undefined) {
    tally.fail(question.window, new UnknownSymbolError(problem));
    return tally.outcome();
  }
  for (const part of resolveSymbol(name, question.window, context.lineage)) {
    const window = { fromMs: part.fromMs, toMs: part.toMs };
    if (part.yahooSymbol === undefined) tally.fail(window, new UnknownSymbolError(part.message));
    else await fetchPart(window, { ...context, name, yahooSymbol: part.yahooSymbol, question }, tally);
  }
  return tally.outcome();
}
