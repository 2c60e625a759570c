import { formatNewYork, newYorkHour, sessionAt } from '@tickerlake/market-calendar';

/** One measured figure beside what it is held against: the shape that the workspace's bench runner prints. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: 'look-ups/s';
  readonly peer: string;
  readonly peerValue: number;
}

interface Subject {
  readonly count: number;
  readonly run: () => number;
}

const LOOKUPS = 100_000;
const LOOKUPS_BY_INTL = 5_000;
const ROUNDS = 7;
const UNIT = 'look-ups/s';

/** Instants spread over the calendar's 41 years in an order that no cache of the last answer can profit from. */
function spreadInstants(): number[] {
  const first = Date.UTC(1990, 0, 3);
  const span = Date.UTC(2030, 11, 30) - first;
  return Array.from(
    { length: LOOKUPS },
    (_, index) => first + Math.floor(((index * 0.618_033_988_749_895) % 1) * span),
  );
}

/** A day's minutes, again and again: what a stream of bars looks like. */
const minutesOfADay = (): number[] =>
  Array.from({ length: LOOKUPS }, (_, index) => Date.UTC(2024, 4, 14, 13, 30) + (index % 390) * 60_000);

const intl = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: '2-digit', hourCycle: 'h23' });

// A subject is a loop of its own: one shared loop would measure how well the engine inlines a changing function.
function hours(instants: readonly number[]): number {
  let sum = 0;
  for (const instant of instants) sum += newYorkHour(instant);
  return sum;
}

function sessions(instants: readonly number[]): number {
  let open = 0;
  for (const instant of instants) if (sessionAt(instant)) open++;
  return open;
}

function texts(instants: readonly number[]): number {
  let length = 0;
  for (const instant of instants) length += formatNewYork(instant).length;
  return length;
}

function hoursByIntl(instants: readonly number[]): number {
  let sum = 0;
  for (const instant of instants) sum += Number(intl.format(instant));
  return sum;
}

/** Look-ups a second of processor time, the best of interleaved rounds: other work on the machine hardly shows. */
function bestRates(subjects: readonly Subject[]): number[] {
  const best = subjects.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { count, run }] of subjects.entries()) {
      const before = process.cpuUsage();
      const answer = run();
      const { user, system } = process.cpuUsage(before);
      // Reading the answer keeps the engine from dropping the work.
      if (answer > 0) best[index] = Math.max(best[index] ?? 0, (count / (user + system)) * 1e6);
    }
  }
  return best;
}

/** Look-ups a second against the least that is promised, and against the platform's own formatter. */
export function bench(): BenchResult[] {
  const spread = spreadInstants();
  const day = minutesOfADay();
  const few = spread.slice(0, LOOKUPS_BY_INTL);
  const [hour = 0, hourOfDay = 0, session = 0, sessionOfDay = 0, text = 0, byIntl = 0] = bestRates([
    { count: LOOKUPS, run: () => hours(spread) },
    { count: LOOKUPS, run: () => hours(day) },
    { count: LOOKUPS, run: () => sessions(spread) },
    { count: LOOKUPS, run: () => sessions(day) },
    { count: LOOKUPS, run: () => texts(day) },
    { count: LOOKUPS_BY_INTL, run: () => hoursByIntl(few) },
  ]);
  const atLeast = (name: string, value: number): BenchResult => ({
    name,
    value,
    unit: UNIT,
    peer: 'at least',
    peerValue: 3_000_000,
  });
  const againstIntl = (name: string, value: number): BenchResult => ({
    name,
    value,
    unit: UNIT,
    peer: 'the hour by a kept Intl.DateTimeFormat',
    peerValue: byIntl,
  });
  return [
    atLeast('instant to New York hour, spread over 41 years', hour),
    atLeast('instant to New York hour, minutes of one day', hourOfDay),
    atLeast('instant to session, spread over 41 years', session),
    atLeast('instant to session, minutes of one day', sessionOfDay),
    againstIntl('instant to New York hour', hour),
    againstIntl('instant to session', session),
    againstIntl('instant to text with its offset', text),
  ];
}
