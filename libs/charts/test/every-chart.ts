import { hourlyHighs } from '@tickerlake/testing';
import { candlesticks } from '../src/candlesticks.ts';
import type { Chart } from '../src/chart.ts';
import type { ChartOptions } from '../src/chart-options.ts';
import { companyBars } from '../src/company-bars.ts';
import { heatMap } from '../src/heat-map.ts';
import { priceRanges } from '../src/price-ranges.ts';
import type { SeriesColumns } from '../src/read-prices.ts';
import { timeSeries } from '../src/time-series.ts';

/** A chart as the laws know it: drawn of the bars of some companies. */
export interface DrawnChart {
  readonly name: string;
  readonly draw: (series: readonly SeriesColumns[], options?: ChartOptions) => Chart;
}

const lastCloses = (series: readonly SeriesColumns[]) =>
  series.map(({ name, close, low }) => ({ name, value: close.at(-1) ?? null, low: low.at(-1) ?? null, note: name }));

/** Every chart of the package; what holds for one holds for all. */
export const EVERY_CHART: readonly DrawnChart[] = [
  { name: 'priceRanges', draw: priceRanges },
  { name: 'companyBars', draw: (series, options) => companyBars(lastCloses(series), options) },
  {
    name: 'companyBars in percent',
    draw: (series, options) => companyBars(lastCloses(series), { ...options, unit: 'percent', sort: 'given' }),
  },
  { name: 'heatMap', draw: (series, options) => heatMap(hourlyHighs(series), { ...options, prices: series }) },
  { name: 'heatMap of means', draw: (series, options) => heatMap(hourlyHighs(series), options) },
  { name: 'timeSeries', draw: timeSeries },
  { name: 'candlesticks', draw: candlesticks },
];
