import type { Arguments } from './arguments.ts';
import { UsageError } from './failures.ts';

/** What the collector is asked. It checks values itself, and says what is wrong with them. */
export type CollectEvent = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Options that the collector reads as they are typed. */
const AS_TYPED = new Set(['date', 'from', 'to', 'interval', 'source']);

/** @throws {UsageError} for a seed that is no number */
export function collectEvent({ values, switches }: Pick<Arguments, 'values' | 'switches'>): CollectEvent {
  const { symbols, seed } = values;
  return {
    ...Object.fromEntries(Object.entries(values).filter(([name]) => AS_TYPED.has(name))),
    ...(symbols !== undefined && { symbols: symbols.split(',').filter((symbol) => symbol.trim() !== '') }),
    ...(seed !== undefined && { seed: wholeNumber(seed) }),
    ...(switches.has('extended-hours') && { extendedHours: true }),
  };
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--seed takes a whole number of 0 or more; got "${text}".`);
}
