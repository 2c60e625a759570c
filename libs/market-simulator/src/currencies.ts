import { hashText } from './random.ts';

/** Centres by whose office hours a currency moves. */
export interface CentreWeights {
  readonly tokyo: number;
  readonly london: number;
  readonly newYork: number;
}

/** What moves several currencies at once: the dollar, Europe, the prices of raw materials. */
export const SHARED_DRIVERS = ['dollar', 'europe', 'materials'] as const;
type SharedDriver = (typeof SHARED_DRIVERS)[number];

/** A currency, seen from the dollar. */
export interface Currency {
  readonly code: string;
  /** Hash of the code: tells its random numbers from any other's. */
  readonly key: number;
  /** Dollars for one unit around which it moves; its price in the middle of 2026. */
  readonly dollars: number;
  /** Standard deviation of a year's logarithmic return in dollars. */
  readonly yearlyVolatility: number;
  /** Shares of that variance which it has in common with others; what is left is its own. */
  readonly shares: Readonly<Record<SharedDriver, number>>;
  /** What a round trip into dollars costs in busy hours, as a part of a million. */
  readonly spreadPerMillion: number;
  readonly centres: CentreWeights;
}

type Profile = readonly [
  dollars: number,
  yearlyVolatility: number,
  shares: readonly [dollar: number, europe: number, materials: number],
  spreadPerMillion: number,
  centres: readonly [tokyo: number, london: number, newYork: number],
];

/**
 * Plausible for 2026, not taken from anyone's data. In the order in which the market names them: of two, the one that
 * stands higher is the base, so it says EURUSD, USDJPY and EURGBP.
 */
const PROFILES: Readonly<Record<string, Profile>> = {
  EUR: [1.16, 0.072, [0.6, 0.3, 0], 9, [0.25, 1, 0.9]],
  GBP: [1.325, 0.078, [0.5, 0.15, 0.05], 21, [0.2, 1.1, 0.85]],
  AUD: [0.655, 0.095, [0.45, 0, 0.35], 30, [0.7, 0.7, 0.8]],
  NZD: [0.578, 0.097, [0.4, 0, 0.4], 62, [0.65, 0.65, 0.8]],
  USD: [1, 0, [0, 0, 0], 0, [0.35, 1, 1]],
  CAD: [1 / 1.395, 0.058, [0.4, 0, 0.25], 27, [0.15, 0.6, 1.2]],
  CHF: [1 / 0.804, 0.075, [0.5, 0.35, 0], 45, [0.2, 1.1, 0.8]],
  JPY: [1 / 154.5, 0.095, [0.4, 0, 0], 13, [0.8, 0.8, 0.9]],
};

const currencyNamed = (code: string, profile: Profile): Currency => {
  const [dollars, yearlyVolatility, [dollar, europe, materials], spreadPerMillion, [tokyo, london, newYork]] = profile;
  const shares = { dollar, europe, materials };
  const centres = { tokyo, london, newYork };
  return { code, key: hashText(code), dollars, yearlyVolatility, shares, spreadPerMillion, centres };
};

/** The currencies, in the order in which the market names them. */
export const CURRENCIES: readonly Currency[] = Object.entries(PROFILES).map(([code, profile]) =>
  currencyNamed(code, profile),
);

/** Two currencies, and how the market writes what one costs in the other. */
export interface CurrencyPair {
  readonly name: string;
  readonly base: Currency;
  readonly quote: Currency;
  /** Steps of the rate in a unit: 100,000 (five decimals), with yen 1,000. A pip is ten of them. */
  readonly pointsPerUnit: number;
}

const pairOf = (base: Currency, quote: Currency): CurrencyPair => ({
  name: base.code + quote.code,
  base,
  quote,
  pointsPerUnit: quote.code === 'JPY' ? 1_000 : 100_000,
});

const PAIRS: ReadonlyMap<string, CurrencyPair> = new Map(
  CURRENCIES.flatMap((base, rank) => CURRENCIES.slice(rank + 1).map((quote) => pairOf(base, quote))).map((pair) => [
    pair.name,
    pair,
  ]),
);

/** Every pair that the simulated market trades: the eight large currencies, each against each. */
export const CURRENCY_PAIRS: readonly string[] = [...PAIRS.keys()];

/** The pairs that a feed shows when nobody says which. */
export const DEFAULT_PAIRS: readonly string[] = ['EURUSD', 'USDJPY', 'GBPUSD', 'USDCHF', 'EURGBP', 'EURJPY'];

/** The pair of a name as the market writes it, `EURUSD`; `undefined` for any other text. */
export const pairNamed = (name: string): CurrencyPair | undefined => PAIRS.get(name);
