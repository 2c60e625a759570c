import {
  barLengthMs,
  change,
  clockText,
  type Company,
  createMarketAxis,
  dateOf,
  dayOf,
  drawSeries,
  formatPercent,
  formatPrice,
  html,
  type MarketAxis,
  type Markup,
  mediumDate,
  PATH_HEIGHT,
  type PricePoint,
  type PriceScale,
  shortDate,
} from '@tickerlake/presentation';

/** Columns over all panels: what keeps a page of fifty companies light. */
const COLUMN_BUDGET = 7_000;
const MIN_COLUMNS = 130;
/** A panel among others is about 350 pixels wide; one that has the page to itself about 900. */
const MAX_COLUMNS = 400;
const MAX_COLUMNS_ALONE = 900;
/** Up to so many panels share the width of the page and are drawn higher. */
const FEW = 2;
/** Room above and below the prices, as a share of the height. */
const MARGIN = 0.03;
/** Lowest place for a label beside the curve, so that its second line stays within the panel. */
const LABEL_FLOOR = 0.86;
/** Beyond these shares of the width a centred label of the high would leave the panel. */
const [LABEL_START, LABEL_END] = [0.36, 0.64];
const [DIGIT_PX, LABEL_GAP_PX] = [6.4, 9];

interface Panel {
  readonly company: Company;
  readonly axis: MarketAxis;
  readonly scale: PriceScale;
  readonly id: string;
}

const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))}%`;

const scaleOf = ({ top, bottom }: Company): PriceScale => {
  const height = top.price - bottom.price;
  if (!(height > 0)) return () => 0.5;
  return (price) => MARGIN + ((top.price - price) / height) * (1 - 2 * MARGIN);
};

const isOneDay = ({ axis }: Panel): boolean => axis.days.length === 1;
const priceText = ({ company }: Panel, { price }: PricePoint): string => formatPrice(price, company.decimals);
const dateText = ({ wallMs }: PricePoint): string => mediumDate(dateOf(dayOf(wallMs)));
const timeText = (panel: Panel, point: PricePoint): string =>
  isOneDay(panel) ? clockText(point.wallMs) : `${dateText(point)}, ${clockText(point.wallMs)}`;

/** First or last price beside its end of the curve: the price, the day where there are several, the time. */
const endLabel = (panel: Panel, point: PricePoint, side: 'first' | 'last'): Markup => {
  const x = side === 'first' ? 0 : panel.axis.positionOf(point.wallMs);
  const lines = isOneDay(panel) ? [] : [shortDate(dateOf(dayOf(point.wallMs)))];
  const y = Math.min(panel.scale(point.price), isOneDay(panel) ? LABEL_FLOOR : LABEL_FLOOR - 0.08);
  const dx = side === 'first' ? -LABEL_GAP_PX + 2 : LABEL_GAP_PX;
  const below = [...lines, clockText(point.wallMs)].map(
    (line) => html`<tspan x="${percentOf(x)}" dx="${dx}" dy="12" class="t">${line}</tspan>`,
  );
  return html`<text x="${percentOf(x)}" y="${percentOf(y)}" dx="${dx}" dy="4" class="${side}"
    >${priceText(panel, point)}${below}</text
  >`;
};

/** The high stands in a strip of its own above the curve, where nothing else is written. */
const topLabel = (panel: Panel): Markup => {
  const { top } = panel.company;
  const x = panel.axis.positionOf(top.wallMs);
  const anchor = x < LABEL_START ? 'start' : x > LABEL_END ? 'end' : 'middle';
  return html`<text
    x="${percentOf(x)}"
    y="${percentOf(panel.scale(top.price))}"
    dy="-8"
    class="high"
    text-anchor="${anchor}"
    >${priceText(panel, top)} <tspan class="t">${timeText(panel, top)}</tspan></text
  >`;
};

const dot = (panel: Panel, point: PricePoint, name: string): Markup =>
  html`<circle
    cx="${percentOf(panel.axis.positionOf(point.wallMs))}"
    cy="${percentOf(panel.scale(point.price))}"
    r="3"
    class="${name}"
  />`;

const axisOf = ({ axis }: Panel): Markup[] => [
  ...axis.nights.map((at) => html`<line x1="${percentOf(at)}" x2="${percentOf(at)}" y2="100%" class="night" />`),
  html`<line y1="100%" x2="100%" y2="100%" class="base" />`,
  ...axis.ticks.map(({ at, label }) => html`<text x="${percentOf(at)}" y="100%" dy="15" class="tick">${label}</text>`),
  ...(axis.days.length === 1 ? axis.ticks : []).map(
    ({ at }) => html`<line x1="${percentOf(at)}" x2="${percentOf(at)}" y1="100%" y2="98%" class="base" />`,
  ),
];

const drawing = (panel: Panel, barMs: number, maxColumns: number): Markup => {
  const { company, axis, scale } = panel;
  const { width, range, line } = drawSeries(company, axis, scale, barMs, maxColumns);
  const first = percentOf(scale(company.first.price));
  return html`<line y1="${first}" x2="100%" y2="${first}" class="ref" /><svg
      viewBox="-0.5 0 ${width} ${PATH_HEIGHT}"
      preserveAspectRatio="none"
      width="100%"
      height="100%"
    >
      <path d="${range}" class="range" />
      <path d="${line}" class="line" />
    </svg>`;
};

const description = (panel: Panel): string => {
  const { first, top, bottom, last } = panel.company;
  const told = (point: PricePoint) => `${priceText(panel, point)} (${timeText(panel, point)})`;
  return `First ${told(first)}, highest ${told(top)}, lowest ${told(bottom)}, last ${told(last)}. New York time.`;
};

const renderPanel = (panel: Panel, barMs: number, maxColumns: number): Markup => {
  const { company, id } = panel;
  const sinceFirst = change(company.last.price, company.first.price);
  const direction = sinceFirst === undefined || sinceFirst === 0 ? '' : sinceFirst > 0 ? 'up' : 'down';
  return html`<figure class="panel">
    <figcaption>
      <b title="${company.name}">${company.name}</b
      >${sinceFirst !== undefined && html` <span class="${direction}">${formatPercent(sinceFirst)}</span>`}
    </figcaption>
    <svg class="plot" role="img" aria-labelledby="${id}t ${id}d">
      <title id="${id}t">${company.name}</title>
      <desc id="${id}d">${description(panel)}</desc>
      ${axisOf(panel)}${drawing(panel, barMs, maxColumns)}${dot(panel, company.first, 'end')}${dot(panel, company.last, 'end')}${dot(panel, company.top, 'peak')}${endLabel(panel, company.first, 'first')}${company.bars.length > 1 && endLabel(panel, company.last, 'last')}${topLabel(panel)}
    </svg>
  </figure>`;
};

/** Pixels that the longest price needs beside a curve. */
const gutterPx = (companies: readonly Company[]): number => {
  const texts = companies.flatMap(({ first, last, decimals }) =>
    [first, last].map(({ price }) => formatPrice(price, decimals)),
  );
  const longest = texts.reduce((max, text) => Math.max(max, text.length), 6);
  return Math.ceil(longest * DIGIT_PX) + LABEL_GAP_PX + 1;
};

/** A small chart per company, each over the whole market time of the days shown. */
export function renderPricePanels(companies: readonly Company[]): Markup {
  const days = [...new Set(companies.flatMap((company) => [...company.days.keys()]))].toSorted((a, b) => a - b);
  const barMs = barLengthMs(companies);
  const share = Math.floor(COLUMN_BUDGET / companies.length);
  const most = companies.length <= FEW ? MAX_COLUMNS_ALONE : MAX_COLUMNS;
  const maxColumns = Math.min(most, Math.max(MIN_COLUMNS, share));
  const panels = companies.map((company, i) => {
    const axis = createMarketAxis(days, company.days, barMs);
    return renderPanel({ company, axis, scale: scaleOf(company), id: `p${i}` }, barMs, maxColumns);
  });
  return html`<div class="panels ${companies.length <= FEW && 'few'}" style="--gutter:${gutterPx(companies)}px">
    ${panels}
  </div>`;
}
