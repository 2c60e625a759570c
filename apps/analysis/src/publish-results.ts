import { extname } from 'node:path';
import { type Collection, stagesOf } from './collect-days.ts';
import type { CollectEvent } from './collect-report.ts';
import type { CommandContext } from './command-context.ts';
import { openLake } from './open-lake.ts';
import { writeOutput } from './output-file.ts';
import { QUESTIONS } from './questions.ts';
import { renderReport } from './report/report.ts';
import { readReportData } from './read-report.ts';
import { formatRows, type TextFormat } from './row-format.ts';
import { HOURLY_HIGHS } from './series/series.ts';
import { seriesTable } from './series/series-table.ts';
import { type Paint, paintOf } from './terminal/paint.ts';
import { PIPE, type Screen } from './terminal/screen.ts';
import { daysText } from './trading-range.ts';
import { writeRows } from './write-rows.ts';

/** Where a run's results go. */
export interface Destinations {
  readonly lake: string;
  /** How the rows look on stdout. */
  readonly format: TextFormat;
  readonly csv: string;
  readonly report: string;
}

/** Asks for the highest hourly high of what was collected: the table on stdout, the CSV and the report as files. */
export async function publishResults(context: CommandContext, collection: Collection, to: Destinations): Promise<void> {
  const { event, report } = collection;
  context.progress.step('Asking for the highest hourly high per company');
  const { columns } = QUESTIONS['highest-hourly-high'];
  const lake = await openLake(to.lake);
  try {
    const data = await readReportData(lake, {
      scope: scopeOf(event),
      from: event.from,
      to: event.to,
      interval: event.interval,
      market: { source: event.source, simulated: isSimulated(event), ...seedOf(event) },
      stages: stagesOf(collection),
      failures: report.failures,
      csvPath: to.csv,
    });
    const csv = await writeOutput(to.csv, formatRows('csv', columns, data.highs));
    const provenance = await writeOutput(provenanceFile(to.csv), describe(event, data.highs.length));
    const page = await writeOutput(to.report, renderReport(data));
    // A run is shown as the question is.
    const drawing = (screen?: Screen) =>
      screen?.columns === undefined ? undefined : seriesTable(HOURLY_HIGHS, data.highs, {}, screen);
    if (to.format === 'table') context.print(`${heading(event, paintOf(context.screen ?? PIPE))}\n\n`);
    await writeRows(context, { format: to.format }, { columns, rows: data.highs, drawing });
    context.progress.note(`Rows written to ${csv} (their origin to ${provenance}), the report to ${page}`);
  } finally {
    await lake.close();
  }
}

const isSimulated = ({ source }: CollectEvent): boolean => source === 'simulated';

/** The answer is about what this run collected: real and simulated prices are never mixed in it. */
const scopeOf = (event: CollectEvent) => ({
  symbols: event.symbols,
  from: event.from,
  to: event.to,
  interval: event.interval,
  market: isSimulated(event) ? ('simulated' as const) : ('real' as const),
  ...(event.extendedHours !== undefined && { extendedHours: event.extendedHours }),
});

const seedOf = (event: CollectEvent): { seed?: number } => (isSimulated(event) ? { seed: event.seed ?? 1 } : {});

function heading(event: CollectEvent, paint: Paint): string {
  const title = `Highest hourly high per company, ${daysText(event)}, New York time`;
  const { seed } = seedOf(event);
  if (seed === undefined) return paint('bold', title);
  const warning = paint(['bold', 'yellow'], `SIMULATED MARKET (seed ${seed}):`);
  return `${paint('bold', title)}\n${warning} these are not real prices.`;
}

/** `results.csv` → `results.meta.json`: the CSV has the assignment's columns only, so its origin is told beside it. */
const provenanceFile = (csv: string): string => `${csv.slice(0, csv.length - extname(csv).length)}.meta.json`;

function describe(event: CollectEvent, rows: number): string {
  const { source, from, to, interval, symbols } = event;
  const origin = { source, simulated: isSimulated(event), ...seedOf(event) };
  return `${JSON.stringify({ question: 'highest-hourly-high', ...origin, from, to, interval, symbols, rows }, undefined, 2)}\n`;
}
