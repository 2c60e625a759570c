import { newYorkDate, type Session, sessionsBetween } from '@tickerlake/market-calendar';
import { BAR_INTERVALS, type Bar, type BarInterval, eventTimeMs } from '@tickerlake/record-schema';
import * as z from 'zod/mini';
import { addressWith, listSchema } from './event-routes.ts';
import { currentSession } from './current-session.ts';
import { CALENDAR_MS, isoTime } from './instant.ts';
import type { Market, Span } from './market.ts';
import { fromParameter, limitOf, limitParameter, symbolParameter, toParameter } from './market-parameters.ts';
import { textParameter } from './parameters.ts';
import { wrongFields } from './problem.ts';
import { defineRoute, json, type Route } from './route.ts';

const intervalParameter = textParameter(
  { in: 'query', name: 'interval', description: 'Length of a bar', allowed: `one of ${BAR_INTERVALS.join(', ')}` },
  z.prefault(z.enum(BAR_INTERVALS), '1m'),
);

/** The part of the asked span that has happened and that the calendar knows. */
function spanOf(query: { from?: number | undefined; to?: number | undefined }, nowMs: number): Span {
  const fromMs = query.from ?? currentSession(Math.min(query.to ?? nowMs, nowMs)).openMs;
  if (query.to !== undefined && fromMs > query.to) {
    const allowed = `an instant up to ${isoTime(query.to)}, where to ends`;
    throw wrongFields([{ in: 'query', field: 'from', came: isoTime(fromMs), allowed }]);
  }
  return { fromMs, toMs: Math.min(query.to ?? nowMs, nowMs) };
}

const sessionsOf = ({ fromMs, toMs }: Span): Session[] =>
  fromMs < toMs ? sessionsBetween(newYorkDate(fromMs), newYorkDate(Math.min(toMs, CALENDAR_MS.end) - 1)) : [];

/** The first bars of a span, and one more where there are more: session by session, so that the rest is never made. */
async function firstBars(market: Market, symbol: string, interval: BarInterval, span: Span, count: number) {
  const bars: Bar[] = [];
  for (const { openMs, closeMs } of sessionsOf(span)) {
    const [fromMs, toMs] = [Math.max(openMs, span.fromMs), Math.min(closeMs, span.toMs)];
    if (fromMs >= toMs) continue;
    bars.push(...(await market.bars.fetchBars({ symbols: [symbol], fromMs, toMs, interval })).bars);
    if (bars.length > count) break;
  }
  return bars.slice(0, count + 1);
}

export const barsRoute = (market: Market): Route =>
  defineRoute({
    path: '/api/stocks/{symbol}/bars',
    id: 'getBars',
    summary: 'A company’s bars, by default those of the current session, oldest first',
    description: 'The bar that is running holds what has happened so far and is not final.',
    example: `/api/stocks/${market.symbols[0]}/bars?interval=5m`,
    parameters: {
      symbol: symbolParameter(market.symbols),
      from: fromParameter('where the running session opened, else the last one'),
      to: toParameter,
      interval: intervalParameter,
      limit: limitParameter,
    },
    answer: { description: 'Bars', content: { 'application/json': listSchema('bars', 'bar') } },
    crossOrigin: true,
    async answerWith({ symbol, interval, ...query }, exchange) {
      const nowMs = market.clock.nowMs();
      const limit = limitOf(query.limit);
      const bars = await firstBars(market, symbol, interval, spanOf(query, nowMs), limit);
      const [following] = bars.splice(limit);
      const next = following ? addressWith(exchange, 'from', isoTime(eventTimeMs(following))) : null;
      return json({ marketTime: isoTime(market.clock.nowMs()), symbol, interval, bars, next });
    },
  });
