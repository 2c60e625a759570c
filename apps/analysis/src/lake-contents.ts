import type { Lake } from '@tickerlake/athena-query';
import type { TableName } from '@tickerlake/record-schema';
import type { EngineOptions } from './engine-options.ts';
import { CommandError } from './failures.ts';
import type { DateRange } from './trading-range.ts';

/** What each table holds, and what fills it. */
const CONTENTS: Readonly<Record<TableName, { readonly what: string; readonly fill: string }>> = {
  bars: { what: 'bars', fill: '"tickerlake collect" or "tickerlake import"' },
  quotes: { what: 'quotes', fill: '"tickerlake feed"' },
  forex: { what: 'exchange rates', fill: '"tickerlake feed"' },
  news: { what: 'news', fill: '"tickerlake feed"' },
};

/** What a table holds, in words. */
export const contentsOf = (table: TableName): string => CONTENTS[table].what;

/** Which lake is meant, in words, and what to do where it holds nothing. */
export interface LakePlace {
  readonly lake: string;
  readonly remedy: (fill: string) => string;
}

const folderPlace = (dir: string): LakePlace => ({
  lake: `The lake ${dir}`,
  remedy: (fill) => `fill it with ${fill}, or name another with --lake`,
});

/** What fills a folder on this machine does not fill a lake on AWS: there it is the deployed pipeline. */
const databasePlace = (database: string): LakePlace => ({
  lake: `The Athena database ${database}`,
  remedy: () => 'let the deployed pipeline fill it, or name another with --database',
});

/** The lake that a command's options name. */
export const lakePlace = ({ engine, lake, database = '' }: EngineOptions): LakePlace =>
  engine === 'athena' ? databasePlace(database) : folderPlace(lake);

const emptyText = ({ lake, remedy }: LakePlace, table: TableName): string => {
  const { what, fill } = CONTENTS[table];
  return `${lake} holds no ${what} yet: ${remedy(fill)}.`;
};

async function daysHeld(lake: Lake, table: TableName): Promise<DateRange | undefined> {
  const { rows } = await lake.sql(`SELECT min(dt) AS first_day, max(dt) AS last_day FROM ${table}`);
  const [from, to] = rows[0] ?? [];
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : undefined;
}

/** First and last day of a table of the lake; an empty one is an error that says what to do. */
export async function requireRecords(lake: Lake, place: LakePlace, table: TableName): Promise<DateRange> {
  const days = await daysHeld(lake, table);
  if (days) return days;
  throw new CommandError(emptyText(place, table));
}

/** {@link requireRecords} of bars, which most commands read. */
export const requireBars = (lake: Lake, dir: string): Promise<DateRange> =>
  requireRecords(lake, folderPlace(dir), 'bars');

/** What to say of an empty table that an answer can do without; `undefined` of one that holds something. */
export const noteOfEmpty = async (lake: Lake, place: LakePlace, table: TableName): Promise<string | undefined> =>
  (await daysHeld(lake, table)) ? undefined : emptyText(place, table);
