import {
  encodeRecord,
  encodeRow,
  fromRow,
  type MarketRecord,
  normalise,
  recordSchema,
} from '@tickerlake/record-schema';

/** One measured figure beside its peer's from the same run: the shape that the workspace's bench runner prints. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: 'records/s';
  readonly peer: string;
  readonly peerValue: number;
}

const BARS = 20_000;
const OPEN_MS = Date.UTC(2026, 4, 14, 13, 30);

/** Bars as a collector writes them: symbol after symbol for each minute. */
const bars = Array.from({ length: BARS }, (_, index) => {
  const minute = Math.floor(index / 10) % 390;
  const clock = new Date(OPEN_MS + minute * 60_000 - 4 * 3_600_000).toISOString().slice(11, 19);
  const high = 100 + ((index * 7919) % 10_007) / 97;
  const low = high - 0.37;
  const name = `SYM${index % 10}`;
  return { name, ts: `2026-05-14 ${clock}-04:00`, high, low };
});
const fullBars = bars.map((bar, index) => ({
  ...bar,
  open: bar.low,
  close: bar.high,
  volume: index,
  interval: '1m' as const,
  source: 'yahoo',
  observedAt: '2026-05-14T20:00:00.000Z',
  final: true,
}));

const lines = (records: readonly object[]): string[] => records.map((record) => JSON.stringify(record));
const parseEach = (texts: readonly string[]): number => {
  let count = 0;
  for (const text of texts) count += JSON.parse(text) === undefined ? 0 : 1;
  return count;
};
const normaliseEach = (texts: readonly string[]): number => {
  let count = 0;
  for (const text of texts) for (const { status } of normalise(text)) count += status === 'ok' ? 1 : 0;
  if (count !== texts.length) throw new Error(`${count} of ${texts.length} records read`);
  return count;
};

const rateOf = (run: () => unknown): number => {
  // Processor time: what other programs do on the machine in the meantime is no matter.
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (BARS / (user + system)) * 1e6;
};

/** Rounds of each, in turn: the best of either is what the code can do undisturbed. */
const ROUNDS = 7;

const measure = (name: string, peer: string, run: () => unknown, peerRun: () => unknown): BenchResult => {
  let [value, peerValue] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    value = Math.max(value, rateOf(run));
    peerValue = Math.max(peerValue, rateOf(peerRun));
  }
  return { name, value, unit: 'records/s', peer, peerValue };
};

const against = (name: string, texts: readonly string[]): BenchResult =>
  measure(
    `normalise, ${name}`,
    'JSON.parse of the same lines',
    () => normaliseEach(texts),
    () => parseEach(texts),
  );

/** How fast records are read and written, each beside the engine's own JSON. */
export function bench(): BenchResult[] {
  const canonical = lines(bars);
  const full = lines(fullBars);
  const records: MarketRecord[] = fullBars;
  const blob = canonical.join('\n');
  const naive = canonical.map((line) => line.replace('-04:00', ''));
  const foreign = lines(
    bars.map(({ name, ts, high, low }) => ({ High: high, Low: low, Timestamp: ts, Name: name.toLowerCase() })),
  );
  const glued = canonical.join('');
  const rows = records.map((record) => encodeRow(record));
  const parseAll = () => parseEach(canonical);
  return [
    against('canonical bars of 4 fields', canonical),
    against('canonical bars of 11 fields', full),
    against('naive times', naive),
    against("a class archive's keys and lower-case symbols", foreign),
    measure('normalise, one blob, a bar a line', 'JSON.parse of the same lines', () => normalise(blob), parseAll),
    measure('normalise, one blob without newlines', 'JSON.parse of the same lines', () => normalise(glued), parseAll),
    measure(
      'encodeRecord',
      'JSON.stringify',
      () => records.map(encodeRecord),
      () => lines(records),
    ),
    measure(
      'encodeRow',
      'JSON.stringify',
      () => records.map(encodeRow),
      () => lines(records),
    ),
    measure(
      'fromRow of parsed rows',
      'JSON.parse of the same rows',
      () => rows.map((row) => fromRow('bars', JSON.parse(row))),
      () => parseEach(rows),
    ),
    measure(
      'normalise, canonical bars of 11 fields',
      'JSON.parse, then zod',
      () => normaliseEach(full),
      () => full.filter((line) => recordSchema.safeParse(JSON.parse(line)).success),
    ),
  ];
}

if (import.meta.main) {
  for (const { name, value, peer, peerValue } of bench()) {
    process.stdout.write(
      `${(value / 1e6).toFixed(2)} M/s, ${peer} ${(peerValue / 1e6).toFixed(2)} M/s, ratio ${(value / peerValue).toFixed(2)}: ${name}\n`,
    );
  }
}
