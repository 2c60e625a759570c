import {
  byClimb,
  change,
  clockText,
  type Company,
  countOf,
  dateOf,
  dayOf,
  formatPercent,
  formatPrice,
  type PricePoint,
  shortDate,
} from '@tickerlake/presentation';
import { BAR_PAINTS, type BarRow, type BarTable, drawBarTable } from './bar-table.ts';
import type { Chart } from './chart.ts';
import { type ChartOptions, checkOptions } from './chart-options.ts';
import { emptyChart, frameChart } from './frame.ts';
import { boxSign, tickSign } from './legend.ts';
import type { NiceTicks } from './nice-ticks.ts';
import { periodOf, type PricePeriod, withPeriod } from './price-period.ts';
import { type Prices, readPriceCompanies } from './read-prices.ts';

const LABEL = 'How far each company rose, fell and ended, against its first price';
/** A tenth of a percent: prices that hardly moved are not blown up to the full width. */
const MIN_SPAN = 0.001;
/** A share beyond this comes of a first price next to nothing, and no scale could show it beside others. */
const MAX_SHARE = 1e9;
/** Where hundredths of a percent are noise. */
const LARGE_SHARE = 10;
const NO_SHARE = '–';

const shareOf = ({ price }: PricePoint, { first }: Company): number | undefined => {
  const share = change(price, first.price);
  return share !== undefined && Math.abs(share) <= MAX_SHARE ? share : undefined;
};

/** A share of the first price as it is read: `+3.42%`, `+1,234%`, and a dash where there is none. */
const shareText = (share: number | undefined): string =>
  share === undefined ? NO_SHARE : formatPercent(share, Math.abs(share) < LARGE_SHARE ? 2 : 0);

const tickText = ({ step }: NiceTicks, multiple: number): string => {
  if (multiple === 0) return '0';
  return formatPercent(multiple * step, Math.max(0, -Math.floor(Math.log10(step * 100) + 1e-9)));
};

const timeText = ({ wallMs }: PricePoint, { isOneDay }: PricePeriod): string =>
  isOneDay ? clockText(wallMs) : `${shortDate(dateOf(dayOf(wallMs)))}, ${clockText(wallMs)}`;

const rowOf = (company: Company, period: PricePeriod): BarRow => {
  const { name, top, bottom, last, decimals } = company;
  const [high, low, end] = [shareOf(top, company), shareOf(bottom, company), shareOf(last, company)];
  const cells = [shareText(high), formatPrice(top.price, decimals), timeText(top, period)];
  if (high === undefined || low === undefined) return { name, segments: [], cells };
  const segments = [
    { from: 0, to: low, paint: 'below' },
    { from: 0, to: high, paint: 'above' },
  ];
  return { name, segments, mark: end, cells };
};

const describe = (companies: readonly Company[], period: PricePeriod): string => {
  const told = companies.map(
    (company) =>
      `${company.name} ${shareText(shareOf(company.top, company))} (${formatPrice(company.top.price, company.decimals)} at ${timeText(company.top, period)})`,
  );
  return `${countOf(companies.length, 'company', 'companies')}, ${period.text}; highest price against the first: ${told.join(', ')}.`;
};

const tableOf = (companies: readonly Company[], period: PricePeriod): BarTable => ({
  rows: companies.map((company) => rowOf(company, period)),
  columns: [
    { head: 'Rise', kind: 'strong' },
    { head: 'Highest price', kind: 'label' },
    { head: 'at', kind: 'tick' },
  ],
  axisHead: `Change against the first price of the ${period.isOneDay ? 'day' : 'period'}`,
  minSpan: MIN_SPAN,
  tickText,
});

/**
 * A bar for each company: how far it rose above its first price and fell below it, and where it ended, furthest
 * risen first; beside it the highest price and its New York time. Shares, not prices: those differ a hundredfold. A
 * company whose first price is not above zero has no share; its row says so with a dash.
 *
 * @param options the subtitle is the dates of the prices unless it is given
 * @throws {ChartDataError} for a bar that is none
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function priceRanges(prices: Prices, options: ChartOptions = {}): Chart {
  checkOptions('priceRanges', options);
  const companies = byClimb(readPriceCompanies(prices));
  if (companies.length === 0) return emptyChart({ label: LABEL }, 'No prices', options);
  const period = periodOf(companies);
  const table = tableOf(companies, period);
  return frameChart(
    {
      label: LABEL,
      description: describe(companies, period),
      legend: [
        { sign: boxSign('above'), text: 'up to its highest price' },
        { sign: boxSign('below'), text: 'down to its lowest' },
        { sign: tickSign('last'), text: 'where it ended' },
      ],
      paints: BAR_PAINTS,
      draw: (width) => drawBarTable(table, width),
    },
    withPeriod(options, period),
  );
}
