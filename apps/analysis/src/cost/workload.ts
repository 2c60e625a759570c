import type { BarInterval } from '@tickerlake/record-schema';
import { PAIRS, STORIES_A_DAY, SYMBOLS_PER_FEED, TICK_SECONDS } from './assumptions.ts';
import { barsByRun, barsOf, closingSeconds, type Collectors, collectorsFor, fetchSeconds } from './bar-schedule.ts';
import type { Burst } from './packing.ts';
import { RECORD_BYTES } from './sample-records.ts';
import { type TradingMonth, tradingMonth } from './trading-month.ts';

/** What is asked to be estimated. */
export interface CostQuestion {
  readonly symbols: number;
  readonly interval: BarInterval;
  /** `YYYY-MM` */
  readonly month: string;
  /** Whether the market feed's quotes, rates and stories go through the log leg too. */
  readonly feed: boolean;
  readonly queriesPerDay: number;
  /** Megabytes that a query scans. */
  readonly scannedMb: number;
}

/** Equal bursts onto the stream, so many times in the month. */
interface Bursts extends Burst {
  readonly times: number;
}

/** Runs of the collectors at one instant. */
export interface Run {
  /** Bars of a symbol. */
  readonly bars: number;
  /** Such instants in the month. */
  readonly times: number;
  readonly closing: boolean;
}

/** What the month brings, before anything is rounded for a bill. */
export interface Workload {
  readonly question: CostQuestion;
  readonly month: TradingMonth;
  readonly collectors: Collectors;
  readonly runs: readonly Run[];
  readonly barsPut: number;
  readonly logs: { readonly quotes: number; readonly rates: number; readonly stories: number };
  /** Minutes in which logs come: of sessions, with quotes, and of the forex week beside. */
  readonly logMinutes: { readonly session: number; readonly other: number };
  readonly bursts: readonly Bursts[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Equal runs counted together: a month has thousands, of few kinds. */
function runsOf({ sessionMinutes }: TradingMonth, interval: BarInterval): Run[] {
  const found = new Map<string, Run>();
  const add = (bars: number, closing: boolean): void => {
    const key = `${bars} ${closing}`;
    found.set(key, { bars, closing, times: (found.get(key)?.times ?? 0) + 1 });
  };
  for (const minutes of sessionMinutes) {
    for (const bars of barsByRun(minutes, interval)) add(bars, false);
    add(barsOf(minutes, interval), true);
  }
  return [...found.values()];
}

/** Seconds over which a collector of so many symbols spreads a run. */
export const runSeconds = (run: Run, symbols: number, collectorSymbols: number): number =>
  run.closing ? closingSeconds(symbols, collectorSymbols, run.bars) : fetchSeconds(collectorSymbols);

const barBursts = (symbols: number, collectors: Collectors, runs: readonly Run[]): Bursts[] =>
  runs.flatMap((run) =>
    collectors.groups.map((group) => ({
      records: group.symbols * run.bars,
      recordBytes: RECORD_BYTES.bar,
      seconds: runSeconds(run, symbols, group.symbols),
      times: run.times * group.collectors,
    })),
  );

const MINUTES_A_DAY = 1_440;
const TICKS_A_MINUTE = 60 / TICK_SECONDS;

/** A tick of one feed with so many companies: their quotes one after the other, the rates all at once. */
function tick(symbols: number, pairs: number, times: number): Bursts {
  const bytes = symbols * RECORD_BYTES.quote + pairs * RECORD_BYTES.rate;
  const records = symbols + pairs;
  return { records, recordBytes: bytes / records, seconds: symbols > 0 ? TICK_SECONDS : 0, times };
}

/** Feeds of as many companies as one takes, and one with the rest; rates and stories come from the first. */
function logBursts(symbols: number, minutes: Workload['logMinutes'], stories: number): Bursts[] {
  const first = Math.min(symbols, SYMBOLS_PER_FEED);
  const [full, rest] = [Math.floor((symbols - first) / SYMBOLS_PER_FEED), (symbols - first) % SYMBOLS_PER_FEED];
  const sessionTicks = minutes.session * TICKS_A_MINUTE;
  return [
    tick(first, PAIRS, sessionTicks),
    tick(0, PAIRS, minutes.other * TICKS_A_MINUTE),
    ...(full > 0 ? [tick(SYMBOLS_PER_FEED, 0, full * sessionTicks)] : []),
    ...(rest > 0 ? [tick(rest, 0, sessionTicks)] : []),
    { records: 1, recordBytes: RECORD_BYTES.story, seconds: 0, times: stories },
  ];
}

function logsOf({ symbols, feed }: CostQuestion, { sessionMinutes, weekdays, days }: TradingMonth) {
  if (!feed) return { logs: { quotes: 0, rates: 0, stories: 0 }, logMinutes: { session: 0, other: 0 }, bursts: [] };
  const session = sum(sessionMinutes);
  const logMinutes = { session, other: weekdays * MINUTES_A_DAY - session };
  const logs = {
    quotes: session * TICKS_A_MINUTE * symbols,
    rates: weekdays * MINUTES_A_DAY * TICKS_A_MINUTE * PAIRS,
    stories: days * STORIES_A_DAY * symbols,
  };
  return { logs, logMinutes, bursts: logBursts(symbols, logMinutes, logs.stories) };
}

/** What a month brings of what is asked. */
export function workloadOf(question: CostQuestion): Workload {
  const { symbols, interval } = question;
  const month = tradingMonth(question.month);
  const collectors = collectorsFor(symbols, interval);
  const runs = runsOf(month, interval);
  const { logs, logMinutes, bursts } = logsOf(question, month);
  return {
    question,
    month,
    collectors,
    runs,
    barsPut: symbols * sum(runs.map(({ bars, times }) => bars * times)),
    logs,
    logMinutes,
    bursts: [...barBursts(symbols, collectors, runs), ...bursts],
  };
}
