import { newYorkDate } from '@tickerlake/market-calendar';
import type { News } from '@tickerlake/record-schema';
import { type Company, todaysSymbol } from './companies.ts';
import { companyStories } from './company-desk.ts';
import type { DayBook } from './day-book.ts';
import { keepNewest } from './day-cache.ts';
import { marketStories } from './market-desk.ts';
import { pairStories, rivalsOf } from './pair-desk.ts';
import type { TimedStory } from './story-writer.ts';
import type { TimeWindow } from './time-window.ts';
import { dateText, dayOfDate } from './units.ts';

/** Days of desks kept: some KB each. */
const KEPT_DAYS = 1024;

/** The stories about some companies in a window, by time and id. */
export type NewsWire = (companies: readonly Company[], window: TimeWindow) => Generator<News>;

/** One desk, and how it writes a day. */
interface Desk {
  readonly name: string;
  readonly storiesOf: (date: string) => TimedStory[];
}

/** The desks that write about some companies: one for each, one for each pair of rivals, one for the market. */
function desksFor(book: DayBook, companies: readonly Company[]): Desk[] {
  if (companies.length === 0) return [];
  const each = new Map(companies.map((company) => [todaysSymbol(company.symbol), company]));
  const pairs = rivalsOf([...each.keys()]);
  return [
    ...Array.from(each, ([name, company]) => ({
      name,
      storiesOf: (date: string) => companyStories(book, company, date),
    })),
    ...pairs.map(([one, other]) => ({
      name: `${one}+${other}`,
      storiesOf: (date: string) => pairStories(book, one, other, date),
    })),
    { name: 'market', storiesOf: (date) => marketStories(book, date) },
  ];
}

const inOrder = (one: TimedStory, other: TimedStory): number =>
  one.ms - other.ms || (one.story.id < other.story.id ? -1 : 1);

/** The news of a market. Every story is of the New York date on which it is published, so that no other day has to be looked at. */
export function openNewsWire(book: DayBook): NewsWire {
  const kept = keepNewest<TimedStory[]>(KEPT_DAYS);
  return function* (companies, { fromMs, toMs }) {
    if (fromMs >= toMs) return;
    const desks = desksFor(book, companies);
    const lastDay = dayOfDate(newYorkDate(toMs - 1));
    for (let day = dayOfDate(newYorkDate(fromMs)); day <= lastDay; day++) {
      const date = dateText(day);
      const stories = desks.flatMap(({ name, storiesOf }) => kept(`${name} ${date}`, () => storiesOf(date)));
      const inside = stories.filter(({ ms }) => ms >= fromMs && ms < toMs).toSorted(inOrder);
      for (const { story } of inside) yield { ...story, symbols: [...story.symbols] };
    }
  };
}
