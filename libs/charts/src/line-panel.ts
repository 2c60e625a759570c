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
  AXIS_PX,
  AXIS_ROW_PX,
  drawHead,
  drawHigh,
  drawPeak,
  drawTimeAxis,
  HEAD_PX,
  PANEL_PAINTS,
  type PanelBox,
  rowsOf,
} from './panel-parts.ts';
import { priceTicks } from './price-ticks.ts';
import { drawSideLabels, type SideLabel } from './side-labels.ts';
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

const scaleOf = ({ top, bottom }: Company): PriceScale => {
  const span = top.price - bottom.price;
  if (!(span > 0)) return () => 0.5;
  return (price) => MARGIN + ((top.price - price) / span) * (1 - 2 * MARGIN);
};

/** A company's panel, laid out. */
export interface LinePanel {
  readonly company: Company;
  readonly axis: MarketAxis;
  readonly box: PanelBox;
  readonly scale: PriceScale;
  readonly paths: LinePaths;
  readonly ticks: TimeTicks;
  readonly style: LinePanelStyle;
}

export function layOutLinePanel(company: Company, axis: MarketAxis, style: LinePanelStyle): LinePanel {
  const { panelWidth, gutter, plotHeight } = style;
  const box = { panelWidth, left: gutter, right: panelWidth - gutter, top: HEAD_PX, bottom: HEAD_PX + plotHeight };
  const scale = scaleOf(company);
  const plot = { widthPx: box.right - box.left, heightPx: plotHeight, placesPerPx: style.isLarge ? 2 : 1 };
  const room = { left: box.left, width: plot.widthPx, from: 0, to: panelWidth };
  return {
    company,
    axis,
    box,
    scale,
    paths: linePaths(company, axis, scale, style.barMs, plot),
    ticks: timeTicks(daysWithHours(axis.days), { ...room, measure: (label) => measure('tick', label) }),
    style,
  };
}

/** Pixels from the top of the panel to the end of its labels. */
export const linePanelHeight = ({ box, ticks }: LinePanel): number =>
  box.bottom + AXIS_PX + (rowsOf(ticks) - 1) * AXIS_ROW_PX;

/** Draws the panel, its upper left corner at 0,0. */
export function drawLinePanel({ company, axis, box, scale, paths, ticks, style }: LinePanel): Markup {
  const { left, right, top, bottom } = box;
  const xOf = ({ wallMs }: PricePoint): number => left + axis.positionOf(wallMs) * (right - left);
  const yOf = (price: number): number => top + scale(price) * (bottom - top);
  const priceText = ({ price }: PricePoint): string => formatPrice(price, company.decimals);
  const { first, last, top: high, bottom: low } = company;
  const most = Math.max(2, Math.floor(style.plotHeight / PX_PER_TICK));
  const prices = style.isLarge ? priceTicks(low.price, high.price, most, company.decimals) : [];
  const endLabel = (point: PricePoint, side: SideLabel['side']): SideLabel => ({
    x: xOf(point),
    side,
    y: yOf(point.price),
    lines: [['small', priceText(point)], ...style.texts.stacked(point.wallMs).map((text) => ['tick', text] as const)],
  });
  const sideLabels: SideLabel[] = [
    endLabel(last, 'right'),
    ...(company.bars.length > 1 ? [endLabel(first, 'left')] : []),
    ...prices.map(({ price, label }): SideLabel => ({
      x: left,
      side: 'left',
      y: yOf(price),
      lines: [['tick', label]],
    })),
  ];
  const dot = (point: PricePoint): Markup =>
    html`<circle cx="${px(xOf(point))}" cy="${px(yOf(point.price))}" r="2.5" class="${cls('end')}" />`;
  return html`${drawHead(company, style.texts.brief(company.first.wallMs), box.panelWidth)}${prices.map(({ price }) => across(left, right, yOf(price), 'grid'))}${drawTimeAxis(box, ticks)}${across(left, right, yOf(first.price), 'ref')}<g
      transform="translate(${px(left)} ${top}) scale(${1 / PATH_UNITS})"
      ><path d="${paths.range}" class="${cls('range')}" /><path d="${paths.line}" class="${cls('line')}" /></g
    >${dot(first)}${dot(last)}${drawPeak(xOf(high), yOf(high.price))}${drawSideLabels(sideLabels, box)}${drawHigh(box, xOf(high), priceText(high), style.texts.inLine(high.wallMs))}`;
}
