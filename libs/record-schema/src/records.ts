import * as z from 'zod/mini';
import { amountField, countField, flagField, priceField, rateField, scoreField } from './number-fields.ts';
import {
  currencyPairField,
  exchangeTimeField,
  identifierField,
  intervalField,
  proseField,
  symbolField,
  symbolListField,
  utcTimeField,
  webAddressField,
} from './text-fields.ts';

export { BAR_INTERVALS, type BarInterval } from './intervals.ts';

/** The two fields of a kind of which one must not lie below the other. */
export interface OrderRule {
  readonly upper: string;
  readonly lower: string;
}
/** Order rules by schema: they are checked by zod and by hand. */
export const orderRules = z.registry<OrderRule>();

const inOrder = <U extends string, L extends string>(upper: U, lower: L) =>
  z.refine<Readonly<Record<U | L, number>>>((record) => !(record[upper] < record[lower]), {
    path: [upper],
    error: `at least ${lower}`,
  });

const provenance = {
  source: z.exactOptional(proseField('Who said so: yahoo, simulated, an import', 200)),
  observedAt: z.exactOptional(utcTimeField('When it was seen, UTC; of two observations the newer is right')),
};

/** One bar: what a symbol's price did in one interval. Open and close are not held against high and low: Yahoo's are not either. */
export const barSchema = z
  .strictObject({
    kind: z.optional(z.literal('bar')),
    name: symbolField('Symbol as it was asked for, upper case'),
    ts: exchangeTimeField('Start of the bar'),
    open: z.exactOptional(priceField('First price')),
    high: priceField('Highest price'),
    low: priceField('Lowest price'),
    close: z.exactOptional(priceField('Last price')),
    volume: z.exactOptional(countField('Units traded')),
    interval: z.exactOptional(intervalField('Length of the bar')),
    ...provenance,
    final: z.exactOptional(flagField('Whether the interval was over and settled when it was seen')),
  })
  .check(inOrder('high', 'low'))
  .register(orderRules, { upper: 'high', lower: 'low' });

/** One quote: the price of a symbol at an instant. Bid may exceed ask: real markets cross for moments. */
export const quoteSchema = z.strictObject({
  kind: z.literal('quote'),
  name: symbolField('Symbol as it was asked for, upper case'),
  ts: exchangeTimeField('Time of the last trade'),
  price: priceField('Price of the last trade'),
  bid: z.exactOptional(priceField('Best price offered by buyers')),
  ask: z.exactOptional(priceField('Best price asked by sellers')),
  bidSize: z.exactOptional(amountField('Units wanted at the bid')),
  askSize: z.exactOptional(amountField('Units for sale at the ask')),
  volume: z.exactOptional(countField('Units traded so far that day')),
  ...provenance,
});

/** One exchange rate at an instant: units of the second currency for one of the first. */
export const forexSchema = z
  .strictObject({
    kind: z.literal('forex'),
    name: currencyPairField('Currency pair, base then quote: EURUSD is dollars for one euro'),
    ts: exchangeTimeField('Time of the rate'),
    bid: rateField('Rate at which the market buys the base currency'),
    ask: rateField('Rate at which the market sells the base currency'),
    ...provenance,
  })
  .check(inOrder('ask', 'bid'))
  .register(orderRules, { upper: 'ask', lower: 'bid' });

/** One story about companies. */
export const newsSchema = z.strictObject({
  kind: z.literal('news'),
  id: identifierField("The publisher's or source's id of the story, the same at every delivery", ['uuid', 'guid']),
  ts: exchangeTimeField('Time of publication', ['publishedat', 'published', 'providerpublishtime', 'pubdate']),
  headline: proseField('Headline', 1000, ['title']),
  summary: z.exactOptional(proseField('Summary', 20_000, ['description'])),
  symbols: symbolListField('Symbols that the story is about', ['relatedtickers', 'tickers']),
  publisher: z.exactOptional(proseField('Who published it', 200)),
  url: z.exactOptional(webAddressField('Where to read it', ['link'])),
  sentiment: z.exactOptional(scoreField('From -1, bad news, to 1, good news')),
  ...provenance,
});

/** Any record, told apart by `kind`; without one it is a bar. */
export const recordSchema = z.discriminatedUnion('kind', [barSchema, quoteSchema, forexSchema, newsSchema]);

/**
 * One bar as it travels: a JSON object a line.
 * @interface
 */
export type Bar = z.infer<typeof barSchema>;
/**
 * One quote as it travels.
 * @interface
 */
export type Quote = z.infer<typeof quoteSchema>;
/**
 * One exchange rate as it travels.
 * @interface
 */
export type Forex = z.infer<typeof forexSchema>;
/**
 * One story as it travels.
 * @interface
 */
export type News = z.infer<typeof newsSchema>;
/** Any record. */
export type MarketRecord = Bar | Quote | Forex | News;
