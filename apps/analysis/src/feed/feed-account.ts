import type { StageCount } from '../report/report-data.ts';
import { addsUp, balanceStages, balanceText } from '../report/stage-balance.ts';
import { formatRows } from '../row-format.ts';
import type { Lag } from './notice-lag.ts';
import type { ObjectFindings } from './verify-objects.ts';

/** Records that the feed made, and that readers of the lake see. */
interface Seen {
  readonly made: number;
  /** Of the days played, before it and after it. */
  readonly seenBefore: number;
  readonly seen: number;
}

/** What was counted of a run of the feed, in records; where the functions counted, repeated deliveries are in it. */
export interface FeedCounts {
  /** Quotes, rates and stories. */
  readonly logs: Seen;
  readonly bars: Seen;
  /** Of both, what the stream took, and what it refused for good. */
  readonly delivered: number;
  readonly rejected: number;
  /** The functions' own metrics. */
  readonly logPipe: Readonly<Record<string, number>>;
  readonly processor: Readonly<Record<string, number>>;
  /** Log records in this run's objects, as their notices say. */
  readonly noticed: number;
  /** Log records in the lake's files of the days played, repeated ones included. */
  readonly stored: number;
}

/** A feed that was played to its end, and what is left of it in the lake. */
export interface PlayedFeed {
  readonly counts: FeedCounts;
  readonly objects: number;
  readonly notices: number;
  readonly repeatedNotices: number;
  readonly findings: ObjectFindings;
  /** Messages that the processor gave up. */
  readonly deadLetters: number;
  /** Function processes that were killed on purpose on the way. */
  readonly killed: number;
  /** From the market to the notice. */
  readonly lag?: Lag;
}

/** The logs' way from the feed to a reader. */
function feedStages(counts: FeedCounts): StageCount[] {
  const { logs, bars, delivered, rejected, noticed, stored } = counts;
  const pipe = metricsOf(counts.logPipe);
  const processor = metricsOf(counts.processor);
  const handled = processor('RecordsStored');
  return [
    { stage: 'market feed', in: logs.made + bars.made, out: delivered, dropped: 0, failed: rejected },
    {
      stage: 'log pipe',
      in: pipe('RecordsIn'),
      out: pipe('RecordsForwarded'),
      dropped: pipe('RecordsLeftOut'),
      failed: 0,
      note: 'bars go the other way',
    },
    {
      stage: 'processor',
      in: processor('RecordsIn'),
      out: handled,
      dropped: processor('RecordsIn') - handled - processor('RecordsFailed'),
      failed: processor('RecordsFailed'),
    },
    {
      stage: 'objects',
      in: handled,
      out: noticed,
      dropped: handled - noticed,
      failed: 0,
      note: 'the same object again',
    },
    {
      stage: 'readers',
      in: stored,
      out: logs.seen,
      dropped: stored - logs.seen,
      failed: 0,
      note: 'the same record again',
    },
  ];
}

const metricsOf =
  (metrics: Readonly<Record<string, number>>) =>
  (name: string): number =>
    metrics[name] ?? 0;

/** The account as it is printed, and whether it adds up. */
export interface FeedAccount {
  readonly text: string;
  readonly addsUp: boolean;
}

/** Every stage's counts, what readers see against what the feed made, and objects against notices. */
export function feedAccount(played: PlayedFeed): FeedAccount {
  const balances = balanceStages(feedStages(played.counts));
  const rows = balances.map(({ stage, ...balance }) => ({ ...stage, '': balanceText({ stage, ...balance }) }));
  const table = formatRows('table', ['stage', 'in', 'out', 'dropped', 'failed', ''], rows);
  const { logs, bars } = played.counts;
  const sums = [recordSum(logs, 'log records'), recordSum(bars, 'bars'), objectSum(played)];
  return {
    text: [table, ...sums.map(({ text }) => text), lagText(played), asideOf(played)]
      .filter((line) => line !== '')
      .join('\n'),
    addsUp: balances.every(addsUp) && sums.every((sum) => sum.addsUp),
  };
}

function recordSum({ made, seen, seenBefore }: Seen, what: string): FeedAccount {
  const difference = seen - made;
  const before = seenBefore > 0 ? `, ${count(seenBefore)} of which the lake held before` : '';
  return {
    text: `${count(made)} ${what} made, ${count(seen)} seen by readers${before}: difference ${count(difference)}.`,
    // A lake that held other records of these days shows more; it must never show fewer.
    addsUp: seenBefore > 0 ? difference >= 0 : difference === 0,
  };
}

function objectSum({ objects, notices, findings: { unnoticed, untrue } }: PlayedFeed): FeedAccount {
  const good = unnoticed.length + untrue.length === 0;
  const wrong = [
    unnoticed.length > 0 && `${count(unnoticed.length)} objects without a notice, such as ${unnoticed[0]}`,
    untrue.length > 0 && `${count(untrue.length)} notices whose object is not as they say, such as ${untrue[0]}`,
  ].filter((finding) => finding !== false);
  const all = 'a notice for every object, and every object reads back with its checksum';
  return {
    text: `${count(objects)} objects, ${count(notices)} notices: ${good ? all : wrong.join('; ')}.`,
    addsUp: good,
  };
}

const lagText = ({ lag }: PlayedFeed): string =>
  lag === undefined
    ? ''
    : `From the market to the notice: median ${seconds(lag.medianMs)}, 99% within ${seconds(lag.p99Ms)}.`;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What happened on the way without a trace in the sums. */
function asideOf({ repeatedNotices, deadLetters, killed }: PlayedFeed): string {
  const asides = [
    killed > 0 && `${count(killed)} function processes were killed on purpose`,
    repeatedNotices > 0 && `${count(repeatedNotices)} notices came more than once`,
    deadLetters > 0 && `${count(deadLetters)} messages lie among the dead letters: "tickerlake replay" tells why`,
  ].filter((aside) => aside !== false);
  return asides.length === 0 ? '' : `${asides.join('; ')}.`;
}

const count = (records: number): string => records.toLocaleString('en-US');
