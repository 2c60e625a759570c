export {
  byClimb,
  change,
  type ChartBar,
  climb,
  type Company,
  type PricePoint,
  readCompanies,
  type TradedDay,
} from './company.ts';
export { type CompanyHighs, type DayHighs, groupHighs, type HourHigh, hourText } from './hourly-highs.ts';
export { type AxisDay, type AxisTick, barLengthMs, createMarketAxis, type MarketAxis } from './market-axis.ts';
export { html, type Insert, Markup, trusted } from './markup.ts';
export {
  countOf,
  decimalsFor,
  formatBytes,
  formatCount,
  formatPercent,
  formatPrice,
  inWords,
} from './number-format.ts';
export type { HighestHourlyHighRow, SeriesColumns } from './price-rows.ts';
export {
  drawSeries,
  PATH_HEIGHT,
  type PathPoint,
  type PriceScale,
  type SeriesColumn,
  type SeriesPaths,
  thinBars,
  tracePath,
} from './series-path.ts';
export * from './wall-time.ts';
