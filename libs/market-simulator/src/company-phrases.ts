/** A story to be filled in: what its headline says, what more is known, and what the event is called afterwards. */
export interface StoryPhrase {
  readonly headline: string;
  readonly detail: string;
  /** To complete "the shares moved after …". */
  readonly topic: string;
}

const phrase = (headline: string, detail: string, topic = ''): StoryPhrase => ({ headline, detail, topic });

/** What makes a company's shares rise. */
export const GOOD_NEWS: readonly StoryPhrase[] = [
  phrase(
    '{name} wins {client} as a customer for its {product}',
    'The agreement runs for {few} years; its value was not disclosed.',
    'a new customer for its {product}',
  ),
  phrase(
    '{firm} upgrades {name}, sees demand for {product} improving',
    'Checks with customers point to more orders in {quarter} than the market expects, its analysts wrote.',
    'an upgrade by {firm}',
  ),
  phrase(
    '{name} says demand for its {product} is ahead of plan',
    'Management made the remark at {forum}.',
    'upbeat remarks about its {product}',
  ),
  phrase(
    '{name} raises its outlook, cites {product}',
    'It now expects revenue to grow {growth}% over {quarter}.',
    'a higher outlook',
  ),
  phrase(
    '{fund} takes a {small}% stake in {name}',
    'The holding makes it one of the largest shareholders, a filing shows.',
    'news of a stake taken by {fund}',
  ),
  phrase(
    'Court sides with {name} in dispute over {product}',
    'The ruling lifts a threat that has hung over the shares for {few} quarters.',
    'a court ruling in its favour',
  ),
  phrase(
    '{name} to sell its {product} through {client}',
    'The partnership starts in {place} and is to be widened within {few} quarters.',
    'a sales partnership',
  ),
  phrase(
    '{name} enlarges its share buyback',
    'The board added {small}% of the shares outstanding to the programme.',
    'a larger buyback',
  ),
  phrase(
    '{regulator} regulator clears the way for {name}’s {product}',
    'A decision had not been expected for another {few} months.',
    'a regulator’s approval',
  ),
  phrase(
    '{name} lifts prices of its {product}, {firm} calls it a sign of strength',
    'The increase of {small}% takes effect next month.',
    'a rise in prices of its {product}',
  ),
  phrase(
    '{firm} names {name} a top pick for {quarter}',
    'It points to {product} as the part of the business that others overlook.',
    'a recommendation by {firm}',
  ),
  phrase(
    'Sales of {name}’s {product} climb {growth}%, data show',
    'The figures come from {firm}, which tracks such things in {place} and at home.',
    'strong sales figures',
  ),
  phrase(
    '{name} explores options for its {product}, people familiar with the matter say',
    'A sale or a listing are among them; no decision has been taken.',
    'a report that it may part with its {product}',
  ),
  phrase(
    '{name} to trim costs around its {product}',
    'About {hundreds} jobs are affected; margins should gain from {quarter} on.',
    'plans to cut costs',
  ),
];

/** What makes a company's shares fall. */
export const BAD_NEWS: readonly StoryPhrase[] = [
  phrase(
    '{name} loses {client} as a customer for its {product}',
    'The contract ends in {few} months and is not to be renewed.',
    'the loss of a customer',
  ),
  phrase(
    '{firm} downgrades {name} on slower {product}',
    'Its analysts expect {quarter} to fall short of what the market hopes for.',
    'a downgrade by {firm}',
  ),
  phrase(
    '{name} says demand for its {product} has softened',
    'Management made the remark at {forum}.',
    'cautious remarks about its {product}',
  ),
  phrase(
    '{name} trims its outlook, cites {product}',
    'It now expects revenue to grow {small}% over {quarter}.',
    'a lower outlook',
  ),
  phrase(
    '{fund} sells down its stake in {name}',
    'It offered shares worth {small}% of the company to institutions.',
    'a block sale by {fund}',
  ),
  phrase(
    'Court lets suit over {name}’s {product} go ahead',
    'The judge dismissed {few} of the claims and kept the rest.',
    'a court ruling against it',
  ),
  phrase(
    'Complaints about {name}’s {product} mount in {place}',
    'Consumer groups have counted more than {hundreds} this week; the company says that it is looking into them.',
    'complaints about its {product}',
  ),
  phrase(
    '{name} delays start of its {product} in {place}',
    'The start is now planned {few} quarters later than announced.',
    'a delay of its {product}',
  ),
  phrase(
    '{regulator} regulator opens inquiry into {name}’s {product}',
    'It has asked the company for documents; an inquiry can take {few} quarters.',
    'news of an inquiry',
  ),
  phrase(
    '{name} cuts prices of its {product}',
    'The cut of up to {growth}% answers a rival’s offer, {firm} says.',
    'a price cut on its {product}',
  ),
  phrase(
    '{firm} takes {name} off its list of favourites',
    'It sees {product} facing tougher comparisons over {quarter}.',
    'a note by {firm}',
  ),
  phrase(
    'Sales of {name}’s {product} slip {small}%, data show',
    'The figures come from {firm}, which tracks such things in {place} and at home.',
    'weak sales figures',
  ),
  phrase(
    '{name}’s {officer} to step down',
    'A successor has not been named; the change takes effect in {few} months.',
    'the departure of its {officer}',
  ),
  phrase(
    '{name} sees higher costs for its {product}',
    'Spending is to rise {growth}% over {quarter}, a filing shows.',
    'a warning of higher costs',
  ),
];

/** A story of a day on which nothing happens. */
export interface Feature extends StoryPhrase {
  /** −1, 0 or 1: how it sounds. */
  readonly tone: number;
}

const feature = (tone: number, headline: string, detail: string): Feature => ({ headline, detail, topic: '', tone });

/** What is told of a company when nothing happens. */
export const FEATURES: readonly Feature[] = [
  feature(1, '{name} opens an office in {city}', 'About {hundreds} people are to work there on its {product}.'),
  feature(0, '{firm} keeps its view of {name}', 'Little has changed for its {product}, the analysts write.'),
  feature(0, '{name} appoints new {officer}', 'The appointment takes effect at once.'),
  feature(1, 'How {name} plans to grow its {product}', 'A look at where the money is to come from in {quarter}.'),
  feature(0, '{name} to speak at {forum}', 'Investors hope for a word on its {product}.'),
  feature(1, '{name} tries new terms for its {product} in {place}', 'The trial runs for {few} months.'),
  feature(-1, '{officer} of {name} sells shares under trading plan', 'It was set up {few} months ago, a filing shows.'),
  feature(
    -1,
    'Is the market too hopeful about {name}’s {product}?',
    '{firm} lays out what could go wrong in {quarter}.',
  ),
  feature(0, '{fund} reports small holding in {name}', 'The position was worth less than 1% of its portfolio.'),
  feature(1, '{name} gives its {product} a new look', 'Customers in {place} see it first.'),
  feature(0, '{name} renews agreement with {client}', 'Terms are much as before.'),
  feature(-1, '{name} answers critics of its {product}', 'The company disputes a study by {firm}.'),
  feature(0, '{name} joins group that sets standards', 'Members include rivals and {client}.'),
  feature(0, 'What options traders make of {name}', 'Prices imply a move of about {small}% by the end of the month.'),
  feature(
    0,
    '{firm} starts coverage of {name} at neutral',
    'It thinks well of its {product} but finds the shares fairly valued.',
  ),
  feature(-1, '{name} faces new rival for its {product}', '{client} is backing the newcomer.'),
  feature(1, '{name} promotes its {product} with campaign in {place}', 'It is the largest in {few} years.'),
  feature(0, '{name} sets date for annual meeting', 'Shareholders are to vote on {few} proposals.'),
  feature(1, 'Inside the team behind {name}’s {product}', 'It has grown to {hundreds} people, many of them in {city}.'),
  feature(
    0,
    '{name}, explained in {few} charts',
    '{firm} looks at revenue, margins and what its {product} adds to both.',
  ),
];

/** What is told of a fund when nothing happens. */
export const FUND_FEATURES: readonly Feature[] = [
  feature(
    1,
    'Investors add to {name}',
    'Inflows came to about {hundreds} million dollars over the week, {firm} reckons.',
  ),
  feature(
    -1,
    'Money leaves {name}',
    'Outflows came to about {hundreds} million dollars over the week, {firm} reckons.',
  ),
  feature(0, 'Options on {name} see busy day', 'Most of the volume was in contracts that expire this week.'),
  feature(
    0,
    '{firm} on {name}: breadth matters more than level',
    'Its strategists look at how many members take part.',
  ),
];

/** What is told of two companies at once. */
export const PAIR_FEATURES: readonly Feature[] = [
  feature(
    0,
    '{name} or {other}? {firm} weighs both',
    '{name}’s {product} and {other}’s {rival} chase the same budgets.',
  ),
  feature(1, '{name} and {other} to work together on {product}', 'The agreement covers {place} first.'),
  feature(-1, '{other} takes aim at {name}’s {product}', 'A new offer around its {rival} is to start in {place}.'),
  feature(0, 'Survey: budgets shift between {name} and {other}', '{firm} asked {hundreds} buyers about {quarter}.'),
  feature(0, '{fund} holds both {name} and {other}', 'The two make up {small}% of its portfolio, a filing shows.'),
  feature(0, '{other} hires {officer} from {name}', 'The move takes effect next month.'),
  feature(-1, 'New rules in {place} touch {name} and {other} alike', '{firm} expects modest costs for both.'),
];

/** A quarter's results by which the shares rose overnight. */
export const GOOD_RESULTS: readonly StoryPhrase[] = [
  phrase('{name} beats expectations, {product} stands out', 'Revenue grew {growth}% from a year earlier.'),
  phrase('{name} tops forecasts as revenue grows {growth}%', 'Demand for its {product} was better than planned.'),
  phrase('{name} lifts full-year outlook after strong quarter', 'It points to its {product} and lower costs.'),
  phrase('Strong quarter for {name}', 'Profit and revenue were above what analysts had expected; {product} led.'),
];

/** A quarter's results by which they fell. */
export const BAD_RESULTS: readonly StoryPhrase[] = [
  phrase('{name} falls short of expectations', 'Revenue grew {small}% from a year earlier; {product} disappointed.'),
  phrase('{name} misses forecasts as costs rise', 'Spending on its {product} grew {growth}%.'),
  phrase('{name} outlook disappoints despite {growth}% growth', 'It sees slower demand for its {product}.'),
  phrase(
    'Weak quarter for {name}',
    'Profit was below what analysts had expected, and the outlook for {quarter} is cautious.',
  ),
];
