import type { JsonSchema, RecordKind } from '@tickerlake/record-schema';
import { type PastQuery, readEventPage } from './event-page.ts';
import { isoTime } from './instant.ts';
import { latestEvents } from './latest-events.ts';
import type { EventChoice, EventKind, Market, MarketEvent } from './market.ts';
import {
  afterParameter,
  fromParameter,
  limitParameter,
  pairsParameter,
  symbolsParameter,
  toParameter,
} from './market-parameters.ts';
import { defineRoute, type Exchange, json, type Route } from './route.ts';

/** The name under which an answer lists the records of a kind. */
export type ListName = 'bars' | 'quotes' | 'forex' | 'news';

/** A list of records with the market's time, and the address of what follows. */
export const listSchema = (name: ListName, kind: RecordKind): JsonSchema => ({
  type: 'object',
  required: ['marketTime', name, 'next'],
  properties: {
    marketTime: { type: 'string', format: 'date-time', description: 'What has happened before it is known' },
    [name]: { type: 'array', items: { $ref: `#/components/schemas/${kind}` } },
    next: { type: ['string', 'null'], description: 'Path and query of the records that follow; null on the last page' },
  },
});

/** The same address with one parameter changed. */
export const addressWith = ({ url }: Exchange, name: string, value: string): string => {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next.pathname + next.search;
};

const listAnswer = (market: Market, name: ListName, records: readonly MarketEvent[], next: string | null): Response =>
  json({ marketTime: isoTime(market.clock.nowMs()), [name]: records, next });

async function pastAnswer(
  market: Market,
  name: ListName,
  choice: EventChoice,
  query: PastQuery,
  exchange: Exchange,
): Promise<Response> {
  const { events, nextAfter } = await readEventPage(market, choice, query);
  return listAnswer(market, name, events, nextAfter === undefined ? null : addressWith(exchange, 'after', nextAfter));
}

/** Whether a request asks for the newest, not for a span. */
const isForLatest = ({ from, to, after, limit }: PastQuery): boolean =>
  [from, to, after, limit].every((value) => value === undefined);

const PAST_PARAMETERS = {
  from: fromParameter('a day before to'),
  to: toParameter,
  after: afterParameter,
  limit: limitParameter,
};

const LATEST_OR_PAST =
  'Without from, to, after and limit: the newest of each. With any of them: all of that span, oldest first, in pages.';

const describeList = (name: ListName, kind: EventKind, description: string) => ({
  description,
  content: { 'application/json': listSchema(name, kind) },
});

export const quotesRoute = (market: Market): Route =>
  defineRoute({
    path: '/api/quotes',
    id: 'getQuotes',
    summary: 'The newest quote of each company, or all of a span',
    description: LATEST_OR_PAST,
    example: '/api/quotes?symbols=META,DDOG',
    parameters: { symbols: symbolsParameter(market.symbols), ...PAST_PARAMETERS },
    answer: describeList('quotes', 'quote', 'Quotes'),
    crossOrigin: true,
    async answerWith({ symbols, ...query }, exchange) {
      if (isForLatest(query))
        return listAnswer(market, 'quotes', await latestEvents(market, 'quote', symbols ?? market.symbols), null);
      return pastAnswer(market, 'quotes', { kinds: ['quote'], symbols, pairs: [] }, query, exchange);
    },
  });

export const forexRoute = (market: Market): Route =>
  defineRoute({
    path: '/api/forex',
    id: 'getForex',
    summary: 'The newest rate of each currency pair, or all of a span',
    description: LATEST_OR_PAST,
    example: '/api/forex?pairs=EURUSD',
    parameters: { pairs: pairsParameter(market.pairs), ...PAST_PARAMETERS },
    answer: describeList('forex', 'forex', 'Exchange rates'),
    crossOrigin: true,
    async answerWith({ pairs = market.pairs, ...query }, exchange) {
      if (isForLatest(query)) return listAnswer(market, 'forex', await latestEvents(market, 'forex', pairs), null);
      return pastAnswer(market, 'forex', { kinds: ['forex'], symbols: [], pairs }, query, exchange);
    },
  });

export const newsRoute = (market: Market): Route =>
  defineRoute({
    path: '/api/news',
    id: 'getNews',
    summary: 'The news of a span, by default of the last day, oldest first',
    example: '/api/news?symbols=META',
    parameters: { symbols: symbolsParameter(market.symbols), ...PAST_PARAMETERS },
    answer: describeList('news', 'news', 'News'),
    crossOrigin: true,
    answerWith: ({ symbols, ...query }, exchange) =>
      pastAnswer(market, 'news', { kinds: ['news'], symbols, pairs: [] }, query, exchange),
  });
