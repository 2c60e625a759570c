import { createRandom, hashText } from './random.ts';

/** What makes a company's shares differ from another's. */
export interface Company {
  readonly symbol: string;
  /** Hash of the symbol: tells its random numbers from any other company's. */
  readonly key: number;
  /** Price in dollars around which it moves; its price in the middle of 2026. */
  readonly price: number;
  /** Standard deviation of a year's logarithmic return. */
  readonly yearlyVolatility: number;
  /** How far it goes when the market goes 1 %. */
  readonly beta: number;
  /** Shares traded on an ordinary day. */
  readonly dailyVolume: number;
}

type Profile = readonly [price: number, yearlyVolatility: number, beta: number, millionsOfShares: number];

/** Plausible for 2026, not taken from anyone's data. */
const PROFILES: Readonly<Record<string, Profile>> = {
  META: [640, 0.36, 1.2, 14],
  SHOP: [130, 0.5, 1.6, 9],
  BYND: [2.4, 0.65, 1.3, 28],
  NFLX: [98, 0.36, 0.9, 38],
  PINS: [25, 0.46, 1.1, 13],
  XYZ: [66, 0.5, 1.6, 8],
  TTD: [34, 0.58, 1.3, 14],
  OKTA: [84, 0.42, 1, 3],
  SNAP: [8.2, 0.6, 1.3, 42],
  DDOG: [128, 0.46, 1.3, 5],
  AAPL: [262, 0.27, 1.1, 48],
  AMD: [210, 0.52, 1.7, 36],
  AMZN: [228, 0.32, 1.2, 42],
  'BRK-B': [495, 0.18, 0.7, 4.6],
  GOOGL: [305, 0.31, 1.1, 33],
  MSFT: [480, 0.25, 1, 24],
  NVDA: [188, 0.4, 1.7, 175],
  QQQ: [615, 0.22, 1.15, 55],
  SPY: [685, 0.17, 0.9, 75],
  TSLA: [425, 0.55, 1.8, 80],
};

/** Former symbols show the company that they became. */
const RENAMED: Readonly<Record<string, string>> = { FB: 'META', SQ: 'XYZ' };

const ownEntry = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The symbol under which a company trades today: META for FB, and META for META. */
export const todaysSymbol = (symbol: string): string => ownEntry(RENAMED, symbol) ?? symbol;

/** A company nobody has heard of: what it is like follows from its name. */
function inventProfile(key: number): Profile {
  const random = createRandom(key);
  const price = 9 * 50 ** random();
  const tradedDollars = 4e7 * 40 ** random();
  return [price, 0.22 + 0.33 * random(), 0.6 + 0.9 * random(), tradedDollars / price / 1e6];
}

/** Letters and digits as an exchange gives them, perhaps with a share class: `META`, `BRK-B`. */
const SYMBOL = /^(?=.*[A-Z])[A-Z0-9]{1,10}(?:[.-][A-Z0-9]{1,4})?$/;

/** The company of a symbol, the same on every call; `undefined` when no exchange would give out such a symbol. */
export function companyOf(symbol: string): Company | undefined {
  if (!SYMBOL.test(symbol)) return undefined;
  const today = todaysSymbol(symbol);
  const key = hashText(today);
  const [price, yearlyVolatility, beta, millions] = ownEntry(PROFILES, today) ?? inventProfile(key);
  return { symbol, key, price, yearlyVolatility, beta, dailyVolume: millions * 1e6 };
}
