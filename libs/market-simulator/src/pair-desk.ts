import { sessionOn } from '@tickerlake/market-calendar';
import { mildly } from './company-desk.ts';
import { companyOf, todaysSymbol } from './companies.ts';
import { factsOf, RIVALS } from './company-facts.ts';
import { PAIR_FEATURES } from './company-phrases.ts';
import type { DayBook } from './day-book.ts';
import { featureInstants } from './news-hours.ts';
import { assign, write } from './newsroom.ts';
import { pick, publish, type TimedStory } from './story-writer.ts';

/** Stories of two rivals on a workday, and on a day on which the exchange is closed. */
const A_WORKDAY = 0.2;
const A_FREE_DAY = 0.04;

/** The pairs of rivals that one of some companies belongs to. */
export function rivalsOf(symbols: readonly string[]): (readonly [one: string, other: string])[] {
  const today = new Set(symbols.map(todaysSymbol));
  return RIVALS.filter(([one, other]) => today.has(one) || today.has(other));
}

/** The stories about two rivals on a New York date, by time. */
export function pairStories(book: DayBook, one: string, other: string, date: string): TimedStory[] {
  const [company, second] = [companyOf(one), companyOf(other)];
  if (!company || !second) throw new RangeError(`${one} or ${other} is no company`);
  const assignment = assign('pair', book, company, date, second.key);
  const { random } = assignment;
  const instants = featureInstants(date, random, sessionOn(date) ? A_WORKDAY : A_FREE_DAY);
  const drafts = instants.map((ms) => {
    const { name, products } = factsOf(second);
    const feature = pick(random, PAIR_FEATURES);
    const words = { other: name, rival: pick(random, products) };
    return { ...write(assignment, feature, ms, mildly(feature.tone, random), words), symbols: [one, other] };
  });
  return publish(book.seed, `${one}+${other}`, date, drafts);
}
