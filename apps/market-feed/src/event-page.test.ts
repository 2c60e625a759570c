import { eventTimeMs } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPEN_MS, testMarket } from '../test/test-market.ts';
import { readEventPage } from './event-page.ts';
import { latestEvents } from './latest-events.ts';
import type { EventChoice, Market, MarketEvent } from './market.ts';
import { Problem } from './problem.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const market = testMarket();
const nowMs = market.clock.nowMs();

const choices = fc.record({
  kinds: fc.subarray(['quote', 'forex', 'news'] as const, { minLength: 1 }),
  symbols: fc.subarray(['META', 'DDOG', 'SNAP'], { minLength: 1 }),
  pairs: fc.subarray(['EURUSD', 'USDJPY'], { minLength: 1 }),
});

async function allPages(of: Market, choice: EventChoice, span: { from: number; to: number }, limit: number) {
  const events: MarketEvent[] = [];
  for (let after: string | undefined; ;) {
    const page = await readEventPage(of, choice, { ...span, limit, ...(after !== undefined && { after }) });
    expect(page.events.length).toBeLessThanOrEqual(limit);
    events.push(...page.events);
    if (page.nextAfter === undefined) return events;
    expect(page.events).toHaveLength(limit);
    after = page.nextAfter;
  }
}

describe('pages of past events', () => {
  it('add up to what happened, however they are cut', async () => {
    const starts = fc.integer({ min: OPEN_MS - 10 * MINUTE_MS, max: nowMs + MINUTE_MS });
    await fc.assert(
      fc.asyncProperty(
        choices,
        starts,
        fc.nat(20),
        fc.integer({ min: 1, max: 40 }),
        async (choice, from, length, limit) => {
          const to = from + length * MINUTE_MS;
          const whole = [...market.events(choice, { fromMs: from, toMs: Math.min(to, nowMs) })];
          expect(await allPages(market, choice, { from, to }, limit)).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('show nothing that has not happened yet', async () => {
    const { events } = await readEventPage(market, market.all, { from: nowMs - MINUTE_MS, to: nowMs + DAY_MS });
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) expect(eventTimeMs(event)).toBeLessThan(nowMs);
    expect(await readEventPage(market, market.all, { from: nowMs + 1 })).toEqual({ events: [] });
  });

  it('reach a day back unless they are told otherwise', async () => {
    const { events } = await readEventPage(market, { ...market.all, kinds: ['news'] }, {});
    expect(events).toEqual([
      ...market.events({ ...market.all, kinds: ['news'] }, { fromMs: nowMs - DAY_MS, toMs: nowMs }),
    ]);
    expect(events.length).toBeGreaterThan(0);
  });

  it.each([
    ['that ends before it begins', { from: nowMs - 10, to: nowMs - 20 }, 'from'],
    ['of more than 31 days', { from: nowMs - 31 * DAY_MS - 1 }, 'from'],
    ['behind an event that is none', { after: `${OPEN_MS}-quote-NOPE` }, 'after'],
  ])('refuse a span %s', async (_words, query, field) => {
    const refusal = await readEventPage(market, market.all, query).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ status: 400, errors: [{ in: 'query', field }] });
  });
});

describe('the newest of each', () => {
  const times = fc.integer({ min: Date.UTC(2026, 10, 16), max: Date.UTC(2026, 10, 30) });

  it('is what a look through the last four days finds', async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.constantFrom('quote' as const, 'forex' as const), async (atMs, kind) => {
        const then = testMarket({}, atMs);
        const names = kind === 'quote' ? ['DDOG', 'META'] : ['USDJPY', 'EURUSD'];
        const past = [
          ...then.events({ kinds: [kind], symbols: names, pairs: names }, { fromMs: atMs - 4 * DAY_MS, toMs: atMs }),
        ];
        const expected = names.map((name) => past.findLast((event) => event.kind !== 'news' && event.name === name));
        expect(await latestEvents(then, kind, names)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});
