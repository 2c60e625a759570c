export { Chart } from './chart.ts';
export { ChartDataError, ChartError, ChartOptionError } from './chart-error.ts';
export type { ChartOptions } from './chart-options.ts';
export type { PriceBar, Prices, SeriesColumns } from './read-prices.ts';
export { priceRanges } from './price-ranges.ts';
export { type CompanyBar, companyBars, type CompanyBarsOptions } from './company-bars.ts';
export { heatMap, type HeatMapOptions } from './heat-map.ts';
export type { HighestHourlyHighRow } from './read-highs.ts';
