import { setTimeout as sleep } from 'node:timers/promises';
import { type RecordCount, recordCounts } from '@tickerlake/athena-query';
import type { CloudCounts } from '@tickerlake/local-cloud';
import { newYorkDate } from '@tickerlake/market-calendar';
import type { LocalPipeline } from '../local-pipeline.ts';
import { NAMES } from '../local-resources.ts';
import { openLake } from '../open-lake.ts';
import type { Progress } from '../progress.ts';
import type { FeedCounts, PlayedFeed } from './feed-account.ts';
import { type FeedPlan, FeedProcess, type FeedResult } from './feed-process.ts';
import { NoticeInbox } from './notice-inbox.ts';
import { lagOf } from './notice-lag.ts';
import { logObjects, verifyObjects } from './verify-objects.ts';

/** Where the feed plays. */
export interface Stage {
  readonly pipeline: LocalPipeline;
  /** The lake's folder, as it was named. */
  readonly lake: string;
  readonly progress: Progress;
  readonly nowMs: () => number;
}

const TELL_EVERY_MS = 2_000;

/** Plays the feed through the pipeline, waits until all of it is stored, and reads back what notices tell of. */
export async function playFeed(plan: FeedPlan, { pipeline, lake, progress, nowMs }: Stage): Promise<PlayedFeed> {
  // Notices of an earlier run that nobody took are no business of this one.
  await new NoticeInbox(pipeline.sqs, nowMs).empty();
  const objectsBefore = await logObjects(pipeline.s3);
  const before = await countStored(lake, plan);
  const feed = await FeedProcess.start(plan, pipeline.endpoint);
  const startedMs = nowMs();
  const inbox = new NoticeInbox(pipeline.sqs, nowMs);
  inbox.listen();
  try {
    const result = await tellUntilFinished(feed, inbox, progress);
    progress.step('Waiting until the last record is stored');
    const stages = await pipeline.drain();
    await inbox.close();
    await inbox.empty();
    progress.step(`Reading back ${inbox.notices.length.toLocaleString('en-US')} objects`);
    const lag = lagOf(inbox.notices, (eventMs) => startedMs + (eventMs - plan.fromMs) / plan.speed);
    const objects = (await logObjects(pipeline.s3)).difference(objectsBefore);
    return {
      counts: countsOf(result, stages, inbox, before, await countStored(lake, plan)),
      objects: objects.size,
      notices: inbox.notices.length,
      repeatedNotices: inbox.repeats,
      findings: await verifyObjects(pipeline.s3, objects, inbox.notices),
      deadLetters: stages.queues[NAMES.deadLetters]?.waiting ?? 0,
      killed: Object.values(stages.functions).reduce((sum, { killed }) => sum + killed, 0),
      ...(lag && { lag }),
    };
  } finally {
    await inbox.close();
    await feed.stop();
  }
}

/** Rows in the lake's files, and records that readers see. */
type Stored = Pick<RecordCount, 'stored' | 'records'>;

/** What the lake holds of the days that the plan plays. */
async function countStored(dir: string, { fromMs, untilMs }: FeedPlan): Promise<{ logs: Stored; bars: Stored }> {
  const lake = await openLake(dir);
  try {
    const rows = await lake.ask(recordCounts({ from: newYorkDate(fromMs), to: newYorkDate(untilMs - 1) }));
    return {
      logs: sumOf(rows.filter(({ kind }) => kind !== 'bar')),
      bars: sumOf(rows.filter(({ kind }) => kind === 'bar')),
    };
  } finally {
    await lake.close();
  }
}

const sumOf = (rows: readonly Stored[]): Stored => ({
  stored: rows.reduce((sum, { stored }) => sum + stored, 0),
  records: rows.reduce((sum, { records }) => sum + records, 0),
});

type Counted = Awaited<ReturnType<typeof countStored>>;

function countsOf(
  { generated, log }: FeedResult,
  { functions }: CloudCounts,
  inbox: NoticeInbox,
  before: Counted,
  after: Counted,
): FeedCounts {
  const seen = (kind: keyof Counted, made: number) => ({
    made,
    seenBefore: before[kind].records,
    seen: after[kind].records,
  });
  return {
    logs: seen('logs', generated.quote + generated.forex + generated.news),
    bars: seen('bars', generated.bar),
    delivered: log.delivered,
    rejected: log.rejected,
    logPipe: functions['log-pipe']?.metrics ?? {},
    processor: functions['processor']?.metrics ?? {},
    noticed: inbox.records,
    stored: after.logs.stored,
  };
}

/** Says every other second how far the market is. */
async function tellUntilFinished(feed: FeedProcess, inbox: NoticeInbox, progress: Progress): Promise<FeedResult> {
  const over = new AbortController();
  const tell = async () => {
    while (!over.signal.aborted) {
      const { generated, marketTimeMs } = await feed.health();
      const made = generated.quote + generated.forex + generated.news;
      progress.step(
        `${marketClock(marketTimeMs)} in the market: ${count(made)} log records made, ${count(inbox.records)} stored`,
      );
      await sleep(TELL_EVERY_MS, undefined, { signal: over.signal });
    }
  };
  // The feed itself says when it is in trouble; telling of it never is.
  const telling = tell().catch(() => undefined);
  try {
    return await feed.finished;
  } finally {
    over.abort();
    await telling;
  }
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const marketClock = (instantMs: number): string => CLOCK.format(instantMs);
const count = (records: number): string => records.toLocaleString('en-US');
