import { Command, Option } from 'commander';
import { parseCount } from '../arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { addExamples } from '../help.ts';
import { DEFAULT_SPEED, type FeedOptions, feedPlan, withFeedOptions } from '../feed/feed-options.ts';
import { FeedProcess } from '../feed/feed-process.ts';
import { FeedPulse } from '../serve/feed-pulse.ts';
import { NoticeInbox } from '../feed/notice-inbox.ts';
import { openLocalPipeline } from '../local-pipeline.ts';
import { openLake } from '../open-lake.ts';
import { startPage } from '../page/start-page.ts';
import { livePage } from '../serve/live-page.ts';

/** What `serve` takes beside the feed's options. */
export interface ServeOptions extends FeedOptions {
  readonly port: number;
  readonly host: string;
}

/** Minutes from the opening bell on, more than are left: a page that begins at midnight would wait for stocks. */
const REST_OF_DAY = 1_440;
/** How long bars wait for company on their way into the lake: someone is looking. */
const DELIVERY_MS = 5_000;

/** Where the page is, and how fast the market goes, unless told otherwise. */
export const SERVE_DEFAULTS = { port: 4310, host: '127.0.0.1', speed: DEFAULT_SPEED } as const;

export const portOption = (): Option =>
  new Option('--port <n>', 'port of the page; 0 for any that is free')
    .argParser((text) => parseCount('--port', 0, text))
    .default(SERVE_DEFAULTS.port);

/** `tickerlake serve`: the simulated market through the pipeline, and a page to watch it. */
export function serveCommand(context: CommandContext): Command {
  const command = new Command('serve')
    .description('play the simulated market feed through the pipeline, and show all of it on a page')
    .addOption(portOption())
    .addOption(new Option('--host <address>', 'address that the page listens on').default(SERVE_DEFAULTS.host));
  addExamples(command, 'tickerlake serve --date 2026-11-20 --speed 60');
  return withFeedOptions(command).action((options: ServeOptions) => servePage(context, options));
}

/** Runs until it is interrupted. */
export async function servePage(context: CommandContext, options: ServeOptions): Promise<void> {
  context.handlesInterrupt = true;
  const plan = feedPlan({ minutes: REST_OF_DAY, ...options }, context.nowMs());
  const closing: (() => unknown)[] = [];
  try {
    const pipeline = await openLocalPipeline({ ...options, deliveryMs: DELIVERY_MS });
    closing.push(() => pipeline.close());
    const lake = await openLake(options.lake);
    closing.push(() => lake.close());
    const feed = await FeedProcess.start(plan, pipeline.endpoint);
    closing.push(() => feed.stop());
    const pulse = await FeedPulse.begin(feed, context.nowMs);
    closing.push(() => pulse.end());
    const inbox = new NoticeInbox(pipeline.sqs, context.nowMs);
    inbox.listen();
    closing.push(() => inbox.close());
    const page = await startPage(livePage({ pipeline, feed, pulse, inbox, lake, plan }), options);
    closing.push(() => page.close());
    context.progress.note(`The pipeline is on ${page.url} (Ctrl-C ends it). The market feed answers at ${feed.url}.`);
    await interrupted(context.signal);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
