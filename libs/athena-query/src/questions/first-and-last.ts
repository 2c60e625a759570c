import { type RawBuilder, sql } from 'kysely';

type PriceColumn = 'open' | 'close';

/** When a bar of `current` starts, if it has the price: what has none is passed over by `min_by` and `max_by`. */
export const timeOf = (column: PriceColumn): RawBuilder<Date | null> =>
  sql`CASE WHEN ${sql.id('current', column)} IS NOT NULL THEN "current"."ts" END`;

/** The price of the first bar of a group that has one. */
export const firstOf = (column: PriceColumn): RawBuilder<number | null> =>
  sql`min_by(${sql.id('current', column)}, ${timeOf(column)})`;

/** The price of the last bar of a group that has one. */
export const lastOf = (column: PriceColumn): RawBuilder<number | null> =>
  sql`max_by(${sql.id('current', column)}, ${timeOf(column)})`;
