import { byId, el, setAttribute, setText, spoken } from './dom.ts';
import { clockOf, directionOf, formatExchangeRate, pairName, spreadInPips } from './labels.ts';
import type { PageState } from './page-state.ts';

interface Row {
  readonly element: HTMLElement;
  update(state: PageState): void;
}

const createRow = (name: string): Row => {
  const [bid, ask, spread, time] = [
    el('td', {}, '–'),
    el('td', {}, '–'),
    el('td', {}, '–'),
    el('td', { class: 'wide' }, '–'),
  ];
  const [sign, word] = [el('span', { 'aria-hidden': 'true' }), spoken('')];
  const direction = el('td', {}, sign, word);
  return {
    element: el('tr', {}, el('th', { scope: 'row' }, pairName(name)), bid, ask, spread, direction, time),
    update({ rates }) {
      const rate = rates.get(name);
      if (!rate) return;
      setText(bid, formatExchangeRate(name, rate.bid));
      setText(ask, formatExchangeRate(name, rate.ask));
      setText(spread, spreadInPips(name, rate.bid, rate.ask));
      const moved = directionOf(rate.direction);
      setText(sign, moved.sign);
      setText(word, moved.word);
      setAttribute(direction, 'class', moved.word);
      setText(time, clockOf(rate.atMs));
    },
  };
};

/** The table of currency pairs. */
export class RatesView {
  readonly #rows = new Map<string, Row>();

  render(state: PageState): void {
    const { pairs } = state.market;
    if (pairs.length !== this.#rows.size || !pairs.every((name) => this.#rows.has(name))) {
      this.#rows.clear();
      for (const name of pairs) this.#rows.set(name, createRow(name));
      byId('rates').replaceChildren(...[...this.#rows.values()].map(({ element }) => element));
    }
    for (const row of this.#rows.values()) row.update(state);
  }
}
