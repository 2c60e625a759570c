import { formatNewYork } from '@tickerlake/market-calendar';
import type { BarDropReason, BarFailure, BarInterval } from '@tickerlake/record-schema';
import type { Collected } from './collect.ts';
import type { Task } from './plan-request.ts';

/** The producer's account of one run, in numbers: `accepted` is `delivered` + `rejected`. */
interface DeliverySummary {
  readonly accepted: number;
  readonly delivered: number;
  readonly rejected: number;
  /** Rejected records by cause: the service's code, or the producer's name for it. */
  readonly rejections: Readonly<Record<string, number>>;
  readonly retries: number;
  readonly requests: number;
}

/** What one run did. Partial failure is part of the report, not an exception. */
export interface CollectReport {
  /** The source that was asked: `yahoo`, `simulated`. */
  readonly source: string;
  readonly interval: BarInterval;
  /** Start of what was asked, New York time with offset: `2026-11-20 09:30:00-05:00`. */
  readonly from: string;
  /** End of what was asked, excluded. */
  readonly to: string;
  /** Valid bars handed to the stream. */
  readonly bars: number;
  /** Bars that the source gave but that break the record schema: not sent. */
  readonly invalid: number;
  /** What is wrong with the first of them. */
  readonly invalidReason?: string;
  /** Symbols (or parts of their window) that could not be served, and why. */
  readonly failures: readonly BarFailure[];
  /** Rows that the source left out, by reason. */
  readonly dropped: Readonly<Record<BarDropReason, number>>;
  readonly account: DeliverySummary;
  /** Why a scheduled run had nothing to do, where it had not. */
  readonly skipped?: string;
}

const countBy = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** Tells what was collected. Rejected records are told in numbers: the report must fit a response, the records need not. */
export function toReport(
  { source, interval, tasks }: { source: string; interval: BarInterval; tasks: readonly Task[] },
  { account, ...collected }: Collected,
): CollectReport {
  return {
    source,
    interval,
    from: formatNewYork(Math.min(...tasks.map(({ fromMs }) => fromMs))),
    to: formatNewYork(Math.max(...tasks.map(({ toMs }) => toMs))),
    ...collected,
    account: {
      accepted: account.accepted,
      delivered: account.delivered,
      rejected: account.rejected.length,
      rejections: countBy(account.rejected.map(({ reason }) => ('code' in reason ? String(reason.code) : reason.name))),
      retries: account.retries,
      requests: account.requests,
    },
  };
}

/** The report of a scheduled run that had nothing to do. */
export function skippedReport(source: string, interval: BarInterval, atMs: number, skipped: string): CollectReport {
  const at = formatNewYork(atMs);
  return {
    source,
    interval,
    from: at,
    to: at,
    bars: 0,
    invalid: 0,
    failures: [],
    dropped: { 'outside-window': 0, 'empty-row': 0, 'extended-hours': 0, duplicate: 0 },
    account: { accepted: 0, delivered: 0, rejected: 0, rejections: {}, retries: 0, requests: 0 },
    skipped,
  };
}
