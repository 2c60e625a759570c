import { type Company, formatPrice, type PricePoint } from '@tickerlake/presentation';
import type { Chart } from './chart.ts';
import { type ChartOptions, checkOptions } from './chart-options.ts';
import { emptyChart, frameChart, plotWidth } from './frame.ts';
import { boxSign, dotSign, lineSign } from './legend.ts';
import { drawLinePanel, layOutLinePanel, LINE_PAINTS, type LinePanelStyle } from './line-panel.ts';
import {
  type InstantTexts,
  instantTexts,
  type MarketTime,
  readMarketTime,
  scaleNotes,
  withNotes,
} from './market-time.ts';
import { drawPanels, FEW_PANELS, panelWidthOf, SOME_PANELS } from './panel-layout.ts';
import { PANEL_RULES, type PanelOptions, readPanelCompanies } from './panel-order.ts';
import { LABEL_GAP_PX } from './panel-parts.ts';
import type { Prices } from './read-prices.ts';
import { widest } from './svg-text.ts';

/** What a time series can be told. Notes that a reader needs are added to the subtitle. */
export interface TimeSeriesOptions extends ChartOptions, PanelOptions {}

const LABEL = 'Prices of each company over market time';
const EMPTY_NOTE = 'No prices';

/** The least that is left to a curve between its labels. */
const MIN_PLOT_WIDTH = 90;

/** Pixels that the longest label beside a curve needs. */
const gutterOf = (companies: readonly Company[], texts: InstantTexts): number => {
  const ends = companies.flatMap(({ first, last, decimals }) => [first, last].map((point) => ({ point, decimals })));
  const prices = ends.map(({ point, decimals }) => formatPrice(point.price, decimals));
  const times = ends.flatMap(({ point }) => texts.stacked(point.wallMs));
  return Math.ceil(Math.max(widest('small', prices), widest('tick', times))) + LABEL_GAP_PX;
};

const plotHeightOf = (count: number, panelWidth: number): number => {
  if (count <= FEW_PANELS) return Math.round(Math.min(380, Math.max(170, panelWidth * (count === 1 ? 0.42 : 0.3))));
  return count <= SOME_PANELS ? 104 : 84;
};

/** Columns by width, and what all panels share. */
const styleOf = (companies: readonly Company[], time: MarketTime, width: number): LinePanelStyle => {
  const texts = instantTexts(time);
  const gutter = gutterOf(companies, texts);
  const panelWidth = panelWidthOf(companies.length, width, 2 * gutter + MIN_PLOT_WIDTH);
  return {
    panelWidth,
    gutter: Math.min(gutter, Math.floor((panelWidth - MIN_PLOT_WIDTH) / 2)),
    plotHeight: plotHeightOf(companies.length, panelWidth),
    isLarge: companies.length <= FEW_PANELS,
    texts,
    barMs: time.barMs,
  };
};

const describe = (companies: readonly Company[], { inLine }: InstantTexts): string =>
  companies
    .map(({ name, decimals, first, top, bottom, last }) => {
      const told = ({ price, wallMs }: PricePoint): string => `${formatPrice(price, decimals)} (${inLine(wallMs)})`;
      return `${name}: first ${told(first)}, highest ${told(top)}, lowest ${told(bottom)}, last ${told(last)}.`;
    })
    .join(' ');

/**
 * A panel for each company: its prices over market time, in which nights, weekends and holidays take no room and half
 * days are short. A line along the closes, broken where bars are missing; behind it the range from low to high; the
 * first, the last and the highest price with their New York times; in the head the change from the first price to the
 * last. Each panel has a price scale of its own. One company or two are drawn large, with a price axis.
 *
 * @throws {ChartDataError} for a bar that is none
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function timeSeries(prices: Prices, options: TimeSeriesOptions = {}): Chart {
  checkOptions('timeSeries', options, PANEL_RULES);
  const companies = readPanelCompanies(prices, options);
  if (companies.length === 0) return emptyChart({ label: LABEL }, EMPTY_NOTE, options);
  const time = readMarketTime(companies);
  const style = styleOf(companies, time, plotWidth(options));
  const panels = companies.map((company) => layOutLinePanel(company, time.axisOf(company), style));
  const panelHeight = Math.max(...panels.map(({ height }) => height));
  const notes = [
    ...scaleNotes(companies, time),
    ...(panels.some(({ paths }) => paths.hasHoles) ? ['a line breaks where bars are missing'] : []),
  ];
  return frameChart(
    {
      label: LABEL,
      description: describe(companies, style.texts),
      legend: [
        { sign: lineSign('keyLine'), text: 'close' },
        { sign: boxSign('keyRange'), text: 'low to high' },
        { sign: dotSign('peak'), text: 'highest price' },
        { sign: dotSign('end', 2.5), text: 'first and last' },
      ],
      paints: LINE_PAINTS,
      draw: (width) =>
        drawPanels(
          panels.map((panel) => () => drawLinePanel(panel)),
          style.panelWidth,
          panelHeight,
          width,
        ),
    },
    withNotes(options, companies, notes),
  );
}
