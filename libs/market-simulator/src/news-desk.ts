import { formatNewYork, fromNewYork, newYorkDate } from '@tickerlake/market-calendar';
import type { News } from '@tickerlake/record-schema';
import type { Company } from './companies.ts';
import { createRandom, hash } from './random.ts';
import { DAY_MS, SOURCE } from './units.ts';

/** A company's stories of one New York date. */
function storiesOf(seed: number, company: Company, date: string): News[] {
  const day = Date.parse(date) / DAY_MS;
  const random = createRandom(hash(seed, company.key, 41, day));
  return Array.from({ length: 3 }, (_, index) => {
    const ms = fromNewYork(date, 7) + Math.floor(random() * 11 * 3_600_000);
    const id = `${date}-${company.symbol}-${index + 1}`;
    return {
      kind: 'news',
      id,
      ts: formatNewYork(ms),
      headline: `${company.symbol} presents its plans for the coming quarter`,
      summary: 'Management said that it sees no reason to change its outlook.',
      symbols: [company.symbol],
      publisher: 'Harbour Wire',
      url: `https://news.example/${id.toLowerCase()}`,
      sentiment: Math.round((random() - 0.5) * 100) / 100,
      source: SOURCE,
      observedAt: new Date(ms + 900).toISOString(),
    };
  });
}

/** The stories about some companies in a window, by time and id. */
export function* storiesBetween(
  seed: number,
  companies: readonly Company[],
  fromMs: number,
  toMs: number,
): Generator<News> {
  for (let day = Date.parse(newYorkDate(fromMs)); day < toMs; day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    const stories = companies.flatMap((company) => storiesOf(seed, company, date));
    const inside = stories.map((story) => ({ story, ms: Date.parse(story.ts.replace(' ', 'T')) }));
    yield* inside
      .filter(({ ms }) => ms >= fromMs && ms < toMs)
      .toSorted((one, other) => one.ms - other.ms || (one.story.id < other.story.id ? -1 : 1))
      .map(({ story }) => story);
  }
}
