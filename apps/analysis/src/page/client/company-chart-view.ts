import {
  clockText,
  formatPercent,
  formatPrice,
  longDate,
  PATH_HEIGHT,
  type PricePoint,
} from '@tickerlake/presentation';
import type { SessionTimes } from '../live-patch.ts';
import { byId, el, setAttribute, setText, svg } from './dom.ts';
import { directionOf } from './labels.ts';
import type { CompanyState, PageState } from './page-state.ts';
import { drawPrices, type PriceChart, priceTicks } from './price-chart.ts';

const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
const MAX_COLUMNS = 390;
/** Nearer to an edge than this share of the width, a centred label would leave the drawing. */
const EDGE = 0.1;

/** The chosen company's session, large: the band between high and low, the closes, and what the change is measured from. */
export class CompanyChartView {
  readonly #caption = el('figcaption');
  readonly #grid = svg('g');
  readonly #range = svg('path', { class: 'range' });
  readonly #line = svg('path', { class: 'line' });
  readonly #paths = svg('svg', { preserveAspectRatio: 'none', width: '100%', height: '100%' }, this.#range, this.#line);
  readonly #marks = svg('g');
  readonly #title = svg('title');
  readonly #drawing = svg('svg', { class: 'plot', role: 'img' }, this.#title, this.#grid, this.#paths, this.#marks);

  constructor() {
    byId('company-chart').append(this.#caption, this.#drawing);
  }

  render({ session, companies }: PageState, name: string): void {
    const company = companies.get(name);
    const chart =
      company && session && drawPrices(company, session, { maxWidth: MAX_COLUMNS, inSight: company.base?.price });
    this.#caption.replaceChildren(...(company ? captionOf(company, session, chart) : []));
    setAttribute(this.#drawing, 'class', chart ? 'plot' : 'plot empty');
    if (!chart || !session) {
      setText(this.#title, `${name}: no minute of this session yet`);
      for (const part of [this.#grid, this.#marks]) part.replaceChildren();
      for (const path of [this.#range, this.#line]) setAttribute(path, 'd', '');
      return;
    }
    setAttribute(this.#paths, 'viewBox', `-0.5 0 ${chart.width} ${PATH_HEIGHT}`);
    setAttribute(this.#range, 'd', chart.range);
    setAttribute(this.#line, 'd', chart.line);
    setText(this.#title, describe(chart));
    this.#grid.replaceChildren(...gridOf(company, chart));
    this.#marks.replaceChildren(...marksOf(chart));
  }
}

const captionOf = (
  { name, last, base }: CompanyState,
  session: SessionTimes | undefined,
  chart: PriceChart | undefined,
): Element[] => {
  const parts = [el('b', {}, name), el('span', {}, session ? longDate(session.date) : '')];
  if (!last) return parts;
  const price = el('span', { class: 'price' }, formatPrice(last.price, chart?.company.decimals ?? 2));
  if (!base) return [...parts, price];
  const share = last.price / base.price - 1;
  const { sign, word } = directionOf(share);
  const since = base.kind === 'open' ? 'since the open' : 'since the last close';
  return [...parts, price, el('span', { class: word }, `${sign} ${formatPercent(share)} ${since}`)];
};

const describe = ({ company }: PriceChart): string => {
  const told = (price: number): string => formatPrice(price, company.decimals);
  return `${company.name}, minute by minute in New York time: first ${told(company.first.price)}, highest ${told(company.top.price)}, lowest ${told(company.bottom.price)}, last ${told(company.last.price)}.`;
};

const hourPlace = (at: number) => ({
  x: percentOf(at),
  y: '100%',
  dy: 16,
  'text-anchor': at === 1 ? 'end' : 'middle',
});

const gridOf = ({ base }: CompanyState, { company, axis, scale, top, bottom }: PriceChart): Element[] => {
  const hours = axis.ticks.flatMap(({ at, label }, i) => [
    svg('line', { x1: percentOf(at), x2: percentOf(at), y2: '100%', class: 'base' }),
    svg('text', { ...hourPlace(at), class: i % 2 === 0 ? 'tick' : 'tick wide' }, label),
  ]);
  const prices = priceTicks(bottom, top).flatMap((price) => [
    svg('line', { y1: percentOf(scale(price)), x2: '100%', y2: percentOf(scale(price)), class: 'base' }),
    svg(
      'text',
      { x: 0, y: percentOf(scale(price)), dx: -8, dy: 4, class: 'level' },
      formatPrice(price, company.decimals),
    ),
  ]);
  const at = base && scale(base.price);
  if (at === undefined || at < 0 || at > 1) return [...hours, ...prices];
  const label = base?.kind === 'open' ? 'open' : 'last close';
  return [
    ...hours,
    ...prices,
    svg('line', { y1: percentOf(at), x2: '100%', y2: percentOf(at), class: 'ref' }),
    svg('text', { x: '100%', y: percentOf(at), dx: -2, dy: -4, class: 'reflabel' }, label),
  ];
};

/** Highest and lowest price and the newest, where they happened. */
const marksOf = ({ company, axis, scale }: PriceChart): Element[] => {
  const placeOf = ({ wallMs, price }: PricePoint) => ({ x: axis.positionOf(wallMs), y: percentOf(scale(price)) });
  const labelled = (point: PricePoint, dy: number): Element[] => {
    const { x, y } = placeOf(point);
    const anchor = x < EDGE ? 'start' : x > 1 - EDGE ? 'end' : 'middle';
    const text = `${formatPrice(point.price, company.decimals)} at ${clockText(point.wallMs)}`;
    return [
      svg('circle', { cx: percentOf(x), cy: y, r: 3, class: 'peak' }),
      svg('text', { x: percentOf(x), y, dy, class: 'extreme', 'text-anchor': anchor }, text),
    ];
  };
  const { x, y } = placeOf(company.last);
  const end = svg('circle', { cx: percentOf(x), cy: y, r: 3.5, class: 'end' });
  return [...labelled(company.top, -8), ...labelled(company.bottom, 17), end];
};
