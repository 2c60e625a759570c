import type { MinuteBar, Story } from '../live-patch.ts';
import type { CompanyState } from './page-state.ts';

const MINUTE_MS = 60_000;
/** A story can be written before the market moves or because it did. */
const BEFORE_MS = 5 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;
/** What a price of a company rarely does within twenty minutes by itself. */
const JUMP_SHARE = 0.01;

/** A company's move around a story. */
export interface StoryMove {
  readonly name: string;
  /** Share of the price before. */
  readonly share: number;
}

const shareAround = (minutes: ReadonlyMap<number, MinuteBar>, atMs: number): number | undefined => {
  let [before, after]: [MinuteBar | undefined, MinuteBar | undefined] = [undefined, undefined];
  for (const bar of minutes.values()) {
    if (bar.startMs < atMs - BEFORE_MS || bar.startMs > atMs + AFTER_MS) continue;
    if (!before || bar.startMs < before.startMs) before = bar;
    if (!after || bar.startMs > after.startMs) after = bar;
  }
  return before && after && before.open > 0 ? after.close / before.open - 1 : undefined;
};

/** The largest jump around a story among the companies that it is about; `undefined` where none jumped. */
export function moveAround(story: Story, companies: ReadonlyMap<string, CompanyState>): StoryMove | undefined {
  let largest: StoryMove | undefined;
  for (const name of story.symbols) {
    const minutes = companies.get(name)?.minutes;
    const share = minutes && shareAround(minutes, story.atMs);
    if (share === undefined || Math.abs(share) < Math.max(JUMP_SHARE, Math.abs(largest?.share ?? 0))) continue;
    largest = { name, share };
  }
  return largest;
}
