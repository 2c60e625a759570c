import { type Company, formatPrice, html, type MarketAxis, type Markup } from '@tickerlake/presentation';
import { type CandleKind, candlePath, kindOf, volumePath } from './candle-path.ts';
import { type CandleLength, type CandleSlot, slotAt, slotsOf } from './candle-slots.ts';
import { startWithin } from './label-places.ts';
import { type Candle, joinBars, readCandles } from './join-bars.ts';
import type { InstantTexts } from './market-time.ts';
import {
  across,
  AXIS_PX,
  AXIS_ROW_PX,
  drawHead,
  drawHigh,
  drawTimeAxis,
  HEAD_PX,
  PANEL_PAINTS,
  type PanelBox,
  rowsOf,
  upright,
} from './panel-parts.ts';
import { priceTicks, shortCount } from './price-ticks.ts';
import { drawSideLabels, type SideLabel } from './side-labels.ts';
import { measure } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';
import { daysWithHours, timeTicks, type TimeTicks } from './time-ticks.ts';

/** What all panels of a chart have in common. Pixels. */
export interface CandlePanelStyle {
  readonly panelWidth: number;
  /** Room for prices at the right of the plot. */
  readonly gutter: number;
  readonly priceHeight: number;
  /** Height of the bars of volume below the prices; 0 where no company has any. */
  readonly volumeHeight: number;
  readonly length: CandleLength;
  readonly texts: InstantTexts;
}

export const CANDLE_PAINTS: Paints = {
  ...PANEL_PAINTS,
  volUp: { fill: 'a1', stroke: 'a2' },
  volDown: { fill: 'b1', stroke: 'b2' },
  volLevel: { fill: 'grid', stroke: 'hair' },
  up: { fill: 'paper', stroke: 'up' },
  down: { fill: 'b2', stroke: 'down' },
  level: { fill: 'none', stroke: 'ink' },
};

const VOLUME_CLASSES: Readonly<Record<CandleKind, string>> = { up: 'volUp', down: 'volDown', level: 'volLevel' };
const KINDS: readonly CandleKind[] = ['level', 'up', 'down'];

/** Between prices and volumes. */
export const VOLUME_GAP_PX = 10;
/** Height that a price of the axis has for itself. */
const PX_PER_TICK = 38;
/** Share of its place that a candle fills. */
const BODY_SHARE = 0.68;

/** A company's panel, laid out. */
export interface CandlePanel {
  readonly company: Company;
  readonly box: PanelBox;
  readonly slots: readonly CandleSlot[];
  /** By index of its slot. */
  readonly candles: ReadonlyMap<number, Candle>;
  readonly ticks: TimeTicks;
  readonly style: CandlePanelStyle;
}

export function layOutCandlePanel(company: Company, axis: MarketAxis, style: CandlePanelStyle): CandlePanel {
  const { panelWidth, gutter, priceHeight, volumeHeight, length } = style;
  const plotHeight = priceHeight + (volumeHeight > 0 ? VOLUME_GAP_PX + volumeHeight : 0);
  const box = { panelWidth, left: 0, right: panelWidth - gutter, top: HEAD_PX, bottom: HEAD_PX + plotHeight };
  const slots = slotsOf(axis.days, length);
  const room = { left: 0, width: box.right, from: 0, to: panelWidth };
  const parts = typeof length === 'number' ? daysWithHours(axis.days) : slots;
  return {
    company,
    box,
    slots,
    candles: joinBars(readCandles(company.bars), (wallMs) => slotAt(slots, wallMs)),
    ticks: timeTicks(parts, { ...room, measure: (label) => measure('tick', label) }),
    style,
  };
}

/** Pixels from the top of the panel to the end of its labels. */
export const candlePanelHeight = ({ box, ticks }: CandlePanel): number =>
  box.bottom + AXIS_PX + (rowsOf(ticks) - 1) * AXIS_ROW_PX;

/** Whether a candle of the panel ended as it began. */
export const hasLevelCandle = ({ candles }: CandlePanel): boolean =>
  [...candles.values()].some((candle) => kindOf(candle) === 'level');

/** A candle in its place on the plot. */
interface PlacedCandle {
  readonly candle: Candle;
  readonly kind: CandleKind;
  readonly x: number;
  readonly halfWidth: number;
}

const placeCandles = ({ candles, slots, box }: CandlePanel): PlacedCandle[] => {
  const width = box.right - box.left;
  return [...candles].flatMap(([index, candle]) => {
    const slot = slots[index];
    if (!slot) return [];
    const halfWidth = Math.max(1, Math.round(((slot.end - slot.start) * width * BODY_SHARE - 1) / 2));
    const middle = Math.floor(box.left + ((slot.start + slot.end) / 2) * width);
    const x =
      startWithin(middle - halfWidth, 2 * halfWidth, Math.ceil(box.left), Math.floor(box.right) - 1) + halfWidth;
    return { candle, kind: kindOf(candle), x, halfWidth };
  });
};

/** Heights of prices in whole pixels of the plot. */
type PriceHeight = (price: number) => number;

const heightOf = (candles: readonly PlacedCandle[], top: number, height: number): PriceHeight => {
  const highest = candles.reduce((max, { candle }) => Math.max(max, candle.high), -Infinity);
  const lowest = candles.reduce((min, { candle }) => Math.min(min, candle.low), Infinity);
  const span = highest - lowest;
  return (price) => Math.round(top + (span > 0 ? (highest - price) / span : 0.5) * (height - 1));
};

/** One path for all candles of a kind. */
const drawKinds = (
  placed: readonly PlacedCandle[],
  classOf: (kind: CandleKind) => string,
  pathOf: (placed: PlacedCandle) => string,
): Markup[] =>
  KINDS.flatMap((kind) => {
    const path = placed.filter((candle) => candle.kind === kind).map(pathOf);
    return path.length > 0 ? html`<path d="${path.join('')}" class="${cls(classOf(kind))}" />` : [];
  });

const drawVolumes = (placed: readonly PlacedCandle[], most: number, { box, style }: CandlePanel): Markup[] => {
  const baseY = box.bottom - 1;
  const topOf = (volume: number): number => baseY - Math.round((volume / most) * (style.volumeHeight - 1));
  const traded = placed.filter(({ candle }) => (candle.volume ?? 0) > 0);
  return drawKinds(
    traded,
    (kind) => VOLUME_CLASSES[kind],
    ({ candle, x, halfWidth }) => volumePath(x, halfWidth, topOf(candle.volume ?? 0), baseY),
  );
};

/** Draws the panel, its upper left corner at 0,0. */
export function drawCandlePanel(panel: CandlePanel): Markup {
  const { company, box, style, slots } = panel;
  const { left, right, top, bottom } = box;
  const placed = placeCandles(panel);
  const y = heightOf(placed, top, style.priceHeight);
  const { top: high, last, bottom: low, decimals } = company;
  const prices = priceTicks(low.price, high.price, Math.max(3, Math.floor(style.priceHeight / PX_PER_TICK)), decimals);
  const mostTraded = placed.reduce((max, { candle }) => Math.max(max, candle.volume ?? 0), 0);
  const volumeTop = bottom - style.volumeHeight;
  const beside = (at: number, ...lines: SideLabel['lines']): SideLabel => ({ x: right, side: 'right', y: at, lines });
  const labels = [
    beside(y(last.price), ['smallStrong', formatPrice(last.price, decimals)]),
    ...(mostTraded > 0 ? [beside(volumeTop, ['tick', shortCount(mostTraded)], ['tick', 'shares'])] : []),
    ...prices.map(({ price, label }) => beside(y(price), ['tick', label])),
  ];
  const highSlot = slots[slotAt(slots, high.wallMs)];
  const highX = left + (((highSlot?.start ?? 0) + (highSlot?.end ?? 0)) / 2) * (right - left);
  const candles = drawKinds(
    placed,
    (kind) => kind,
    ({ candle, x, halfWidth }) =>
      candlePath({
        x,
        halfWidth,
        openY: y(candle.open),
        highY: y(candle.high),
        lowY: y(candle.low),
        closeY: y(candle.close),
      }),
  );
  return html`${drawHead(company, style.texts.brief(company.first.wallMs), box.panelWidth)}${prices.map(({ price }) => across(left, right, y(price), 'grid'))}${
      mostTraded > 0 && across(left, right, volumeTop, 'grid')
    }${drawTimeAxis(box, panel.ticks)}<g transform="translate(0.5 0.5)"
      >${mostTraded > 0 && drawVolumes(placed, mostTraded, panel)}${candles}</g
    >${upright(highX, top - 8, top - 2, 'base')}${drawSideLabels(labels, box)}${drawHigh(box, highX, formatPrice(high.price, decimals), style.texts.inLine(high.wallMs))}`;
}
