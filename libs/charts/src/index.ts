export { Chart } from './chart.ts';
export { ChartDataError, ChartError, ChartOptionError } from './chart-error.ts';
export type { ChartOptions } from './chart-options.ts';
export type { PriceBar, Prices, SeriesColumns } from './read-prices.ts';
export { priceRanges } from './price-ranges.ts';
