import { type HighestHourlyHigh, highestHourlyHigh, type Lake, resample } from '@tickerlake/athena-query';
import { eventTimeMs } from '@tickerlake/record-schema';
import type { BarInterval } from '@tickerlake/record-schema';
import { renderReport } from './report/report.ts';
import type { ReportData, SeriesColumns } from './report/report-data.ts';
import type { DateRange } from './trading-range.ts';

/** Which part of the lake a report shows. */
export interface ReportSelection extends DateRange {
  readonly symbols?: readonly string[];
  readonly interval: BarInterval;
  readonly market: 'real' | 'simulated';
  readonly extendedHours?: boolean;
}
