import type { HighestHourlyHigh } from '@tickerlake/athena-query';
import type { Bar, Forex, News, Quote } from '@tickerlake/record-schema';

/** The stages that the page draws, in the order of the flow. */
export const STAGE_IDS = [
  'feed',
  'stream',
  'delivery',
  'transformer',
  'bars',
  'log-pipe',
  'queue',
  'processor',
  'objects',
  'topic',
  'dead-letters',
] as const;

export type StageId = (typeof STAGE_IDS)[number];
type StageUnit = 'records' | 'messages' | 'objects' | 'notices';

/**
 * What a stage has counted since the start, all in its own unit. The page holds it against itself:
 * `in` = `out` + `dropped` + `failed` + `waiting`.
 */
export interface StageStatus {
  readonly id: StageId;
  readonly label: string;
  readonly unit: StageUnit;
  readonly in: number;
  /** What went on; of a stage with several readers, what the slowest has taken; of a last stage, what it holds. */
  readonly out: number;
  /** Left out on purpose. */
  readonly dropped: number;
  /** Could not be read or handed on, and is kept elsewhere. */
  readonly failed: number;
  /** Came in and is still to go on, what is being worked on included. */
  readonly waiting: number;
  /** Age of the oldest that waits, real milliseconds; absent where nothing is known. */
  readonly lagMs?: number;
}

/** What the processor told its subscribers: an object of the lake is written. */
export interface Notice {
  /** Content hash of the object: the same object is noticed under the same id. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly kind: 'quote' | 'forex' | 'news';
  readonly records: number;
  readonly bytes: number;
  /** ISO, UTC. */
  readonly firstEventTime: string;
  /** ISO, UTC. */
  readonly lastEventTime: string;
  /** `sha256:` and the hex digest of the object's bytes. */
  readonly checksum: string;
}

/** What the market is. */
export interface PageMarket {
  readonly simulated: boolean;
  /** Market seconds per second. */
  readonly speed: number;
  /** The companies shown; records of others are passed over. */
  readonly symbols: readonly string[];
  /** The currency pairs shown. */
  readonly pairs: readonly string[];
}

/** Everything that the page shows. What it throws or rejects with is told on the page; asked again it may succeed. */
export interface PageSource {
  readonly market: PageMarket;
  marketTimeMs(): number;
  /** Counts since the start; asked once a second. */
  stages(): readonly StageStatus[];
  /** What happens from now on, until the signal; ends by itself when the market does. Charts draw minute bars only. */
  events(signal: AbortSignal): AsyncIterable<Bar | Quote | Forex | News>;
  /** What came before, the newest session's bars and the close before it included, to fill a page that opens late. */
  recent(): Promise<{
    readonly bars: readonly Bar[];
    readonly forex: readonly Forex[];
    readonly news: readonly News[];
  }>;
  /** From the lake; asked again every half minute, never twice at once. */
  hourlyHighs(): Promise<readonly HighestHourlyHigh[]>;
  /** Newest first, the last 50. */
  notices(): readonly Notice[];
}
