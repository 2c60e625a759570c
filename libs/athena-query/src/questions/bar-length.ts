import { BAR_INTERVALS, intervalMs } from '@tickerlake/record-schema';
import { type RawBuilder, sql } from 'kysely';

const MINUTE_MS = 60_000;

/** How many minutes a bar of that table covers: those of its interval, and one where it names none. */
export const lengthInMinutes = (table: 'bars' | 'current'): RawBuilder<number> =>
  sql<number>`CASE ${sql.id(table, 'interval')} ${sql.join(
    BAR_INTERVALS.map((interval) => sql`WHEN ${sql.lit(interval)} THEN ${sql.lit(intervalMs(interval) / MINUTE_MS)}`),
    sql` `,
  )} ELSE 1 END`;
