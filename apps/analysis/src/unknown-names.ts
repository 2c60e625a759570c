import type { Lake } from '@tickerlake/athena-query';
import type { TableName } from '@tickerlake/record-schema';
import { contentsOf, type LakePlace } from './lake-contents.ts';
import { nearest } from './near-words.ts';

/** What a table tells its records apart by: a company, a pair; a story is about several. */
const namesSql = (table: TableName): string =>
  table === 'news'
    ? 'SELECT DISTINCT symbol FROM news CROSS JOIN UNNEST(symbols) AS story (symbol) ORDER BY symbol'
    : `SELECT DISTINCT name FROM ${table} ORDER BY name`;

async function namesIn(lake: Lake, table: TableName): Promise<string[]> {
  const { rows } = await lake.sql(namesSql(table));
  return rows.map(([name]) => String(name));
}

/** Names that fit a sentence; of more only how many. */
const LISTED = 12;

const listOf = (names: readonly string[]): string =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;

/** A sentence for each name that a table holds nothing of, whatever the day: misspelt, or never collected. */
export async function unknownNames(
  lake: Lake,
  place: LakePlace,
  table: TableName,
  asked: readonly string[],
): Promise<string[]> {
  const known = await namesIn(lake, table);
  return asked
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      const holds = `${place.lake} holds no ${contentsOf(table)} of ${name}`;
      return near === undefined ? `${holds}: it knows ${listOf(known)}.` : `${holds}. Did you mean ${near}?`;
    });
}
