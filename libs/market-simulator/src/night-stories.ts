import { fromNewYork, type Session } from '@tickerlake/market-calendar';
import type { Company } from './companies.ts';
import { isFund } from './company-facts.ts';
import { BAD_NEWS, BAD_RESULTS, GOOD_NEWS, GOOD_RESULTS } from './company-phrases.ts';
import { type Night, nightOf } from './news-events.ts';
import { sessionsAround } from './sessions-around.ts';
import { between } from './news-hours.ts';
import { type Assignment, write } from './newsroom.ts';
import { AFTER_HOURS, EARLY_TRADING, FUND_MORNINGS, MORNINGS_AFTER } from './price-phrases.ts';
import { hash } from './random.ts';
import { type Draft, pick, sentimentOf } from './story-writer.ts';
import { dayNumber } from './trading-day.ts';
import { MINUTE_MS } from './units.ts';

/** A night without results that moves the price this far has a story, in ordinary days' moves. */
export const LARGE_GAP = 1;

/**
 * Most companies tell their results in the evening, some in the morning, and each keeps its habit; but nobody does on the
 * eve of a weekend or a holiday.
 */
const toldInTheEvening = (company: Company, before: Session, after: Session): boolean =>
  hash(company.key) % 10 < 7 && dayNumber(after) - dayNumber(before) === 1;

/** `up about 6%`: as far as trading outside of the session tells. */
function movedText({ gapPercent }: Night): string {
  const size = Math.round(Math.abs(gapPercent));
  return size === 0 ? 'little changed' : `${gapPercent > 0 ? 'up' : 'down'} about ${size}%`;
}

/** A story of the night between two sessions: what happened, and how the shares took it. */
function nightStory(
  assignment: Assignment,
  night: Night,
  ms: number,
  told: { headline: string; detail: string },
): Draft {
  const phrase = { ...told, topic: '' };
  return write(assignment, phrase, ms, sentimentOf(night.gap / 2), { moved: movedText(night) });
}

function resultsStory(assignment: Assignment, night: Night, ms: number): Draft {
  const { headline, detail } = pick(assignment.random, night.gap > 0 ? GOOD_RESULTS : BAD_RESULTS);
  return nightStory(assignment, night, ms, { headline, detail: `${detail} ${AFTER_HOURS}` });
}

/** The results of the evening after a session, told a few minutes after the bell. */
export function eveningStories(assignment: Assignment, session: Session): Draft[] {
  const { book, company, date, random } = assignment;
  const { after } = sessionsAround(date);
  if (!after || !toldInTheEvening(company, session, after)) return [];
  const night = nightOf(book, company, session, after);
  const ms = between(random, session.closeMs + 4 * MINUTE_MS, session.closeMs + 12 * MINUTE_MS);
  return night.results ? [resultsStory(assignment, night, ms)] : [];
}

/** What a large gap without results is put down to. */
function gapReason({ facts, random }: Assignment, { gap }: Night): { headline: string; detail: string } {
  if (isFund(facts)) return { headline: pick(random, FUND_MORNINGS), detail: EARLY_TRADING };
  const { headline, detail } = pick(random, gap > 0 ? GOOD_NEWS : BAD_NEWS);
  return { headline, detail: `${detail} ${EARLY_TRADING}` };
}

/** Why the shares open far from where they closed. */
export function morningStories(assignment: Assignment, session: Session): Draft[] {
  const { book, company, date, random } = assignment;
  const { before } = sessionsAround(date);
  if (!before) return [];
  const night = nightOf(book, company, before, session);
  const ms = between(random, fromNewYork(date, 6, 30), fromNewYork(date, 8, 45));
  if (night.results && !toldInTheEvening(company, before, session)) return [resultsStory(assignment, night, ms)];
  if (night.results) {
    return [nightStory(assignment, night, ms, { headline: pick(random, MORNINGS_AFTER), detail: EARLY_TRADING })];
  }
  return Math.abs(night.gap) < LARGE_GAP ? [] : [nightStory(assignment, night, ms, gapReason(assignment, night))];
}
