import { countOf, formatBytes, formatCount } from '@tickerlake/presentation';
import type { FolderSize } from './folder-size.ts';
import type { TableLook } from '../terminal/table.ts';
import type { Gaps, LakeStatus, TableStatus } from './lake-status.ts';

/** A row of the overview. */
export interface StatusRow {
  readonly table: string;
  readonly names: number | null;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly days: number;
  readonly records: number;
  readonly stored: number;
  readonly files: number;
  readonly bytes: number;
}

export const STATUS_COLUMNS: readonly (keyof StatusRow)[] = [
  'table',
  'names',
  'firstDay',
  'lastDay',
  'days',
  'records',
  'stored',
  'files',
  'bytes',
];

/** Sizes have their units in a table, and end where the others end. */
export const STATUS_LOOKS = {
  records: { grouped: true },
  stored: { grouped: true },
  files: { grouped: true },
  bytes: { right: true },
} as const satisfies TableLook;

/** The tables as rows, and quarantine as the last, whose records nobody can count. */
export const statusRows = ({ tables }: LakeStatus): StatusRow[] => tables.map(statusRow);

const statusRow = ({ table, names, days, records, stored, files, bytes }: TableStatus): StatusRow => ({
  table,
  names: table === 'news' ? null : names.length,
  firstDay: days[0] ?? null,
  lastDay: days.at(-1) ?? null,
  days: days.length,
  records,
  stored,
  files,
  bytes,
});

/** What there is to say of a lake besides its tables, and what to do next. */
export function statusSentences(status: LakeStatus): string[] {
  const [bars] = status.tables;
  const total = status.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `${formatBytes(total)} in all.`,
    ...(bars && bars.names.length > 0 ? [`Companies: ${listOf(bars.names)}.`] : []),
    ...simulatedSentence(status),
    ...(status.gaps ? [gapSentence(status.gaps)] : []),
    quarantineSentence(status.quarantine),
    `Next: ${nextStep(status)}`,
  ];
}

/** Names that fit a few lines; of more only how many. */
const LISTED = 20;
const listOf = (names: readonly string[]): string =>
  names.length <= LISTED
    ? names.join(', ')
    : `${names.slice(0, LISTED).join(', ')} and ${formatCount(names.length - LISTED)} more`;

function simulatedSentence({ simulatedBars, tables: [bars] }: LakeStatus): string[] {
  if (simulatedBars === 0) return [];
  const share = simulatedBars === bars?.stored ? 'All bars are' : `Of the bars ${formatCount(simulatedBars)} are`;
  return [`SIMULATED MARKET: ${share} made up, not real prices.`];
}

function gapSentence({ sessions, from, to, minutes, companies }: Gaps): string {
  const where = `${countOf(sessions, 'session')} from ${from} to ${to}`;
  if (minutes === 0) return `Gaps: none in ${where}.`;
  const worst = companies.slice(0, 3).map((company) => `${company.name} ${formatCount(company.minutes)}`);
  const least = companies.length > worst.length ? ', the most' : '';
  return `Gaps: ${countOf(minutes, 'minute')} of ${countOf(companies.length, 'company', 'companies')} in ${where} (${worst.join(', ')}${least}).`;
}

const quarantineSentence = ({ files, bytes }: FolderSize): string =>
  files === 0
    ? 'Quarantine: empty.'
    : `Quarantine: ${countOf(files, 'file')}, ${formatBytes(bytes)}: records that nobody could read.`;

/** The one thing that helps the lake most. */
function nextStep({ tables, gaps, quarantine }: LakeStatus): string {
  if (tables.every(({ records }) => records === 0)) return 'fill it with "tickerlake run" or "tickerlake import PATH".';
  if (quarantine.files > 0) return '"tickerlake replay --dry-run" says what of quarantine can be read by now.';
  if (!gaps) return '"tickerlake collect" brings the bars of a session.';
  if (gaps.minutes > 0)
    return `"tickerlake query missing-minutes --from ${gaps.from} --to ${gaps.to}" lists the gaps; "tickerlake collect" with those days fills what the source still has.`;
  return `"tickerlake report --from ${gaps.from} --to ${gaps.to}" draws what it holds.`;
}
