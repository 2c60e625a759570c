import type { StoryPhrase } from './company-phrases.ts';
import { hash } from './random.ts';

const cause = (headline: string, detail: string, topic: string): StoryPhrase => ({ headline, detail, topic });

/** What makes the whole market rise. */
const GOOD_CAUSES: readonly StoryPhrase[] = [
  cause(
    'Stocks climb as inflation cools more than forecast',
    'Prices excluding food and energy rose less than any economist had expected.',
    'cooler inflation',
  ),
  cause(
    'Fed official says rates could come down sooner',
    'Policy is tight enough, the official told {forum}.',
    'soothing words from the Fed',
  ),
  cause('{maturity} Treasury yields drop, stocks rise', 'An auction met strong demand.', 'falling Treasury yields'),
  cause(
    'Jobless claims fall to lowest in {few} months',
    'Economists had expected an increase.',
    'strong figures from the labour market',
  ),
  cause(
    'Trade talks make progress, officials say',
    'Tariffs on {growth}% of goods could be lifted.',
    'progress in trade talks',
  ),
  cause('Oil slides {small}%, easing fears about costs', 'Producers agreed to raise output.', 'cheaper oil'),
  cause(
    'Consumers more confident than at any time in {few} months, survey finds',
    'Plans to buy cars and homes rose.',
    'a strong consumer survey',
  ),
  cause(
    'Buyers return to technology shares',
    'Dealers speak of large orders from pension funds.',
    'a rush into technology shares',
  ),
  cause('Lawmakers near deal on spending bill', 'A vote could come within days.', 'hopes of a spending deal'),
];

/** What makes the whole market fall. */
const BAD_CAUSES: readonly StoryPhrase[] = [
  cause(
    'Stocks drop as inflation comes in hotter than forecast',
    'Rents and services made up most of the rise.',
    'hotter inflation',
  ),
  cause(
    'Fed official warns against cutting rates too soon',
    'There is more work to do, the official told {forum}.',
    'stern words from the Fed',
  ),
  cause(
    '{maturity} Treasury yields jump after weak auction',
    'Dealers were left with more than usual.',
    'rising Treasury yields',
  ),
  cause(
    'Factory orders fall for {few} months in a row',
    'Economists had expected a small gain.',
    'weak factory orders',
  ),
  cause(
    'Trade talks stall, officials say',
    'New tariffs on {growth}% of goods are being prepared.',
    'a setback in trade talks',
  ),
  cause('Oil jumps {small}% on supply worries', 'A pipeline was shut after a fault.', 'dearer oil'),
  cause('Retail sales disappoint', 'Sales fell in {few} of thirteen categories.', 'weak retail sales'),
  cause(
    'Sellers hit technology shares',
    'Dealers speak of funds that cut their positions.',
    'selling in technology shares',
  ),
  cause(
    'Talks on spending bill break down',
    'Parts of the government could close within days.',
    'worries about a shutdown',
  ),
];

/** Why the whole market moved at a tick: the same for all who write about it. */
export function causeOf(seed: number, day: number, tick: number, sign: number): StoryPhrase {
  const causes = sign > 0 ? GOOD_CAUSES : BAD_CAUSES;
  const found = causes[hash(seed, day, tick) % causes.length];
  if (found === undefined) throw new RangeError('There are no causes');
  return found;
}

/** A company's shares are about to go with the market's. */
export const WITH_MARKET: Readonly<Record<'up' | 'down', readonly string[]>> = {
  up: [
    '{topic} seen lifting {name}',
    '{name} among those that gain most from {topic}, {firm} says',
    'Buyers turn to {name} on {topic}',
    '{topic}: what it means for {name}',
    'Orders for {name} pile up after {topic}',
    '{name} draws bids on {topic}',
  ],
  down: [
    '{topic} seen weighing on {name}',
    '{name} among the most exposed to {topic}, {firm} says',
    'Sellers turn to {name} on {topic}',
    '{topic}: what is at stake for {name}',
    'Bids for {name} thin out after {topic}',
    '{name} faces selling on {topic}',
  ],
};

export const OUTLOOKS: Readonly<Record<'up' | 'down' | 'flat', readonly string[]>> = {
  up: [
    'Stock futures point to higher open',
    'Before the bell: futures gain {percent}',
    'Wall Street set to open higher',
  ],
  down: [
    'Stock futures slip before the open',
    'Before the bell: futures lose {percent}',
    'Wall Street set to open lower',
  ],
  flat: ['Stock futures little changed', 'Before the bell: a quiet start in sight', 'Wall Street set for a muted open'],
};
export const MIDDAYS: Readonly<Record<'up' | 'down' | 'flat', readonly string[]>> = {
  up: ['Stocks higher at midday', 'Midday: buyers in control on Wall Street', 'Gains hold into the New York afternoon'],
  down: [
    'Stocks lower at midday',
    'Midday: sellers in control on Wall Street',
    'Losses hold into the New York afternoon',
  ],
  flat: ['Stocks drift at midday', 'Midday: Wall Street lacks direction', 'A listless morning in New York'],
};
export const CLOSES: Readonly<Record<'up' | 'down' | 'flat', readonly string[]>> = {
  up: ['Wall Street closes {percent} higher', 'Stocks end the day with gains', 'Closing bell: buyers carry the day'],
  down: ['Wall Street closes {percent} lower', 'Stocks end the day with losses', 'Closing bell: sellers carry the day'],
  flat: ['Wall Street closes little changed', 'Stocks end flat', 'Closing bell: a day that went nowhere'],
};

export const WEEKEND_FEATURES: readonly string[] = [
  'The week ahead: figures, speeches and a full calendar of auctions',
  'What moved markets this week',
  'Weekend read: why spreads are narrower than ever',
  'Fund managers see {growth} reasons for patience, survey says',
  'Five charts on a market of {few} giants',
  '{firm} strategist: this market rewards waiting',
];
export const EVENING_FEATURES: readonly string[] = [
  'Asian shares open mixed after Wall Street’s session',
  'Futures trade quietly in the evening',
  '{firm}: what to watch tomorrow',
  'Bond traders look to {maturity} auction',
];
