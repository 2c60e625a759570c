import type { Company } from './companies.ts';
import { type CompanyFacts, factsOf, isFund } from './company-facts.ts';
import type { StoryPhrase } from './company-phrases.ts';
import type { DayBook } from './day-book.ts';
import { FUND_NOTES, PRICE_NOTES } from './price-phrases.ts';
import { createRandom, hash, type Random } from './random.ts';
import { changeText, priceText, sharePriceAt } from './share-price.ts';
import { type Draft, pick, sentence, wording } from './story-writer.ts';
import { dayOfDate, weekdayOf } from './units.ts';

/** The desks, each with dice of its own. */
const DESKS = { company: 41, pair: 42, market: 43 } as const;

/** A company's news of one New York date, to be written. */
export interface Assignment {
  readonly book: DayBook;
  readonly company: Company;
  readonly facts: CompanyFacts;
  readonly date: string;
  readonly random: Random;
}

/** The assignment of a desk on a date: a company, and what tells its stories of two companies apart. */
export function assign(
  desk: keyof typeof DESKS,
  book: DayBook,
  company: Company,
  date: string,
  otherKey = 0,
): Assignment {
  const random = createRandom(hash(book.seed, DESKS[desk], company.key, otherKey, dayOfDate(date)));
  return { book, company, facts: factsOf(company), date, random };
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const weekdayName = (date: string): string => WEEKDAYS[weekdayOf(dayOfDate(date))] ?? date;

/** What can be said about a company's price at an instant: words for a story, and sentences to choose from. */
function priceWords({ book, company, facts }: Assignment, ms: number) {
  const seen = sharePriceAt(book, company, ms);
  if (!seen) return { words: {}, notes: [''] };
  const words = { price: priceText(seen.price), change: changeText(seen.change), weekday: weekdayName(seen.date) };
  const notes = isFund(facts) ? FUND_NOTES : PRICE_NOTES;
  return { words, notes: seen.trading ? notes.trading : notes.closed };
}

/** A draft, and what its event is called in stories that follow. */
export interface Written extends Draft {
  readonly topic: string;
}

/** Writes a story about a company: the phrase filled in, and a note about the price as it was then. */
export function write(
  assignment: Assignment,
  phrase: StoryPhrase,
  ms: number,
  sentiment: number,
  given: Readonly<Record<string, string>> = {},
): Written {
  const { facts, random } = assignment;
  const { words, notes } = priceWords(assignment, ms);
  const product = isFund(facts) ? facts.name : pick(random, facts.products);
  const fill = wording(random, { name: facts.name, symbol: facts.symbol, product, ...words, ...given });
  const headline = sentence(fill(phrase.headline));
  const told = [phrase.detail, pick(random, notes)].filter((text) => text !== '').map((text) => sentence(fill(text)));
  const summary = told.length > 0 ? told.join(' ') : headline;
  return { ms, headline, summary, symbols: [facts.symbol], sentiment, topic: fill(phrase.topic) };
}
