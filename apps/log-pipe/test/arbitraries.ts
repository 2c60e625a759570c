import fc from 'fast-check';

const ts = fc
  .integer({ min: Date.UTC(2007, 0), max: Date.UTC(2030, 0) })
  .map((epochMs) => new Date(epochMs).toISOString());
const price = fc.double({ min: 0.01, max: 100_000, noNaN: true });
/** Among them every character that a queue refuses. */
const prose = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ufffe\uffff', '\0\u000b', '"\\\n', '{"kind":"bar"}', '\ud800'),
  )
  .map((text) => `x${text}`);

/** Records of the kinds that the log pipe forwards. */
const logs: fc.Arbitrary<object> = fc.oneof(
  fc.record({ kind: fc.constant('quote' as const), name: fc.constantFrom('DDOG', 'BRK-B'), ts, price }),
  fc
    .record({ kind: fc.constant('forex' as const), name: fc.constant('EURUSD'), ts, bid: price, ask: price })
    .map(({ bid, ask, ...rest }) => ({ ...rest, bid: Math.min(bid, ask), ask: Math.max(bid, ask) })),
  fc.record({
    kind: fc.constant('news' as const),
    id: prose,
    ts,
    headline: prose,
    symbols: fc.uniqueArray(fc.constantFrom('DDOG', 'SNAP')),
  }),
);

/** Bars. */
const bars: fc.Arbitrary<object> = fc
  .record({ name: fc.constantFrom('DDOG', 'SNAP'), ts, prices: fc.tuple(price, price) })
  .map(({ prices, ...rest }) => ({ ...rest, high: Math.max(...prices), low: Math.min(...prices) }));

const emptyBar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":null,"low":NaN}';
const claim = fc.constantFrom('quote', ' Forex', 'news').map((kind) => `"kind":"${kind}"`);
const junk = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('{', '}', '\n{"a":1', '\n', '\u0001', '[1]', ' '),
);

/** Text that claims to be a log and is none: cut off, broken, with a wrong field, spread over lines, no object at all. */
const claimants: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(claim, junk).map(([kind, rest]) => `{${kind},${rest}`),
  fc.tuple(claim, junk).map(([kind, rest]) => `{${kind},"x":${JSON.stringify(rest)}}`),
  fc.tuple(claim, junk).map(([kind, rest]) => `{\n  ${kind},\n  "x": [\n    {"y":${JSON.stringify(rest)}}]\n}`),
  fc.tuple(claim, junk).map(([kind, rest]) => `${rest}${kind}}`),
);

/** Anything that may come on a stream of market records, as text. */
const blobs: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: logs.map((record) => JSON.stringify(record)) },
        { weight: 2, arbitrary: bars.map((record) => JSON.stringify(record)) },
        { weight: 2, arbitrary: claimants },
        { weight: 1, arbitrary: junk },
        { weight: 1, arbitrary: fc.constant(emptyBar) },
      ),
      { maxLength: 5 },
    ),
    fc.constantFrom('\n', '\r\n', '', ' ', ',\n', '\n  '),
  )
  .map(([pieces, glue]) => pieces.join(glue));

/** The same as bytes, sometimes with one that is no UTF-8, sometimes nothing but noise. */
export const byteBlobs: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 6, arbitrary: blobs.map((text) => Buffer.from(text)) },
  {
    weight: 2,
    arbitrary: fc.tuple(blobs, fc.nat()).map(([text, at]) => {
      const bytes = Buffer.from(text);
      const cut = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, cut), Buffer.of(0xff), bytes.subarray(cut)]);
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
);
