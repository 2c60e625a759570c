import { type Company, formatPrice, html, type MarketAxis, type Markup } from '@tickerlake/presentation';
import { type CandleKind, candlePath, kindOf, volumePath } from './candle-path.ts';
import { type CandleLength, type CandleSlot, slotAt, slotsOf } from './candle-slots.ts';
import { startWithin } from './label-places.ts';
import { type Candle, joinBars, readCandles } from './join-bars.ts';
import type { InstantTexts } from './market-time.ts';
import {
  across,
  drawHead,
  drawHigh,
  drawTimeAxis,
  HEAD_PX,
  PANEL_PAINTS,
  type PanelBox,
  panelHeightOf,
  upright,
} from './panel-parts.ts';
import { type PriceTick, priceTicks, shortCount } from './price-ticks.ts';
import { drawSideLabels, placeSideLabels, ruledPrices, type SideLabel } from './side-labels.ts';
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

/** Between prices and volumes: the label of either stands clear of the other's. */
const VOLUME_GAP_PX = 14;
/** Height that a price of the axis has for itself. */
const PX_PER_TICK = 38;
/** Share of its place that a candle fills. */
const BODY_SHARE = 0.68;
/** From the middle of a candle to its edge, at most where few candles have all the room. */
const MAX_HALF_WIDTH = 14;

/** A candle in its place on the plot: whole pixels. */
interface PlacedCandle {
  readonly candle: Candle;
  readonly kind: CandleKind;
  readonly x: number;
  readonly halfWidth: number;
}

/** A company's panel, laid out. */
export interface CandlePanel {
  readonly company: Company;
  readonly box: PanelBox;
  readonly candles: readonly PlacedCandle[];
  readonly prices: readonly PriceTick[];
  /** The most shares traded in a candle; 0 where nothing is known of any. */
  readonly mostTraded: number;
  /** Where the volumes begin below the prices. */
  readonly volumeTop: number;
  readonly ticks: TimeTicks;
  /** Pixels. */
  readonly height: number;
  readonly texts: InstantTexts;
  /** Middle of the candle that has an instant, pixels from the left of the panel. */
  readonly xOf: (wallMs: number) => number;
  /** Whole pixels from the top of the panel. */
  readonly yOf: (price: number) => number;
}

const placeCandles = (
  candles: ReadonlyMap<number, Candle>,
  slots: readonly CandleSlot[],
  width: number,
): PlacedCandle[] =>
  [...candles].flatMap(([index, candle]) => {
    const slot = slots[index];
    if (!slot) return [];
    const room = ((slot.end - slot.start) * width * BODY_SHARE - 1) / 2;
    const halfWidth = Math.min(MAX_HALF_WIDTH, Math.max(1, Math.round(room)));
    const middle = Math.floor(((slot.start + slot.end) / 2) * width);
    const x = startWithin(middle - halfWidth, 2 * halfWidth, 0, Math.floor(width) - 1) + halfWidth;
    return { candle, kind: kindOf(candle), x, halfWidth };
  });

const spanOf = (candles: readonly PlacedCandle[]): readonly [low: number, high: number] =>
  candles.reduce<readonly [number, number]>(
    ([low, high], { candle }) => [Math.min(low, candle.low), Math.max(high, candle.high)],
    [Infinity, -Infinity],
  );

const scaleOf =
  ([low, high]: readonly [number, number], height: number) =>
  (price: number): number =>
    HEAD_PX + Math.round((high > low ? (high - price) / (high - low) : 0.5) * (height - 1));

export function layOutCandlePanel(company: Company, axis: MarketAxis, style: CandlePanelStyle): CandlePanel {
  const { panelWidth, gutter, priceHeight, volumeHeight, length, texts } = style;
  const [top, width] = [HEAD_PX, panelWidth - gutter];
  const bottom = top + priceHeight + (volumeHeight > 0 ? VOLUME_GAP_PX + volumeHeight : 0);
  const box = { panelWidth, left: 0, right: width, top, bottom };
  const slots = slotsOf(axis.days, length);
  const joined = joinBars(readCandles(company.bars), (wallMs) => slotAt(slots, wallMs));
  const candles = placeCandles(joined, slots, width);
  const span = spanOf(candles);
  const parts = typeof length === 'number' ? daysWithHours(axis.days) : slots;
  const room = { left: 0, width, from: 0, to: panelWidth, measure: (label: string) => measure('tick', label) };
  const ticks = timeTicks(parts, room);
  const mostPrices = Math.max(3, Math.floor(priceHeight / PX_PER_TICK));
  return {
    company,
    box,
    candles,
    prices: priceTicks(...span, mostPrices, company.decimals),
    mostTraded: candles.reduce((most, { candle }) => Math.max(most, candle.volume ?? 0), 0),
    volumeTop: bottom - volumeHeight,
    ticks,
    height: panelHeightOf(box, ticks),
    texts,
    xOf: (wallMs) => {
      const { start, end } = slots[slotAt(slots, wallMs)] ?? { start: 0, end: 0 };
      return ((start + end) / 2) * width;
    },
    yOf: scaleOf(span, priceHeight),
  };
}

/** Whether a candle of the panel ended as it began. */
export const hasLevelCandle = ({ candles }: CandlePanel): boolean => candles.some(({ kind }) => kind === 'level');

/** One path for all candles of a kind. */
const drawKinds = (
  candles: readonly PlacedCandle[],
  classOf: (kind: CandleKind) => string,
  pathOf: (candle: PlacedCandle) => string,
): Markup[] =>
  KINDS.flatMap((kind) => {
    const path = candles.filter((candle) => candle.kind === kind).map(pathOf);
    return path.length > 0 ? html`<path d="${path.join('')}" class="${cls(classOf(kind))}" />` : [];
  });

const drawCandles = ({ candles, yOf }: CandlePanel): Markup[] =>
  drawKinds(
    candles,
    (kind) => kind,
    ({ candle: { open, high, low, close }, x, halfWidth }) =>
      candlePath({ x, halfWidth, openY: yOf(open), highY: yOf(high), lowY: yOf(low), closeY: yOf(close) }),
  );

const drawVolumes = ({ candles, box, mostTraded, volumeTop }: CandlePanel): Markup[] => {
  const baseY = box.bottom - 1;
  const topOf = (volume: number): number => baseY - Math.round((volume / mostTraded) * (baseY - volumeTop));
  return drawKinds(
    candles.filter(({ candle }) => (candle.volume ?? 0) > 0),
    (kind) => VOLUME_CLASSES[kind],
    ({ candle, x, halfWidth }) => volumePath(x, halfWidth, topOf(candle.volume ?? 0), baseY),
  );
};

/** The last price before the volume and the prices of the axis, which give way to it. */
const sideLabels = ({ company, box, prices, mostTraded, volumeTop, yOf }: CandlePanel): SideLabel[] => {
  const beside = (y: number, ...lines: SideLabel['lines']): SideLabel => ({ x: box.right, side: 'right', y, lines });
  const { last, decimals } = company;
  return [
    beside(yOf(last.price), ['smallStrong', formatPrice(last.price, decimals)]),
    ...(mostTraded > 0 ? [beside(volumeTop, ['tick', shortCount(mostTraded)], ['tick', 'shares'])] : []),
    ...prices.map(({ price, label }) => beside(yOf(price), ['tick', label])),
  ];
};

/** Draws the panel, its upper left corner at 0,0. */
export function drawCandlePanel(panel: CandlePanel): Markup {
  const { company, box, prices, mostTraded, volumeTop, ticks, texts, yOf } = panel;
  const { left, right, top } = box;
  const high = company.top;
  const highX = panel.xOf(high.wallMs);
  const labels = placeSideLabels(sideLabels(panel), box);
  const ruled = ruledPrices(prices, labels).map(({ price }) => yOf(price));
  return html`${[
    drawHead(company, texts.brief(company.first.wallMs), box.panelWidth),
    ...[...ruled, ...(mostTraded > 0 ? [volumeTop] : [])].map((y) => across(left, right, y, 'grid')),
    drawTimeAxis(box, ticks),
    // Lines of a pixel are sharp in the middle of one.
    html`<g transform="translate(0.5 0.5)">${drawVolumes(panel)}${drawCandles(panel)}</g>`,
    high.price > company.bottom.price && upright(highX, top - 8, top - 2, 'base'),
    drawSideLabels(labels, box),
    drawHigh(box, highX, formatPrice(high.price, company.decimals), texts.inLine(high.wallMs)),
  ]}`;
}
