import fc from 'fast-check';

const HOUR_MS = 3_600_000;
/** Midnights in New York, of days with and without daylight saving time, the hour that is skipped, and the one that comes twice. */
const EDGES_MS = [
  Date.UTC(2026, 10, 20, 5),
  Date.UTC(2026, 6, 1, 4),
  Date.UTC(2026, 2, 8, 7),
  Date.UTC(2026, 10, 1, 5),
  Date.UTC(2026, 10, 1, 6),
  Date.UTC(2026, 11, 31, 29),
];
const instant = fc.oneof(
  fc
    .tuple(fc.constantFrom(...EDGES_MS), fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }))
    .map(([edgeMs, offsetMs]) => edgeMs + offsetMs),
  fc.constantFrom(...EDGES_MS),
  fc.constantFrom(...EDGES_MS.map((edgeMs) => edgeMs - 1)),
);
const ts = instant.map((epochMs) => new Date(epochMs).toISOString());
const price = fc.double({ min: 0.01, max: 100_000, noNaN: true });
const volume = fc.option(fc.nat(), { nil: undefined });
const observedAt = fc.option(ts, { nil: undefined });
const prose = fc
  .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"\\\n', '{"kind":"bar"}', '\u2028', '\ud800'))
  .map((text) => `x${text}`);

const quotes = fc.record({
  kind: fc.constant('quote'),
  name: fc.constantFrom('DDOG', 'BRK-B', 'brk-b'),
  ts,
  price,
  volume,
  observedAt,
});
const rates = fc
  .record({ kind: fc.constant('forex'), name: fc.constantFrom('EURUSD', 'JPY=X'), ts, prices: fc.tuple(price, price) })
  .map(({ prices, ...rest }) => ({ ...rest, bid: Math.min(...prices), ask: Math.max(...prices) }));
const stories = fc.record({
  kind: fc.constant('news'),
  id: fc.oneof(fc.constantFrom('a', 'b'), prose),
  ts,
  headline: prose,
  symbols: fc.uniqueArray(fc.constantFrom('DDOG', 'SNAP', 'TTD')),
  observedAt,
});

/** A line with a record, in the canonical spelling or another. */
export const readableLines: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(quotes, rates, stories), fc.boolean())
  .map(([record, loose]) => {
    const entries = Object.entries(record);
    return JSON.stringify(loose ? Object.fromEntries(entries.toReversed()) : record);
  });

/** A line that no log is on. */
const unreadableLines: fc.Arbitrary<string> = fc.constantFrom(
  '{"kind":"quote","name":"DDOG"',
  '{"kind":"quote","name":"DDOG","ts":"never","price":"secret"}',
  '{"kind":"news","id":"1","headline":"secret"}',
  '{"kind":"forex","name":"EURUSD","ts":"2026-11-20T14:30:00Z","bid":2,"ask":1}',
  '{"kind":"trade"}',
  '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}',
  '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":null,"low":null}',
  '{"kind":"quote","name":"\u0001"}',
);

/** The body of a message: lines, often the same ones again. */
export const bodies: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 6, arbitrary: readableLines }, { weight: 1, arbitrary: unreadableLines }), {
    maxLength: 12,
  })
  .chain((lines) => fc.tuple(fc.constant(lines), fc.subarray(lines)))
  .map(([lines, again]) => [...lines, ...again].join('\n'));
