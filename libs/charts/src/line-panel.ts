import {
  type Company,
  formatPrice,
  html,
  type MarketAxis,
  type Markup,
  type PricePoint,
  type PriceScale,
} from '@tickerlake/presentation';
import { type LinePaths, linePaths, PATH_UNITS } from './line-path.ts';
import type { InstantTexts } from './market-time.ts';
import {
  across,
  drawHead,
  drawHigh,
  drawPeak,
  drawTimeAxis,
  HEAD_PX,
  PANEL_PAINTS,
  type PanelBox,
  panelHeightOf,
} from './panel-parts.ts';
import { type PriceTick, priceTicks } from './price-ticks.ts';
import { drawSideLabels, placeSideLabels, ruledPrices, type SideLabel } from './side-labels.ts';
import { measure, px } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';
import { daysWithHours, timeTicks, type TimeTicks } from './time-ticks.ts';

/** What all panels of a chart have in common. Pixels. */
export interface LinePanelStyle {
  readonly panelWidth: number;
  /** Room on either side of the plot. */
  readonly gutter: number;
  readonly plotHeight: number;
  /** A panel that has the page to itself, with a price axis. */
  readonly isLarge: boolean;
  readonly texts: InstantTexts;
  readonly barMs: number;
}

export const LINE_PAINTS: Paints = {
  ...PANEL_PAINTS,
  ref: { stroke: 'soft', css: 'stroke-dasharray:1 3' },
  range: { fill: 'range', stroke: 'range', css: `stroke-width:${PATH_UNITS};stroke-linejoin:round` },
  line: {
    fill: 'none',
    stroke: 'line',
    css: `stroke-width:${1.25 * PATH_UNITS};stroke-linejoin:round;stroke-linecap:round`,
  },
  end: { fill: 'line' },
  keyLine: { stroke: 'line', css: 'stroke-width:2' },
  keyRange: { fill: 'range' },
};

/** Room above and below the prices, as a share of the height. */
const MARGIN = 0.03;
/** Height that a price of the axis has for itself. */
const PX_PER_TICK = 40;

/** The lowest and the highest price that is drawn: a close may lie beyond the highs and lows. */
const spanOf = ({ bars }: Company): readonly [low: number, high: number] =>
  bars.reduce<readonly [number, number]>(
    ([low, high], bar) => [Math.min(low, bar.low, bar.price), Math.max(high, bar.high, bar.price)],
    [Infinity, -Infinity],
  );

const scaleOf = ([low, high]: readonly [number, number]): PriceScale => {
  if (!(high > low)) return () => 0.5;
  return (price) => MARGIN + ((high - price) / (high - low)) * (1 - 2 * MARGIN);
};

/** A company's panel, laid out. */
export interface LinePanel {
  readonly company: Company;
  readonly box: PanelBox;
  readonly paths: LinePaths;
  /** The marks of the price axis, where there is one. */
  readonly prices: readonly PriceTick[];
  readonly ticks: TimeTicks;
  /** Pixels. */
  readonly height: number;
  readonly texts: InstantTexts;
  /** Where an instant and a price lie, pixels from the upper left corner of the panel. */
  readonly xOf: (wallMs: number) => number;
  readonly yOf: (price: number) => number;
}

export function layOutLinePanel(company: Company, axis: MarketAxis, style: LinePanelStyle): LinePanel {
  const { panelWidth, gutter, plotHeight, isLarge, texts, barMs } = style;
  const [left, width] = [gutter, panelWidth - 2 * gutter];
  const box = { panelWidth, left, right: left + width, top: HEAD_PX, bottom: HEAD_PX + plotHeight };
  const span = spanOf(company);
  const scale = scaleOf(span);
  const plot = { widthPx: width, heightPx: plotHeight, placesPerPx: isLarge ? 2 : 1 };
  const room = { left, width, from: 0, to: panelWidth, measure: (label: string) => measure('tick', label) };
  const ticks = timeTicks(daysWithHours(axis.days), room);
  const mostPrices = Math.max(2, Math.floor(plotHeight / PX_PER_TICK));
  return {
    company,
    box,
    paths: linePaths(company, axis, scale, barMs, plot),
    prices: isLarge ? priceTicks(...span, mostPrices, company.decimals) : [],
    ticks,
    height: panelHeightOf(box, ticks),
    texts,
    xOf: (wallMs) => left + axis.positionOf(wallMs) * width,
    yOf: (price) => HEAD_PX + scale(price) * plotHeight,
  };
}

const priceText = ({ company }: LinePanel, { price }: PricePoint): string => formatPrice(price, company.decimals);

/** First or last price beside its end of the curve, with its time below. */
const endLabel = (panel: LinePanel, point: PricePoint, side: SideLabel['side']): SideLabel => ({
  x: panel.xOf(point.wallMs),
  side,
  y: panel.yOf(point.price),
  lines: [
    ['small', priceText(panel, point)],
    ...panel.texts.stacked(point.wallMs).map((text) => ['tick', text] as const),
  ],
});

/** The ends of the curve before the prices of the axis, which give way to them. */
const sideLabels = (panel: LinePanel): SideLabel[] => {
  const { company, box, prices, yOf } = panel;
  return [
    endLabel(panel, company.last, 'right'),
    ...(company.bars.length > 1 ? [endLabel(panel, company.first, 'left')] : []),
    ...prices.map(({ price, label }): SideLabel => ({
      x: box.left,
      side: 'left',
      y: yOf(price),
      lines: [['tick', label]],
    })),
  ];
};

const drawDot = ({ xOf, yOf }: LinePanel, { wallMs, price }: PricePoint): Markup =>
  html`<circle cx="${px(xOf(wallMs))}" cy="${px(yOf(price))}" r="2.5" class="${cls('end')}" />`;

const drawCurve = ({ box, paths }: LinePanel): Markup =>
  // prettier-ignore
  html`<g transform="translate(${px(box.left)} ${box.top}) scale(${1 / PATH_UNITS})"><path d="${paths.range}" class="${cls('range')}" /><path d="${paths.line}" class="${cls('line')}" /></g>`;

/** Draws the panel, its upper left corner at 0,0. */
export function drawLinePanel(panel: LinePanel): Markup {
  const { company, box, prices, ticks, texts, xOf, yOf } = panel;
  const { first, last, top } = company;
  const { left, right } = box;
  const labels = placeSideLabels(sideLabels(panel), box);
  return html`${[
    drawHead(company, texts.brief(first.wallMs), box.panelWidth),
    ...ruledPrices(prices, labels).map(({ price }) => across(left, right, yOf(price), 'grid')),
    drawTimeAxis(box, ticks),
    across(xOf(first.wallMs), right, yOf(first.price), 'ref'),
    drawCurve(panel),
    drawDot(panel, first),
    drawDot(panel, last),
    drawPeak(xOf(top.wallMs), yOf(top.price)),
    drawSideLabels(labels, box),
    drawHigh(box, xOf(top.wallMs), priceText(panel, top), texts.inLine(top.wallMs)),
  ]}`;
}
