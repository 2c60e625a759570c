import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chart, type ChartQuery, mapColumns } from './yahoo-stand-in-chart.ts';

/** Reads `<folder>/<SYMBOL>.<interval>.json`. */
function readChart(folder: string, symbol: string, interval: string): Chart | undefined {
  // A symbol may not climb out of the folder.
  const file = join(folder, `${symbol.replaceAll(/[^A-Z0-9.^=-]/gu, '_')}.${interval}.json`);
  if (!existsSync(file)) return undefined;
  const body: { chart: { result: [Chart] } } = JSON.parse(readFileSync(file, 'utf8'));
  return body.chart.result[0];
}

/**
 * A recording cut to the asked window. Its last row, where that lies beyond the window, stays: so does Yahoo's live
 * quote. A window without rows has no `timestamp`, as at Yahoo.
 */
export function recordedChart(folder: string, query: ChartQuery): Chart | undefined {
  const chart = readChart(folder, query.symbol, query.interval);
  if (!chart) return undefined;
  const stamps = chart.timestamp ?? [];
  const isInside = (stamp: number): boolean => stamp >= query.fromSeconds && stamp < query.toSeconds;
  if (!stamps.some(isInside)) return { meta: chart.meta, indicators: { quote: [{}] } };
  const last = stamps.length - 1;
  const isKept = stamps.map((stamp, row) => isInside(stamp) || (row === last && stamp >= query.toSeconds));
  return {
    ...mapColumns(chart, (cells) => cells.filter((_, row) => isKept[row])),
    timestamp: stamps.filter((_, row) => isKept[row]),
  };
}
