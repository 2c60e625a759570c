import { type Company, formatPrice, type PricePoint } from '@tickerlake/presentation';
import {
  CANDLE_PAINTS,
  type CandlePanel,
  type CandlePanelStyle,
  drawCandlePanel,
  hasLevelCandle,
  layOutCandlePanel,
} from './candle-panel.ts';
import { type CandleLength, candleLength, lengthName } from './candle-slots.ts';
import type { Chart } from './chart.ts';
import { type ChartOptions, checkOptions } from './chart-options.ts';
import { emptyChart, frameChart, plotWidth } from './frame.ts';
import { boxSign, type LegendItem, lineSign } from './legend.ts';
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
import { shortCount } from './price-ticks.ts';
import type { Prices } from './read-prices.ts';
import { widest } from './svg-text.ts';

/** What candlesticks can be told. Notes that a reader needs are added to the subtitle. */
export interface CandlesticksOptions extends ChartOptions, PanelOptions {}

const LABEL = 'Open, high, low and close of each company over market time';

/** The least that is left to the candles beside the prices. */
const MIN_PLOT_WIDTH = 120;
/** A candle and the space to the next: an outline, a field within that is seen to be empty, a pixel of space. */
const MIN_CANDLE_PX = 6;
const VOLUME_SHARE = 0.24;

const hasVolume = ({ bars }: Company): boolean => bars.some(({ volume = 0 }) => volume > 0);

/** Of one bar a company nobody can tell how long it is. */
const isSingle = (companies: readonly Company[]): boolean => companies.every(({ bars }) => bars.length === 1);

/** Pixels that the longest label beside the candles needs. */
const gutterOf = (companies: readonly Company[]): number => {
  const prices = companies.flatMap(({ top, last, decimals }) =>
    [top, last].map(({ price }) => formatPrice(price, decimals)),
  );
  const volume = companies.some(hasVolume) ? ['shares', shortCount(888_000_000)] : [];
  return Math.ceil(Math.max(widest('smallStrong', prices), widest('tick', volume))) + LABEL_GAP_PX;
};

const plotHeightOf = (count: number, panelWidth: number): number => {
  if (count <= FEW_PANELS) return Math.round(Math.min(420, Math.max(200, panelWidth * (count === 1 ? 0.48 : 0.36))));
  return count <= SOME_PANELS ? 132 : 108;
};

const styleOf = (companies: readonly Company[], time: MarketTime, width: number): CandlePanelStyle => {
  const count = companies.length;
  const panelWidth = panelWidthOf(count, width);
  const gutter = Math.min(gutterOf(companies), panelWidth - MIN_PLOT_WIDTH);
  const plotHeight = plotHeightOf(count, panelWidth);
  const volumeHeight = companies.some(hasVolume) ? Math.round(plotHeight * VOLUME_SHARE) : 0;
  const axes = companies.map((company) => time.axisOf(company).days);
  const fitting = Math.floor((panelWidth - gutter) / MIN_CANDLE_PX);
  return {
    panelWidth,
    gutter,
    priceHeight: plotHeight - volumeHeight,
    volumeHeight,
    length: isSingle(companies) ? 'day' : candleLength(axes, time.barMs, fitting),
    texts: instantTexts(time),
  };
};

/** `5-minute candles joined from 1-minute bars`. */
const lengthNote = (length: CandleLength, barMs: number): string => {
  const [candles, bars] = [lengthName(length), lengthName(barMs)];
  return candles === bars ? `${candles} candles` : `${candles} candles joined from ${bars} bars`;
};

const legendOf = (panels: readonly CandlePanel[]): LegendItem[] => [
  { sign: boxSign('up'), text: 'rose' },
  { sign: boxSign('down'), text: 'fell' },
  ...(panels.some(hasLevelCandle) ? [{ sign: lineSign('level'), text: 'ended as it began' }] : []),
];

const describe = (companies: readonly Company[], { inLine }: InstantTexts): string =>
  companies
    .map(({ name, decimals, top, bottom, last }) => {
      const told = ({ price, wallMs }: PricePoint): string => `${formatPrice(price, decimals)} (${inLine(wallMs)})`;
      return `${name}: highest ${told(top)}, lowest ${told(bottom)}, last ${told(last)}.`;
    })
    .join(' ');

/**
 * A panel of candles for each company over market time: hollow where the price rose, filled where it fell, a line
 * across where it ended as it began; below them the shares traded, where the bars tell. Nights, weekends and holidays
 * take no room, and each panel has a price scale of its own.
 *
 * Where there are more bars than fit, they are joined into longer ones that start at the opening bell, the same for
 * all companies, and the subtitle says so. A bar without an open opens at the close before it, as far as its own low
 * and high allow; a bar without a close closes midway between them.
 *
 * @throws {ChartDataError} for a bar that is none
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function candlesticks(prices: Prices, options: CandlesticksOptions = {}): Chart {
  checkOptions('candlesticks', options, PANEL_RULES);
  const companies = readPanelCompanies(prices, options);
  if (companies.length === 0) return emptyChart({ label: LABEL }, 'No prices', options);
  const time = readMarketTime(companies);
  const style = styleOf(companies, time, plotWidth(options));
  const panels = companies.map((company) => layOutCandlePanel(company, time.axisOf(company), style));
  const panelHeight = Math.max(...panels.map(({ height }) => height));
  const notes = [
    ...(isSingle(companies) ? [] : [lengthNote(style.length, time.barMs)]),
    ...scaleNotes(companies, time),
  ];
  return frameChart(
    {
      label: LABEL,
      description: describe(companies, style.texts),
      legend: legendOf(panels),
      paints: CANDLE_PAINTS,
      draw: (width) =>
        drawPanels(
          panels.map((panel) => () => drawCandlePanel(panel)),
          style.panelWidth,
          panelHeight,
          width,
        ),
    },
    withNotes(options, companies, notes),
  );
}
