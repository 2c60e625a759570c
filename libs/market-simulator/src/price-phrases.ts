/** The morning after results. */
export const MORNINGS_AFTER: readonly string[] = [
  '{name} shares {moved} before the bell after results',
  'Analysts rework their figures for {name} after results',
  'What {name}’s results mean for {quarter}',
];
/** The same of a fund, which has no results. */
export const FUND_MORNINGS: readonly string[] = [
  '{name} {moved} before the bell, in line with futures',
  '{name} set for a lively open',
  'Overnight news leaves {name} {moved} in early trading',
];
/** How the shares took news while the exchange was closed. */
export const AFTER_HOURS = 'The shares were {moved} outside of regular hours.';
export const EARLY_TRADING = 'The shares were {moved} in early trading.';

/** Some minutes after a sudden move. */
export const FOLLOW_UPS: readonly string[] = [
  'Why {name} shares are on the move',
  '{name} trades at {price} after {topic}',
  'Traders weigh {topic} at {name}',
  '{name} in focus after {topic}',
];

/** After the closing bell of a day on which the shares went far. */
export const DAY_ENDS: Readonly<Record<'up' | 'down', readonly string[]>> = {
  up: [
    '{name} ends the day {change}',
    '{name} among the day’s winners',
    'A good day for {name}: shares close {change}',
  ],
  down: [
    '{name} ends the day {change}',
    '{name} among the day’s losers',
    'A bad day for {name}: shares close {change}',
  ],
};

/** What a newsroom adds about the price while the exchange is open, and when it is not. */
export const PRICE_NOTES: Readonly<Record<'trading' | 'closed', readonly string[]>> = {
  trading: [
    'The shares last changed hands at {price}, {change} from {weekday}’s close.',
    '{symbol} traded at {price}, {change} on the day.',
    '{symbol} stood at {price} when this was written.',
    'The stock was {change} at {price}.',
  ],
  closed: [
    'The shares closed at {price} on {weekday}.',
    '{symbol} ended {weekday}’s session {change} at {price}.',
    'The last price was {price}.',
  ],
};

/** The same of a fund. */
export const FUND_NOTES: typeof PRICE_NOTES = {
  trading: [
    '{symbol} was {change} at {price}.',
    '{symbol} stood at {price}, {change} from {weekday}’s close.',
    'Shares of {symbol} changed hands at {price}.',
  ],
  closed: ['{symbol} closed at {price} on {weekday}.', '{symbol} ended {weekday}’s session {change} at {price}.'],
};
