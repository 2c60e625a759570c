import { fromNewYork } from '@tickerlake/market-calendar';
import type { Random } from './random.ts';
import { HOUR_MS } from './units.ts';

/** How many of a day's stories appear in each hour of New York: most before and just after the opening bell, few at night. */
const HOURS = [
  0.1, 0.05, 0.05, 0.05, 0.1, 0.25, 0.7, 1.1, 1.4, 1.2, 1, 0.8, 0.7, 0.7, 0.7, 0.8, 1.2, 0.7, 0.4, 0.3, 0.25, 0.2, 0.15,
  0.1,
] as const;
const ALL_HOURS = HOURS.reduce((total, weight) => total + weight, 0);

/** An instant of a New York date, by the newsroom's hours. */
function instantOn(date: string, random: Random): number {
  let left = random() * ALL_HOURS;
  const hour = HOURS.findIndex((weight) => (left -= weight) < 0);
  return fromNewYork(date, Math.max(hour, 0)) + Math.floor(random() * HOUR_MS);
}

/** Chances a day for a story in which nothing happens. */
const CHANCES = 6;

/** When stories in which nothing happens appear on a date: `rate` of them on the average, at most six. */
export function featureInstants(date: string, random: Random, rate: number): number[] {
  const instants = Array.from({ length: CHANCES }, () => [random(), instantOn(date, random)] as const);
  return instants.filter(([chance]) => chance < rate / CHANCES).map(([, ms]) => ms);
}

/** An instant between two others. */
export const between = (random: Random, fromMs: number, toMs: number): number =>
  fromMs + Math.floor(random() * (toMs - fromMs));
