import type { HighestHourlyHigh } from '@tickerlake/athena-query';
import type { Notice, PageMarket, StageId, StageStatus } from './page-source.ts';

/*
 * What travels from the server to a browser. A browser first gets everything (`/api/state`), then what changed since
 * (`/api/live`); both are patches of one form, so that one reducer reads them.
 */

/** Minutes of the longest session. */
export const MAX_BARS = 390;
/** Stories kept, newest first. */
export const MAX_NEWS = 100;
/** Notices kept, newest first. */
export const MAX_NOTICES = 50;
/** Seconds of counts kept for the curves: two minutes, and one reading before them to take the first rate from. */
export const MAX_SAMPLES = 121;

/** One minute of a company. */
export interface MinuteBar {
  readonly startMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What a company's change is measured from: the session before's last price, else today's first. */
export interface PriceBase {
  readonly price: number;
  readonly kind: 'close before' | 'open';
}

/** A company: the newest price, and the minutes of the session that changed. */
export interface CompanyPatch {
  readonly name: string;
  readonly last?: { readonly price: number; readonly atMs: number };
  readonly base?: PriceBase;
  readonly bars: readonly MinuteBar[];
}

/** A currency pair: its newest rate, and where it went from the one before. */
export interface PairRate {
  readonly name: string;
  readonly bid: number;
  readonly ask: number;
  readonly atMs: number;
  readonly direction: -1 | 0 | 1;
}

/** A story. */
export interface Story {
  readonly id: string;
  readonly atMs: number;
  readonly headline: string;
  readonly symbols: readonly string[];
  readonly summary?: string;
  readonly publisher?: string;
  readonly url?: string;
  readonly sentiment?: number;
}

/** A notice and when this process first saw it. */
export interface SeenNotice extends Notice {
  readonly seenAtMs: number;
}

/** The counts of one moment, by which rates and curves are drawn. */
export interface FlowSample {
  /** Real time. */
  readonly atMs: number;
  readonly stages: Readonly<Partial<Record<StageId, SampledStage>>>;
}

interface SampledStage {
  readonly in: number;
  readonly out: number;
  readonly lagMs?: number;
}

/** The answer of the lake, and how the last try to refresh it went. */
export interface LakeHighs {
  readonly rows: readonly HighestHourlyHigh[];
  /** Real time of the answer; absent before the first. */
  readonly refreshedMs?: number;
}

/** A session of the market. */
export interface SessionTimes {
  readonly date: string;
  readonly openMs: number;
  readonly closeMs: number;
}

/** Parts of the source that can fail each on its own. */
export type SourcePart = 'clock' | 'events' | 'records' | 'recent' | 'stages' | 'notices' | 'highs';

/** What the source could not tell, in a sentence. */
export interface Trouble {
  readonly part: SourcePart;
  readonly text: string;
}

/** What changed since the version before. An absent section did not change. */
export interface LivePatch {
  /** Where to go on after this patch: `<server start>.<version>`. */
  readonly id: string;
  /** Replaces everything that the browser holds. */
  readonly isWhole: boolean;
  /** Real time at the server. */
  readonly nowMs: number;
  readonly marketTimeMs?: number;
  readonly market?: PageMarket;
  readonly session?: SessionTimes;
  /** Whether the market has ended: no event will follow. */
  readonly ended?: boolean;
  readonly companies?: readonly CompanyPatch[];
  readonly rates?: readonly PairRate[];
  readonly stories?: readonly Story[];
  readonly notices?: readonly SeenNotice[];
  readonly stages?: readonly StageStatus[];
  readonly samples?: readonly FlowSample[];
  readonly highs?: LakeHighs;
  readonly troubles?: readonly Trouble[];
}
