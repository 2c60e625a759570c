import { ConfigError } from '@tickerlake/lambda-app';
import { intervalMs } from '@tickerlake/record-schema';
import type { Config } from './config.ts';
import { CollectionFailedError } from './errors.ts';
import type { Task } from './plan-request.ts';
import { createProgressBook, planSchedule, type SchedulePlan } from './plan-schedule.ts';
import { type CollectReport, skippedReport } from './report.ts';
import { runJob, type RunDependencies } from './run-job.ts';

type Plan = Exclude<SchedulePlan, { skipped: string }>;

/** A symbol without a failure is remembered as collected; after a rejection none is, for any of them may lack bars. */
const remember = (plan: Plan, report: CollectReport, atMs: number): void => {
  if (report.account.rejected > 0) return;
  const failed = new Set(report.failures.map(({ symbol }) => symbol));
  for (const { symbol } of plan.tasks) {
    if (failed.has(symbol)) continue;
    if (plan.closing) plan.progress.settled.add(symbol);
    else plan.progress.collectedAtMs.set(symbol, atMs);
  }
};

/** Why a scheduled run counts as failed, if it does: nobody reads its report, so an alarm must. */
const whyFailed = ({ account, failures, bars }: CollectReport, tasks: readonly Task[]): string | undefined => {
  if (account.rejected > 0) return `The stream rejected ${account.rejected} of ${account.accepted} records.`;
  const failed = new Set(failures.map(({ symbol }) => symbol));
  if (bars > 0 || !tasks.every(({ symbol }) => failed.has(symbol))) return undefined;
  return `None of ${tasks.length} symbols could be collected; ${failures[0]?.symbol}: ${failures[0]?.message}`;
};

/** What is told of a run while it goes on. */
interface RunObserver {
  /** The run was due within a session and has something to collect. Told once, however often the run is tried. */
  onMarketMinute(): void;
  /** What the run did; it may fail after that. */
  onReport(report: CollectReport): void;
}

/** One scheduled run after the other, in one container. */
export type ScheduledRun = (atMs: number, remainingMs: number, observer: RunObserver) => Promise<CollectReport>;

const announce = ({ inSession, progress }: Plan, atMs: number, observer: RunObserver): void => {
  if (inSession && !progress.dueAtMs.has(atMs)) observer.onMarketMinute();
  progress.dueAtMs.add(atMs);
};

/**
 * Runs what the schedule asks for, remembering between runs what was collected.
 *
 * A run throws a `CollectionFailedError`, after its report, when the stream rejected records or no symbol could be
 * collected; a symbol that failed beside others that did not is caught up by the next run.
 */
export function createScheduledRun(config: Config, dependencies: RunDependencies): ScheduledRun {
  const book = createProgressBook();
  const { source, interval, overlapMs, symbols } = config;
  return async (atMs, remainingMs, observer) => {
    if (symbols.length === 0) {
      throw new ConfigError([
        { field: 'TICKERLAKE_SYMBOLS', message: 'is missing: a schedule collects the symbols that it names.' },
      ]);
    }
    const plan = planSchedule(atMs, symbols, book, { barMs: intervalMs(interval), overlapMs });
    if ('skipped' in plan) {
      const report = skippedReport(source, interval, atMs, plan.skipped);
      observer.onReport(report);
      return report;
    }
    announce(plan, atMs, observer);
    const report = await runJob(dependencies, { ...config, extendedHours: false, tasks: plan.tasks }, remainingMs);
    observer.onReport(report);
    remember(plan, report, atMs);
    const why = whyFailed(report, plan.tasks);
    if (why !== undefined) throw new CollectionFailedError(why);
    return report;
  };
}
