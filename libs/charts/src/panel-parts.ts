import { type Company, formatPercent, html, type Markup } from '@tickerlake/presentation';
import { startWithin } from './label-places.ts';
import { lastChange } from './panel-order.ts';
import { fit, measure, px, textAt } from './svg-text.ts';
import { cls, type Paints } from './theme.ts';
import type { TimeTicks } from './time-ticks.ts';

/** Edges of the plot within its panel, whose upper left corner is 0,0. Pixels. */
export interface PanelBox {
  readonly panelWidth: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room above the plot: the head with its rule, and a strip for the label of the high where nothing else is written. */
export const HEAD_PX = 42;
/** Room below the plot for one row of labels, and for each further one. */
const AXIS_PX = 20;
const AXIS_ROW_PX = 14;
/** Lines of a label below one another. */
export const LINE_PX = 13;
/** Between a plot and the labels beside it. */
export const LABEL_GAP_PX = 7;

const [NAME_BASELINE, RULE_Y, HIGH_GAP, TICK_BASELINE] = [12, 18.5, 12, 15];
const MIN_NAME_PX = 60;
/** Between two words that are set in different kinds of text. */
const WORD_GAP_PX = 4;

/** What the parts of panels are painted with. */
export const PANEL_PAINTS: Paints = {
  grid: { stroke: 'grid' },
  night: { stroke: 'hair' },
  base: { stroke: 'soft' },
  rule: { stroke: 'hair' },
  peak: { fill: 'paper', stroke: 'ink', css: 'stroke-width:1.5' },
  rise: { fill: 'up' },
  fall: { fill: 'down' },
  onPlot: { stroke: 'paper', css: 'stroke-width:4;stroke-linejoin:round;paint-order:stroke' },
};

/** A line that fills whole pixels where it is 1 wide. */
const level = (y: number): number => Math.round(y - 0.5) + 0.5;

/** A line across. */
export const across = (x1: number, x2: number, y: number, name: string): Markup =>
  html`<path d="M${px(x1)} ${level(y)}H${px(x2)}" class="${cls(name)}" />`;

/** A line up and down. */
export const upright = (x: number, y1: number, y2: number, name: string): Markup =>
  html`<path d="M${level(x)} ${px(y1)}V${px(y2)}" class="${cls(name)}" />`;

/** How far the last price lies from the first, and since when where there is room. */
const drawChange = (company: Company, since: string, width: number): { width: number; content: Markup } => {
  const share = company.bars.length > 1 ? lastChange(company) : undefined;
  const [said, rest] = [share === undefined ? '' : formatPercent(share), `since ${since}`];
  const [saidPx, restPx] = [measure('strong', said), measure('tick', rest)];
  if (said === '' || saidPx + MIN_NAME_PX > width) return { width: 0, content: html`` };
  const colour = said.startsWith('+') ? { also: 'rise' } : said.startsWith('−') ? { also: 'fall' } : {};
  const hasRest = measure('name', company.name) + 2 * LABEL_GAP_PX + saidPx + WORD_GAP_PX + restPx <= width;
  const end = hasRest ? width - restPx - WORD_GAP_PX : width;
  const change = textAt(end, NAME_BASELINE, 'strong', said, { anchor: 'end', ...colour });
  return {
    width: width - end + saidPx,
    content: html`${change}${hasRest && textAt(width, NAME_BASELINE, 'tick', rest, { anchor: 'end' })}`,
  };
};

/**
 * The name of a company and the change from its first price to its last.
 *
 * @param since when the first price was
 */
export function drawHead(company: Company, since: string, width: number): Markup {
  const change = drawChange(company, since, width);
  const name = fit('name', company.name, change.width > 0 ? width - change.width - 2 * LABEL_GAP_PX : width);
  return html`${textAt(0, NAME_BASELINE, 'name', name, { whole: company.name })}${change.content}${across(0, width, RULE_Y, 'rule')}`;
}

/** The high above its place: the price, and its time where the panel is wide enough. */
export function drawHigh({ panelWidth, top }: PanelBox, x: number, price: string, time: string): Markup {
  const [pricePx, timePx] = [measure('smallStrong', price), measure('tick', time)];
  const hasTime = pricePx + WORD_GAP_PX + timePx <= panelWidth;
  const width = pricePx + (hasTime ? WORD_GAP_PX + timePx : 0);
  if (width > panelWidth) return html``;
  const middle = startWithin(x - width / 2, width, 0, panelWidth) + pricePx;
  const y = top - HIGH_GAP;
  // Both texts start from where they meet: another font leaves no hole between them.
  return html`${textAt(middle, y, 'smallStrong', price, { anchor: 'end' })}${hasTime && textAt(middle + WORD_GAP_PX, y, 'tick', time)}`;
}

/** Pixels from the top of a panel to the end of the labels below its plot. */
export const panelHeightOf = ({ bottom }: PanelBox, { hours, days }: TimeTicks): number =>
  bottom + AXIS_PX + (hours.length > 0 && days.length > 0 ? AXIS_ROW_PX : 0);

/** Time below the plot: marks for hours, lines for nights, their labels. */
export function drawTimeAxis({ left, right, top, bottom }: PanelBox, { hours, days, nights }: TimeTicks): Markup {
  const daysBaseline = bottom + TICK_BASELINE + (hours.length > 0 ? AXIS_ROW_PX : 0);
  return html`${nights.map((x) => upright(x, top, bottom, 'night'))}${across(left, right, bottom, 'base')}${hours.map(
    ({ at, middle, label }) =>
      html`${upright(at, bottom, bottom + 4, 'base')}${textAt(middle, bottom + TICK_BASELINE, 'tick', label, {
        anchor: 'middle',
      })}`,
  )}${days.map(({ middle, label }) => textAt(middle, daysBaseline, 'tick', label, { anchor: 'middle' }))}`;
}

/** A ring about the highest price. */
export const drawPeak = (x: number, y: number): Markup =>
  html`<circle cx="${px(x)}" cy="${px(y)}" r="3" class="${cls('peak')}" />`;
