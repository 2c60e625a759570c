import { highestHourlyHigh, type Lake } from '@tickerlake/athena-query';
import { newYorkDate } from '@tickerlake/market-calendar';
import type { FeedPlan, FeedProcess } from '../feed/feed-process.ts';
import type { NoticeInbox } from '../feed/notice-inbox.ts';
import type { LocalPipeline } from '../local-pipeline.ts';
import type { PageSource } from '../page/page-source.ts';
import type { FeedPulse } from './feed-pulse.ts';
import { LiveMarket } from './live-market.ts';
import { pipelineStages } from './pipeline-stages.ts';

const NOTICES_SHOWN = 50;

/** The parts of a running pipeline that the page looks at. */
export interface LiveParts {
  readonly pipeline: LocalPipeline;
  readonly feed: FeedProcess;
  readonly inbox: NoticeInbox;
  readonly lake: Lake;
  readonly plan: FeedPlan;
  readonly pulse: FeedPulse;
}

/** What the page shows, over a pipeline that runs. */
export function livePage({ pipeline, feed, pulse, inbox, lake, plan }: LiveParts): PageSource {
  const market = new LiveMarket(feed.url, plan.symbols);
  const marketTimeMs = (): number => pulse.marketTimeMs(plan);
  const date = newYorkDate(plan.fromMs);
  return {
    market: { simulated: true, speed: plan.speed, symbols: plan.symbols, pairs: plan.pairs },
    marketTimeMs,
    events: (signal) => market.events(signal),
    recent: () => market.recent(marketTimeMs()),
    hourlyHighs: () => lake.ask(highestHourlyHigh({ from: date, to: date, interval: '1m', market: 'simulated' })),
    notices: () => inbox.notices.slice(-NOTICES_SHOWN).toReversed(),
    stages: () =>
      pipelineStages({
        counts: pipeline.counts(),
        feed: pulse.health,
        noticed: inbox.notices.length,
        newestStoredMs: sinceNewest(inbox, marketTimeMs(), plan),
        nowMs: pulse.nowMs(),
      }),
  };
}

/** How long ago, in real time, the newest record in the lake happened. */
const sinceNewest = ({ newestEventMs }: NoticeInbox, marketMs: number, { speed, fromMs }: FeedPlan): number =>
  Math.max(0, marketMs - Math.max(newestEventMs, fromMs)) / speed;
