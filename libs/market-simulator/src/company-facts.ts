import { type Company, todaysSymbol } from './companies.ts';

/** What a newsroom knows of a company. */
export interface CompanyFacts {
  /** The symbol of today: FB is META. */
  readonly symbol: string;
  /** As a headline calls it. */
  readonly name: string;
  /** What it sells, to be put after its name: Meta’s ad tools. A fund sells nothing: it moves with the market. */
  readonly products: readonly string[];
}

type Facts = readonly [name: string, ...products: string[]];

const FACTS: Readonly<Record<string, Facts>> = {
  META: ['Meta', 'ad tools', 'smart glasses', 'WhatsApp business messages', 'AI assistant', 'Instagram subscriptions'],
  SHOP: ['Shopify', 'checkout', 'Shop Pay', 'point-of-sale terminals', 'merchant loans', 'wholesale marketplace'],
  BYND: ['Beyond Meat', 'burger patties', 'chicken range', 'breakfast sausage', 'steak tips', 'retail packs'],
  NFLX: ['Netflix', 'ad tier', 'live events', 'games', 'standard plan', 'Korean dramas'],
  PINS: ['Pinterest', 'shopping ads', 'visual search', 'creator tools', 'automated campaigns', 'video ads'],
  XYZ: ['Block', 'Cash App', 'Square terminals', 'Afterpay', 'bitcoin wallet', 'seller loans'],
  TTD: ['The Trade Desk', 'Kokai platform', 'connected-TV marketplace', 'retail data', 'audio ads', 'bidding tools'],
  OKTA: ['Okta', 'Auth0', 'identity governance suite', 'workforce login', 'AI agent controls', 'public-sector cloud'],
  SNAP: ['Snap', 'Snapchat+', 'Spectacles', 'AR lenses', 'direct-response ads', 'sponsored chats'],
  DDOG: ['Datadog', 'log search', 'cloud security suite', 'AI monitoring', 'incident tools', 'cost dashboards'],
  AAPL: ['Apple', 'iPhone', 'App Store', 'Mac', 'Vision headset', 'Watch'],
  AMD: ['AMD', 'data-centre chips', 'AI accelerators', 'laptop processors', 'gaming chips'],
  AMZN: ['Amazon', 'cloud storage', 'Prime', 'ad slots', 'same-day delivery', 'grocery boxes'],
  'BRK-B': ['Berkshire', 'car insurance', 'rail freight', 'power contracts', 'reinsurance'],
  GOOGL: ['Alphabet', 'search ads', 'YouTube', 'cloud computing', 'Gemini models', 'robotaxis'],
  MSFT: ['Microsoft', 'Azure', 'Copilot', 'Windows', 'developer tools', 'security suite'],
  NVDA: ['Nvidia', 'AI accelerators', 'networking gear', 'gaming chips', 'robotics software'],
  QQQ: ['QQQ'],
  SPY: ['SPY'],
  TSLA: ['Tesla', 'Model Y', 'energy storage', 'robotaxi service', 'driver assistance', 'home batteries'],
};

/** What a company sells that nobody has heard of. */
const UNKNOWN_PRODUCTS = [
  'subscription service',
  'flagship product',
  'premium plan',
  'device line',
  'business software',
];

/** Whether it is a fund. */
export const isFund = ({ products }: CompanyFacts): boolean => products.length === 0;

/** What is known of a company; of one nobody has heard of, its symbol. */
export function factsOf(company: Company): CompanyFacts {
  const symbol = todaysSymbol(company.symbol);
  const [name, ...products] = (Object.hasOwn(FACTS, symbol) ? FACTS[symbol] : undefined) ?? [
    symbol,
    ...UNKNOWN_PRODUCTS,
  ];
  return { symbol, name, products };
}

/** Companies about which stories are written together. */
export const RIVALS: readonly (readonly [one: string, other: string])[] = [
  ['META', 'PINS'],
  ['META', 'SNAP'],
  ['META', 'TTD'],
  ['PINS', 'SHOP'],
  ['PINS', 'SNAP'],
  ['NFLX', 'TTD'],
  ['SHOP', 'XYZ'],
  ['DDOG', 'OKTA'],
  ['AMZN', 'SHOP'],
  ['AMZN', 'NFLX'],
  ['AMD', 'NVDA'],
  ['AAPL', 'META'],
  ['AMZN', 'MSFT'],
  ['GOOGL', 'META'],
  ['GOOGL', 'MSFT'],
  ['MSFT', 'OKTA'],
  ['AAPL', 'TSLA'],
];
