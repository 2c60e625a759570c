import type { SeriesColumns } from '@tickerlake/presentation';
import { type BarScopeOptions, highestHourlyHigh, type Lake, resample } from '@tickerlake/athena-query';
import { fromNewYork } from '@tickerlake/market-calendar';
import { type BarInterval, intervalMs } from '@tickerlake/record-schema';
import type { ReportData, ReportMarket, StageCount, SymbolFailure } from './report/report.ts';
import type { DateRange } from './trading-range.ts';

/** What a report shows: a part of the lake, where its prices are from, and how they came there. */
export interface ReportScope extends DateRange {
  readonly scope: BarScopeOptions;
  readonly interval: BarInterval;
  readonly market: ReportMarket;
  readonly stages: readonly StageCount[];
  readonly failures: readonly SymbolFailure[];
  readonly csvPath?: string;
}

/** Everything on the page, read from the lake. */
export async function readReportData(lake: Lake, report: ReportScope): Promise<ReportData> {
  const { scope, ...told } = report;
  const highs = await lake.ask(highestHourlyHigh(scope));
  const rows = await lake.ask(resample({ ...scope, everyMinutes: intervalMs(report.interval) / 60_000 }));
  const bars = columnsByCompany(rows);
  return { title: 'Highest hourly high', ...told, highs, bars, asOfMs: lastEnd(bars, report) };
}

interface SeriesRow {
  readonly name: string;
  readonly ts: string;
  readonly open: number | null;
  readonly high: number;
  readonly low: number;
  readonly close: number | null;
  readonly volume: number | bigint | null;
}

function columnsByCompany(rows: readonly SeriesRow[]): SeriesColumns[] {
  const companies = new Map<string, SeriesRow[]>();
  for (const row of rows) {
    const bars = companies.get(row.name);
    if (bars === undefined) companies.set(row.name, [row]);
    else bars.push(row);
  }
  return [...companies].map(([name, bars]) => ({
    name,
    ts: bars.map(({ ts }) => Date.parse(ts.replace(' ', 'T'))),
    open: bars.map(({ open }) => open),
    high: bars.map(({ high }) => high),
    low: bars.map(({ low }) => low),
    close: bars.map(({ close }) => close),
    volume: bars.map(({ volume }) => (volume === null ? null : Number(volume))),
  }));
}

/** The page is as of its newest bar, not of the clock: the same prices make the same page. */
function lastEnd(bars: readonly SeriesColumns[], { interval, to }: ReportScope): number {
  const newest = Math.max(...bars.map(({ ts }) => ts.at(-1) ?? 0));
  return newest > 0 ? newest + intervalMs(interval) : fromNewYork(to, 16);
}
