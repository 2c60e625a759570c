import { type Session, sessionOn } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { isFund } from './company-facts.ts';
import * as phrases from './company-phrases.ts';
import type { DayBook } from './day-book.ts';
import { causeOf, WITH_MARKET } from './market-phrases.ts';
import { type CompanyJump, jumpsOf } from './news-events.ts';
import { between, featureInstants } from './news-hours.ts';
import { type Assignment, assign, write, type Written } from './newsroom.ts';
import { eveningStories, morningStories } from './night-stories.ts';
import { DAY_ENDS, FOLLOW_UPS } from './price-phrases.ts';
import { dailyVolatility } from './price-walk.ts';
import type { Random } from './random.ts';
import { sharePriceAt } from './share-price.ts';
import { type Draft, pick, publish, sentimentOf, type TimedStory } from './story-writer.ts';
import { dayOfDate, isWeekend, MINUTE_MS } from './units.ts';

/** A sudden move this large a part of a session's is written about once more. */
const FOLLOWED_UP = 0.3;
/** A day that moves the price this far has a story after the bell, in ordinary days' moves. */
const LARGE_DAY = 1.5;

const direction = (move: number): 'up' | 'down' => (move > 0 ? 'up' : 'down');

/** The phrases of a list one after the other, beginning anywhere, so that a company's day does not repeat itself. */
function inTurn<Phrase>({ random }: Assignment, list: readonly Phrase[]): () => Phrase {
  const rest: Phrase[] = [];
  return () => {
    if (rest.length === 0) rest.push(...list);
    const [taken] = rest.splice(Math.floor(random() * rest.length), 1);
    return taken ?? pick(random, list);
  };
}

/** Why the shares jumped, published up to ten seconds before. */
function jumpStory(assignment: Assignment, jump: CompanyJump, nextReason: () => phrases.StoryPhrase): Written {
  const { book, date, facts, random } = assignment;
  const ms = jump.startMs - 1000 - Math.floor(random() * 9000);
  const sentiment = sentimentOf(jump.move);
  if (!jump.withMarket && !isFund(facts)) return write(assignment, nextReason(), ms, sentiment);
  const { topic } = causeOf(book.seed, dayOfDate(date), jump.tick, Math.sign(jump.move));
  const phrase = { headline: pick(random, WITH_MARKET[direction(jump.move)]), detail: '', topic };
  return write(assignment, phrase, ms, sentiment, { topic });
}

function followUp(assignment: Assignment, jump: CompanyJump, { topic, sentiment }: Written): Draft {
  const { random } = assignment;
  const ms = between(random, jump.startMs + 5 * MINUTE_MS, jump.startMs + 25 * MINUTE_MS);
  const phrase = { headline: pick(random, FOLLOW_UPS), detail: '', topic };
  return write(assignment, phrase, ms, sentiment / 2, { topic });
}

/** Why the shares moved while the exchange was open. */
function jumpStories(assignment: Assignment, session: Session): Draft[] {
  const { book, company } = assignment;
  const nextGood = inTurn(assignment, phrases.GOOD_NEWS);
  const nextBad = inTurn(assignment, phrases.BAD_NEWS);
  return jumpsOf(book, company, session).flatMap((jump) => {
    const story = jumpStory(assignment, jump, jump.move > 0 ? nextGood : nextBad);
    const again = Math.abs(jump.move) >= FOLLOWED_UP ? [followUp(assignment, jump, story)] : [];
    return [story, ...again.filter(({ ms }) => ms < session.closeMs)];
  });
}

/** How a day ended that took the price far. */
function dayEndStories(assignment: Assignment, session: Session): Draft[] {
  const { book, company, random } = assignment;
  const ms = between(random, session.closeMs + 2 * MINUTE_MS, session.closeMs + 30 * MINUTE_MS);
  const change = sharePriceAt(book, company, ms)?.change ?? 0;
  const move = change / 100 / dailyVolatility(company);
  if (Math.abs(move) < LARGE_DAY) return [];
  const phrase = { headline: pick(random, DAY_ENDS[direction(move)]), detail: '', topic: '' };
  return [write(assignment, phrase, ms, sentimentOf(move / 4))];
}

/** How many stories a day a company gets when nothing happens: the more, the more dollars change hands in its shares. */
function attention({ company, date }: Assignment, open: boolean): number {
  const thousandMillions = (company.price * company.dailyVolume) / 1e9;
  const onAWorkday = 0.4 + 0.8 * Math.min(Math.sqrt(Math.sqrt(thousandMillions)), 2.5);
  if (open) return onAWorkday;
  return onAWorkday * (isWeekend(dayOfDate(date)) ? 0.2 : 0.4);
}

/** A tone as a sentiment: mild, and never quite the same. */
export const mildly = (tone: number, random: Random): number =>
  tone * (0.08 + 0.2 * random()) + 0.08 * (random() - 0.5);

function featureStories(assignment: Assignment, open: boolean): Draft[] {
  const { date, facts, random } = assignment;
  const nextFeature = inTurn(assignment, isFund(facts) ? phrases.FUND_FEATURES : phrases.FEATURES);
  return featureInstants(date, random, attention(assignment, open)).map((ms) => {
    const feature = nextFeature();
    return write(assignment, feature, ms, mildly(feature.tone, random));
  });
}

/** A company's stories of a New York date, by time. */
export function companyStories(book: DayBook, company: Company, date: string): TimedStory[] {
  const assignment = assign('company', book, company, date);
  const session = sessionOn(date);
  const tellers = [morningStories, jumpStories, dayEndStories, eveningStories];
  const drafts = session ? tellers.flatMap((tell) => tell(assignment, session)) : [];
  return publish(book.seed, assignment.facts.symbol, date, [
    ...drafts,
    ...featureStories(assignment, session !== undefined),
  ]);
}
