import { join } from 'node:path';
import { type Lake, missingMinutes, recordCounts } from '@tickerlake/athena-query';
import { sessionsBetween } from '@tickerlake/market-calendar';
import type { RecordKind, TableName } from '@tickerlake/record-schema';
import type { DateRange } from '../trading-range.ts';
import { type FolderSize, folderSize } from './folder-size.ts';

/** What a table of the lake holds. */
export interface TableStatus extends FolderSize {
  readonly table: TableName;
  /** Companies, currency pairs or, of news, nothing. */
  readonly names: readonly string[];
  /** New York dates with a record, in order. */
  readonly days: readonly string[];
  /** What readers see, each once. */
  readonly records: number;
  /** Rows in files: more than records where something came again. */
  readonly stored: number;
}

/** Minutes of sessions for which a company that the lake knows has no bar. */
export interface Gaps {
  /** The sessions that were looked at. */
  readonly sessions: number;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  /** Companies that miss some, those that miss the most first. */
  readonly companies: readonly { readonly name: string; readonly minutes: number }[];
}

export interface LakeStatus {
  readonly tables: readonly TableStatus[];
  /** Bars, as they are stored, that a simulator made up. */
  readonly simulatedBars: number;
  /** Absent where there are no bars. */
  readonly gaps?: Gaps;
  readonly quarantine: FolderSize;
}

const TABLES: readonly { readonly table: TableName; readonly kind: RecordKind }[] = [
  { table: 'bars', kind: 'bar' },
  { table: 'quotes', kind: 'quote' },
  { table: 'forex', kind: 'forex' },
  { table: 'news', kind: 'news' },
];

/** Sessions whose minutes are looked at one by one: a month, so that a lake of years is answered for in seconds. */
const SESSIONS = 21;

/** What the lake's folder holds, what it lacks and what could not be read. */
export async function lakeStatus(lake: Lake, dir: string, nowMs: number): Promise<LakeStatus> {
  const counts = await lake.ask(recordCounts());
  const tables: TableStatus[] = [];
  for (const { table, kind } of TABLES) {
    const days = counts.filter((count) => count.kind === kind);
    tables.push({
      table,
      names: await namesIn(lake, table),
      days: days.map(({ date }) => date),
      records: days.reduce((sum, { records }) => sum + records, 0),
      stored: days.reduce((sum, { stored }) => sum + stored, 0),
      ...(await folderSize(join(dir, table))),
    });
  }
  const gaps = await gapsOf(lake, tables[0]?.days ?? [], nowMs);
  return {
    tables,
    simulatedBars: await simulatedBars(lake),
    ...(gaps && { gaps }),
    quarantine: await folderSize(join(dir, 'quarantine')),
  };
}

async function namesIn(lake: Lake, table: TableName): Promise<string[]> {
  if (table === 'news') return [];
  const rows = await lake.db.selectFrom(table).select('name').distinct().orderBy('name').execute();
  return rows.map(({ name }) => name);
}

async function simulatedBars(lake: Lake): Promise<number> {
  const { rows } = await lake.sql("SELECT count(*) FROM bars WHERE source = 'simulated'");
  return Number(rows[0]?.[0] ?? 0);
}

async function gapsOf(lake: Lake, days: readonly string[], nowMs: number): Promise<Gaps | undefined> {
  const range = latestSessions(days);
  if (!range) return undefined;
  const missing = await lake.ask(missingMinutes({ ...range, now: () => nowMs }));
  const minutes = new Map<string, number>();
  for (const gap of missing) minutes.set(gap.name, (minutes.get(gap.name) ?? 0) + gap.minutes);
  const companies = [...minutes].map(([name, lacked]) => ({ name, minutes: lacked }));
  return {
    ...range,
    sessions: sessionsBetween(range.from, range.to).length,
    minutes: companies.reduce((sum, company) => sum + company.minutes, 0),
    companies: companies.toSorted((a, b) => b.minutes - a.minutes || (a.name < b.name ? -1 : 1)),
  };
}

/** From the first day held, or as many sessions before the last as are looked at. */
function latestSessions(days: readonly string[]): DateRange | undefined {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const sessions = sessionsBetween(first, last);
  return { from: sessions.at(-SESSIONS)?.date ?? first, to: last };
}
