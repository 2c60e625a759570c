import type { News } from '@tickerlake/record-schema';
import { formatNewYork } from '@tickerlake/market-calendar';
import { PUBLISHERS, WORDS } from './news-words.ts';
import { createRandom, hash, hashText, type Random } from './random.ts';
import { SOURCE } from './units.ts';

/** A story before it is printed. */
export interface Draft {
  /** When it is published, milliseconds since 1970 UTC. */
  readonly ms: number;
  readonly headline: string;
  readonly summary: string;
  readonly symbols: readonly string[];
  readonly sentiment: number;
}

/** A story with its time as a number. */
export interface TimedStory {
  readonly ms: number;
  readonly story: News;
}

/** One of a list. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('Nothing to pick from');
  return item;
}

/** Puts words in the place of `{slots}`: those given, else one of the house's words, the same wherever a story names it. */
export function wording(random: Random, given: Readonly<Record<string, string>>): (template: string) => string {
  const words: Record<string, string> = { ...given };
  const wordFor = (slot: string): string => (words[slot] ??= pick(random, WORDS[slot] ?? [slot]));
  return (template) => template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => wordFor(slot));
}

/** With a capital at its beginning. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentiment of a sign, the stronger the larger the move (in ordinary days): between 0.2 and 0.95. */
export function sentimentOf(move: number): number {
  const size = Math.abs(move);
  return Math.sign(move) * (0.2 + (0.75 * size) / (size + 0.5));
}

const slugOf = (headline: string): string =>
  headline
    .toLowerCase()
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);

/**
 * The stories of a desk on a date, by time, with names that no other story has: desk, date, the story's number that day,
 * and the market's seed.
 */
export function publish(seed: number, desk: string, date: string, drafts: readonly Draft[]): TimedStory[] {
  const market = seed.toString(16).padStart(8, '0');
  const random = createRandom(hash(seed, hashText(desk), hashText(date)));
  return drafts
    .toSorted((one, other) => one.ms - other.ms)
    .map(({ ms, headline, summary, symbols, sentiment }, index) => {
      const id = `${date.replaceAll('-', '')}-${desk}-${`${index + 1}`.padStart(2, '0')}-${market}`;
      const story: News = {
        kind: 'news',
        id,
        ts: formatNewYork(ms),
        headline,
        summary,
        symbols: [...symbols],
        publisher: pick(random, PUBLISHERS),
        url: `https://news.example/${date.replaceAll('-', '/')}/${slugOf(headline)}-${index + 1}`,
        sentiment: Math.round(100 * sentiment) / 100 || 0,
        source: SOURCE,
        observedAt: new Date(ms + 200 + Math.floor(random() * 1500)).toISOString(),
      };
      return { ms, story };
    });
}
