import { closureOn, fromNewYork, type Session, sessionOn } from '@tickerlake/market-calendar';
import { companyOf } from './companies.ts';
import type { StoryPhrase } from './company-phrases.ts';
import type { DayBook } from './day-book.ts';
import * as phrases from './market-phrases.ts';
import { marketJumps, nightOf } from './news-events.ts';
import { sessionsAround } from './sessions-around.ts';
import { between, featureInstants } from './news-hours.ts';
import { type Assignment, assign, write } from './newsroom.ts';
import { sharePriceAt } from './share-price.ts';
import { type Draft, pick, publish, sentimentOf, type TimedStory } from './story-writer.ts';
import { dayOfDate, HOUR_MS, isWeekend, MINUTE_MS } from './units.ts';

/** The fund that stands for the market, and the symbols that its stories name. */
const MARKET_FUND = 'SPY';
const MARKET_SYMBOLS = ['SPY', 'QQQ'];
/** A change of the market that is worth a direction, in percent. */
const FLAT_PERCENT = 0.15;

const leaning = (percent: number): 'up' | 'down' | 'flat' =>
  Math.abs(percent) < FLAT_PERCENT ? 'flat' : percent > 0 ? 'up' : 'down';

/** How a change of the market in percent sounds. */
const soundOf = (percent: number): number => (leaning(percent) === 'flat' ? 0 : sentimentOf(percent / 4));

const headed = (headline: string, detail = ''): StoryPhrase => ({ headline, detail, topic: '' });

/** What made all companies move at once, published up to ten seconds before. */
const jumpStories = (assignment: Assignment, session: Session): Draft[] =>
  marketJumps(assignment.book, session).map(({ tick, startMs, move }) => {
    const { book, date, random } = assignment;
    const ms = startMs - 1000 - Math.floor(random() * 9000);
    return write(assignment, phrases.causeOf(book.seed, dayOfDate(date), tick, Math.sign(move)), ms, sentimentOf(move));
  });

/** `0.4%`. */
const percentText = (percent: number): string => `${Math.abs(percent).toFixed(1)}%`;

function outlookStories(assignment: Assignment, session: Session): Draft[] {
  const { book, company, date, random } = assignment;
  const { before } = sessionsAround(date);
  if (!before) return [];
  const { gapPercent } = nightOf(book, company, before, session);
  const ms = between(random, fromNewYork(date, 7), fromNewYork(date, 8, 50));
  const detail = session.earlyClose ? `The session ends early today: ${session.earlyClose}.` : '';
  const phrase = headed(pick(random, phrases.OUTLOOKS[leaning(gapPercent)]), detail);
  return [write(assignment, phrase, ms, soundOf(gapPercent), { percent: percentText(gapPercent) })];
}

/** How the market stands at an instant, with a headline for each way that it may lean. */
function standStory(assignment: Assignment, ms: number, headlines: typeof phrases.CLOSES): Draft[] {
  const { book, company, random } = assignment;
  const change = sharePriceAt(book, company, ms)?.change;
  if (change === undefined) return [];
  const phrase = headed(pick(random, headlines[leaning(change)]));
  return [write(assignment, phrase, ms, soundOf(change), { percent: percentText(change) })];
}

const middayStories = (assignment: Assignment, { openMs }: Session): Draft[] =>
  standStory(assignment, between(assignment.random, openMs + 2.5 * HOUR_MS, openMs + 3.4 * HOUR_MS), phrases.MIDDAYS);

const closeStories = (assignment: Assignment, { closeMs }: Session): Draft[] =>
  standStory(assignment, between(assignment.random, closeMs + 3 * MINUTE_MS, closeMs + 15 * MINUTE_MS), phrases.CLOSES);

const EVENING_HOURS = [18, 22] as const;

/** What is told of the market after hours: on a weekend a look back or ahead, on other days a word in the evening. */
function quietStories(assignment: Assignment): Draft[] {
  const { date, random } = assignment;
  const weekend = isWeekend(dayOfDate(date));
  const [from, to] = EVENING_HOURS;
  const evening = between(random, fromNewYork(date, from), fromNewYork(date, to));
  const instants = weekend ? featureInstants(date, random, 1) : random() < 0.7 ? [evening] : [];
  const headlines = weekend ? phrases.WEEKEND_FEATURES : phrases.EVENING_FEATURES;
  return instants.map((ms) => write(assignment, headed(pick(random, headlines)), ms, 0));
}

/** Why the exchange is closed on a weekday. */
function holidayStories(assignment: Assignment): Draft[] {
  const { date } = assignment;
  const closure = closureOn(date);
  if (closure === undefined || isWeekend(dayOfDate(date))) return [];
  return [write(assignment, headed(`US stock markets closed: ${closure}`), fromNewYork(date, 8), 0)];
}

/** The stories about the market as a whole on a New York date, by time. */
export function marketStories(book: DayBook, date: string): TimedStory[] {
  const fund = companyOf(MARKET_FUND);
  if (!fund) throw new RangeError(`${MARKET_FUND} is no company`);
  const assignment = assign('market', book, fund, date);
  const session = sessionOn(date);
  const tellers = [outlookStories, jumpStories, middayStories, closeStories];
  const drafts = session ? tellers.flatMap((tell) => tell(assignment, session)) : [];
  const all = [...drafts, ...holidayStories(assignment), ...quietStories(assignment)].map((draft) => ({
    ...draft,
    symbols: MARKET_SYMBOLS,
  }));
  return publish(book.seed, 'market', date, all);
}
