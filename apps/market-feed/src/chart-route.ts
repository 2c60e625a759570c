import { fromNewYork, newYorkDate } from '@tickerlake/market-calendar';
import * as z from 'zod/mini';
import { currentSession } from './current-session.ts';
import type { Market } from './market.ts';
import { integerParameter, textParameter } from './parameters.ts';
import { defineRoute, json, type Route } from './route.ts';
import { VALID_RANGES, yahooChart } from './yahoo-chart.ts';
import {
  refusalOf,
  SERVED_DAYS,
  unknownSymbol,
  wrongInput,
  YAHOO_INTERVALS,
  type YahooInterval,
} from './yahoo-refusals.ts';

type Range = (typeof VALID_RANGES)[number];

/** Up to the last second of the year 9999. */
const MAX_SECONDS = 253_402_300_799;

const periodParameter = (name: string, description: string) =>
  integerParameter(
    { in: 'query', name, description, allowed: 'whole seconds since 1970 UTC' },
    z.optional(z.int().check(z.gte(0), z.lte(MAX_SECONDS))),
  );

const PARAMETERS = {
  symbol: textParameter(
    { in: 'path', name: 'symbol', description: 'Company, in any case', allowed: 'a symbol' },
    z.string(),
  ),
  period1: periodParameter('period1', 'First instant, seconds since 1970 UTC, included'),
  period2: periodParameter('period2', 'Last instant, seconds since 1970 UTC, excluded. Default: market time'),
  range: textParameter(
    {
      in: 'query',
      name: 'range',
      description: 'What ends with period2, instead of period1. Default: 1d',
      allowed: `one of ${VALID_RANGES.join(', ')}`,
    },
    z.optional(z.enum(VALID_RANGES)),
  ),
  interval: textParameter(
    {
      in: 'query',
      name: 'interval',
      description: 'Length of a row. Default: 1m for the range 1d, else 1d',
      allowed: `one of ${YAHOO_INTERVALS.join(', ')}`,
    },
    z.optional(z.enum(YAHOO_INTERVALS)),
  ),
  includePrePost: textParameter(
    {
      in: 'query',
      name: 'includePrePost',
      description: 'Whether tradingPeriods has the hours before and after the session; there are no rows of them',
      allowed: 'true or false',
    },
    z.prefault(z.enum(['true', 'false']), 'true'),
  ),
};

const DAY_MS = 86_400_000;
/** Calendar days that hold the days of a range. */
const RANGE_DAYS = {
  '5d': 7,
  '1mo': 31,
  '3mo': 92,
  '6mo': 183,
  '1y': 366,
  '2y': 730,
  '5y': 1827,
  '10y': 3653,
} as const;

/** Where a range that ends at an instant begins, milliseconds since 1970 UTC. */
function rangeStartMs(range: Range, interval: YahooInterval, endMs: number): number {
  if (range === '1d') return currentSession(endMs).openMs;
  if (range === 'ytd') return fromNewYork(`${newYorkDate(endMs).slice(0, 4)}-01-01`);
  return endMs - (range === 'max' ? SERVED_DAYS[interval] : RANGE_DAYS[range]) * DAY_MS;
}

/** What Yahoo Finance answers for a chart, so that its clients work against this market unchanged. */
export const chartRoute = (market: Market): Route =>
  defineRoute({
    path: '/v8/finance/chart/{symbol}',
    id: 'getYahooChart',
    summary: 'Bars in the shape of Yahoo Finance’s chart, errors included',
    description:
      'Keeps to Yahoo’s limits: 1m rows of the last 30 days, 7 days a request; 2m to 30m of the last 60 days; 1h of the last 730. Other parameters of Yahoo’s are passed over.',
    example: `/v8/finance/chart/${market.symbols[0]}?interval=5m&range=1d`,
    parameters: PARAMETERS,
    toleratesUnknown: true,
    refuse: wrongInput,
    refusals: { 404: 'There is no such company', 422: 'An interval that is not served, or not so far back' },
    answer: {
      description: 'A chart',
      content: {
        'application/json': {
          type: 'object',
          required: ['chart'],
          properties: {
            chart: {
              type: 'object',
              required: ['result', 'error'],
              properties: { result: { type: ['array', 'null'] }, error: { type: ['object', 'null'] } },
            },
          },
        },
      },
    },
    crossOrigin: true,
    async answerWith(values) {
      const symbol = values.symbol.toUpperCase();
      if (!market.symbols.includes(symbol)) return unknownSymbol();
      const nowMs = market.clock.nowMs();
      const nowSeconds = Math.floor(nowMs / 1000);
      const { period1, period2 = nowSeconds, range = '1d' } = values;
      const interval = values.interval ?? (period1 === undefined && range === '1d' ? '1m' : '1d');
      const endMs = Math.min(period2 * 1000, nowMs);
      const fromSeconds = period1 ?? Math.floor(rangeStartMs(range, interval, endMs) / 1000);
      const span = { interval, fromSeconds, toSeconds: period2 };
      const refusal = refusalOf(span, nowSeconds);
      if (refusal) return refusal;
      const includePrePost = values.includePrePost === 'true';
      const asked = { ...span, symbol, includePrePost, range: period1 === undefined ? range : '' };
      const chart = await yahooChart(market, asked);
      return chart ? json(chart) : unknownSymbol();
    },
  });
