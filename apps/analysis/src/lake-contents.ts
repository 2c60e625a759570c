import type { Lake } from '@tickerlake/athena-query';
import { CommandError } from './failures.ts';
import type { DateRange } from './trading-range.ts';

/** First and last day of the lake's bars; an empty lake is an error that says what to do. */
export async function requireBars(lake: Lake, dir: string): Promise<DateRange> {
  const { rows } = await lake.sql('SELECT min(dt) AS first_day, max(dt) AS last_day FROM bars');
  const [from, to] = rows[0] ?? [];
  if (typeof from !== 'string' || typeof to !== 'string') {
    throw new CommandError(
      `The lake ${dir} holds no bars yet: fill it with "tickerlake collect" or "tickerlake import", or name another with --lake.`,
    );
  }
  return { from, to };
}
