import { formatNewYork, newYorkHour, sessionAt } from '@tickerlake/market-calendar';

/** How fast one operation ran, and the least that is expected of it. */
export interface BenchResult {
  readonly name: string;
  readonly perSecond: number;
  readonly floorPerSecond: number;
}

const ROUNDS = 5;
const LOOKUPS = 200_000;

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

function bestRate(instants: readonly number[], work: (epochMs: number) => unknown): number {
  let best = 0;
  let used = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const instant of instants) if (work(instant) !== undefined) used++;
    best = Math.max(best, (instants.length / (performance.now() - start)) * 1000);
  }
  // Reading the count keeps the engine from dropping the work.
  return used < 0 ? 0 : best;
}

/** Look-ups a second, the best of a few rounds. */
export function bench(): BenchResult[] {
  const spread = spreadInstants();
  const day = minutesOfADay();
  const measure = (name: string, floorPerSecond: number, instants: number[], work: (epochMs: number) => unknown) => ({
    name,
    perSecond: Math.round(bestRate(instants, work)),
    floorPerSecond,
  });
  return [
    measure('instant to New York hour, spread over 41 years', 3_000_000, spread, newYorkHour),
    measure('instant to New York hour, minutes of one day', 3_000_000, day, newYorkHour),
    measure('instant to session, spread over 41 years', 3_000_000, spread, sessionAt),
    measure('instant to session, minutes of one day', 3_000_000, day, sessionAt),
    measure('instant to text with its offset, minutes of one day', 500_000, day, formatNewYork),
  ];
}

if (import.meta.main) {
  for (const { name, perSecond, floorPerSecond } of bench()) {
    const rate = (perSecond / 1e6).toFixed(1).padStart(6);
    process.stdout.write(`${rate} M/s (at least ${floorPerSecond / 1e6}) ${name}\n`);
  }
}
