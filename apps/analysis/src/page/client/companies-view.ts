import { formatPercent, formatPrice, PATH_HEIGHT } from '@tickerlake/presentation';
import type { SessionTimes } from '../live-patch.ts';
import { CompanyChartView } from './company-chart-view.ts';
import { byId, el, setAttribute, setText, spoken, svg } from './dom.ts';
import { directionOf, minuteOf } from './labels.ts';
import type { Changes, CompanyState, PageState } from './page-state.ts';
import { drawPrices, sessionAxis } from './price-chart.ts';

const COLUMNS = 130;
/** Labels over charts as narrow as a phone has. */
const HOURS_APART = 3;
const NO_PRICE = '–';

interface Row {
  readonly element: HTMLElement;
  readonly choice: HTMLInputElement;
  update(company: CompanyState, session: SessionTimes | undefined): void;
}

const createRow = (name: string, onChoose: () => void): Row => {
  const choice = el('input', { type: 'radio', name: 'company', value: name });
  choice.addEventListener('change', onChoose);
  const [last, low, high] = [el('td'), el('td', { class: 'wide' }), el('td', { class: 'wide' })];
  const [sign, word, share] = [el('span', { 'aria-hidden': 'true' }), spoken(''), el('span')];
  const change = el('td', {}, sign, word, ' ', share);
  const [range, line] = [svg('path', { class: 'range' }), svg('path', { class: 'line' })];
  const drawing = svg('svg', { preserveAspectRatio: 'none', 'aria-hidden': 'true', class: 'mini' }, range, line);
  const element = el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('label', {}, choice, ' ', name)),
    last,
    change,
    low,
    high,
    el('td', { class: 'chart' }, drawing),
  );
  element.addEventListener('click', () => choice.click());
  return {
    element,
    choice,
    update(company, session) {
      const chart = session && drawPrices(company, session, { maxWidth: COLUMNS });
      const decimals = chart?.company.decimals ?? 2;
      setText(last, company.last ? formatPrice(company.last.price, decimals) : NO_PRICE);
      const moved = company.last && company.base ? company.last.price / company.base.price - 1 : undefined;
      const direction = directionOf(moved ?? 0);
      setText(sign, moved === undefined ? '' : direction.sign);
      setText(word, moved === undefined ? '' : direction.word);
      setText(share, moved === undefined ? NO_PRICE : formatPercent(moved));
      setAttribute(change, 'class', moved === undefined ? '' : direction.word);
      setText(low, chart ? formatPrice(chart.company.bottom.price, decimals) : NO_PRICE);
      setText(high, chart ? formatPrice(chart.company.top.price, decimals) : NO_PRICE);
      setAttribute(drawing, 'viewBox', `-0.5 0 ${chart?.width ?? COLUMNS} ${PATH_HEIGHT}`);
      setAttribute(range, 'd', chart?.range ?? '');
      setAttribute(line, 'd', chart?.line ?? '');
    },
  };
};

/** The list of companies, one of which is chosen and drawn large. */
export class CompaniesView {
  readonly #chart = new CompanyChartView();
  readonly #rows = new Map<string, Row>();
  readonly #onChoose: () => void;
  #chosen = '';
  #axisDate = '';

  /** @param onChoose asks for the page to be drawn when another company was chosen */
  constructor(onChoose: () => void) {
    this.#onChoose = onChoose;
  }

  render(state: PageState, { companies }: Pick<Changes, 'companies'>): void {
    this.#layRows(state.market.symbols);
    for (const name of companies) {
      const company = state.companies.get(name);
      if (company) this.#rows.get(name)?.update(company, state.session);
    }
    this.#renderAxis(state.session);
    if (companies.has(this.#chosen)) this.renderChosen(state);
    this.#renderNote(state);
  }

  renderChosen(state: PageState): void {
    this.#chart.render(state, this.#chosen);
  }

  #layRows(symbols: readonly string[]): void {
    if (symbols.length === this.#rows.size && symbols.every((name) => this.#rows.has(name))) return;
    this.#rows.clear();
    for (const name of symbols)
      this.#rows.set(
        name,
        createRow(name, () => this.#choose(name)),
      );
    byId('companies').replaceChildren(...[...this.#rows.values()].map(({ element }) => element));
    if (!this.#rows.has(this.#chosen)) this.#chosen = symbols[0] ?? '';
    const row = this.#rows.get(this.#chosen);
    if (row) row.choice.checked = true;
  }

  #choose(name: string): void {
    this.#chosen = name;
    this.#onChoose();
  }

  /** The hours over the small charts, once for all of them. */
  #renderAxis(session: SessionTimes | undefined): void {
    if (!session || session.date === this.#axisDate) return;
    this.#axisDate = session.date;
    const ticks = sessionAxis(session).ticks.filter((_, i) => i % HOURS_APART === 0);
    const labels = ticks.map(({ at, label }) =>
      svg('text', { x: `${(at * 100).toFixed(2)}%`, y: 11, 'text-anchor': at === 1 ? 'end' : 'middle' }, label),
    );
    const heading = document.querySelector('.companies thead .chart');
    heading?.replaceChildren(
      spoken('Today, minute by minute'),
      svg('svg', { class: 'hours', 'aria-hidden': 'true' }, ...labels),
    );
  }

  #renderNote({ companies, market }: PageState): void {
    const newestMs = [...companies.values()].reduce((max, { last }) => Math.max(max, last?.atMs ?? 0), 0);
    const source = market.simulated ? 'Source: simulated market, not real prices. ' : '';
    setText(
      byId('prices-note'),
      newestMs > 0 ? `${source}Newest price of ${minuteOf(newestMs)}, New York time.` : source,
    );
  }
}
