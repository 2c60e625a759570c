import type { StageCounts } from '@tickerlake/local-cloud';
import type { BarFailure } from '@tickerlake/record-schema';
import type { CollectEvent, CollectReport } from './collect-report.ts';
import { CommandError, EXIT } from './failures.ts';
import type { LocalPipeline } from './local-pipeline.ts';
import type { Progress } from './progress.ts';
import type { StageCount } from './report/report-data.ts';
import { daysText } from './trading-range.ts';

/** What a collection did, stage by stage. */
export interface Collection {
  readonly event: CollectEvent;
  readonly report: CollectReport;
  readonly counts: StageCounts;
}

/** Asks the collector, then waits until the lake holds what it sent. */
export async function collectDays(
  pipeline: LocalPipeline,
  event: CollectEvent,
  progress: Progress,
): Promise<Collection> {
  const { symbols, interval, source } = event;
  progress.step(`Collecting ${interval} bars of ${symbols.length} symbols for ${daysText(event)} (${source})`);
  const report = await pipeline.collect(event);
  progress.step(`Streaming, transforming and storing ${report.bars.toLocaleString('en-US')} bars`);
  const counts = await pipeline.drain();
  return { event, report, counts };
}

/** Failures that say that the source itself could not be had, not that it lacks something. */
const UNREACHED = new Set<BarFailure['reason']>(['network', 'timeout', 'rate-limited']);

/** Why nothing came at all, where it is that the source could not be had: it cannot be reached, or it throttles. */
export function whyUnreached({ report }: Collection): 'unreachable' | 'throttled' | undefined {
  const { bars, failures } = report;
  if (bars > 0 || failures.length === 0 || !failures.every(({ reason }) => UNREACHED.has(reason))) return undefined;
  return failures.some(({ reason }) => reason === 'rate-limited') ? 'throttled' : 'unreachable';
}

/**
 * Tells each failure; the answer is the exit code.
 * @throws {CommandError} when nothing at all was collected.
 */
export function judge(collection: Collection, progress: Progress): number {
  const { report } = collection;
  for (const { symbol, message } of report.failures) progress.note(`${symbol}: ${message}`);
  if (report.bars === 0) throw new CommandError(nothingCame(collection));
  const lost = lossesOf(collection);
  if (report.account.delivered === 0) throw new CommandError(lost.join(' '));
  for (const loss of lost) progress.note(loss);
  return lost.length + report.failures.length > 0 ? EXIT.partial : EXIT.done;
}

const nothingCame = ({ event, report }: Collection): string =>
  report.failures.length > 0
    ? 'Nothing was collected.'
    : `The source has no ${event.interval} bars of ${event.symbols.join(', ')} from ${event.from} to ${event.to}.`;

/** A sentence for each way in which bars that came are not in the lake. */
function lossesOf({ report, counts }: Collection): string[] {
  const { account, invalid } = report;
  const causes = Object.keys(account.rejections).join(', ');
  const losses = [
    { count: invalid, text: `${invalid} bars broke the record schema and were not sent.` },
    {
      count: account.rejected,
      text: `The stream did not take ${account.rejected} of ${account.accepted} bars (${causes}): run the same command again.`,
    },
    {
      count: counts.errorOutput.rows,
      text: `${counts.errorOutput.rows} records were unreadable and lie in quarantine.`,
    },
  ];
  return losses.filter(({ count }) => count > 0).map(({ text }) => text);
}

/** The flow as a table: what came into each stage and what became of it. */
export function stagesOf({ report, counts }: Collection): StageCount[] {
  const dropped = Object.values(report.dropped).reduce((sum, count) => sum + count, 0);
  const { deaggregated, transformed, delivered, partitionFailed, conversionFailed } = counts;
  return [
    { stage: 'fetch', in: report.bars + report.invalid + dropped, out: report.bars, dropped, failed: report.invalid },
    {
      stage: 'produce',
      in: report.account.accepted,
      out: report.account.delivered,
      dropped: 0,
      failed: report.account.rejected,
    },
    {
      stage: 'transform',
      in: deaggregated,
      out: transformed.ok,
      dropped: transformed.dropped,
      failed: transformed.failed,
    },
    {
      stage: 'store',
      in: transformed.rows,
      out: delivered.rows,
      dropped: 0,
      failed: partitionFailed + conversionFailed,
    },
  ];
}
