import { hourlyHighs, makeSeries, type MadeUpSeriesOptions } from '@tickerlake/testing';
import type { ReportData } from './report-data.ts';

/** A whole report of made-up prices, the same for the same options. */
export function makeReport(options: MadeUpSeriesOptions): ReportData {
  const complete = { from: '2026-11-20', to: options.from ?? '2026-11-20', barMs: 60_000, ...options };
  const bars = makeSeries(options);
  const count = bars.reduce((sum, { ts }) => sum + ts.length, 0);
  return {
    title: 'Highest hourly highs',
    market: { source: 'simulated', simulated: true, seed: 1 },
    interval: complete.barMs === 60_000 ? '1m' : `${complete.barMs / 60_000}m`,
    from: complete.from,
    to: complete.to,
    asOfMs: Date.UTC(2026, 10, 21, 22, 4),
    highs: hourlyHighs(bars),
    bars,
    stages: [
      { stage: 'collect', in: count + 2, out: count, dropped: 2, failed: 0, note: 'bars from the source' },
      { stage: 'stream', in: count, out: count, dropped: 0, failed: 0 },
      { stage: 'transform', in: count, out: count, dropped: 0, failed: 0 },
      { stage: 'lake', in: count, out: count, dropped: 0, failed: 0, note: 'rows in Parquet' },
    ],
    failures: [],
    csvPath: 'results/hourly-highs.csv',
  };
}
