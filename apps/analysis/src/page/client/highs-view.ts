import { type CompanyHighs, formatPrice, groupHighs, hourText, longDate } from '@tickerlake/presentation';
import { byId, el, setText, spoken } from './dom.ts';
import { formatAge } from './labels.ts';
import type { PageState } from './page-state.ts';

/** The newest day of every company, in the hours that any of them has. */
export interface HighsTable {
  readonly date: string;
  readonly hours: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (HighCell | undefined)[] }[];
}

interface HighCell {
  readonly text: string;
  /** Starts of the bars that reached it, in New York time. */
  readonly times: readonly string[];
  /** Whether it is the day's highest. */
  readonly isTop: boolean;
}

export function layHighs(companies: readonly CompanyHighs[]): HighsTable | undefined {
  const date = companies.flatMap(({ days }) => days.map((day) => day.date)).reduce((a, b) => (a > b ? a : b), '');
  if (date === '') return undefined;
  const ofDay = companies.flatMap(({ name, decimals, days }) => {
    const day = days.find((candidate) => candidate.date === date);
    return day ? [{ name, decimals, day }] : [];
  });
  const hours = [...new Set(ofDay.flatMap(({ day }) => day.hours.map(({ hour }) => hour)))].toSorted();
  const rows = ofDay.map(({ name, decimals, day }) => {
    const cells = hours.map((hour): HighCell | undefined => {
      const found = day.hours.find((candidate) => candidate.hour === hour);
      if (!found) return undefined;
      const times = found.rows.map(({ ts }) => ts.slice(11, 16));
      return { text: formatPrice(found.high, decimals), times, isTop: found.high === day.high };
    });
    return { name, cells };
  });
  return { date, hours, rows };
}

const cellOf = (cell: HighCell | undefined): HTMLElement => {
  if (!cell) return el('td', { class: 'none' }, '–');
  const tied = cell.times.length > 1 ? [el('small', {}, ` ×${cell.times.length}`)] : [];
  const attributes = { title: `at ${cell.times.join(', ')}`, class: cell.isTop ? 'top' : '' };
  return el('td', attributes, cell.text, ...tied, ...(cell.isTop ? [spoken(', highest of the day')] : []));
};

/** The lake's answer to the highest hourly high. */
export class HighsView {
  #drawn: unknown;

  render({ highs }: PageState): void {
    if (highs === this.#drawn) return;
    this.#drawn = highs;
    const table = layHighs(groupHighs(highs.rows));
    const hours = table?.hours.map((hour) => el('th', { scope: 'col' }, hourText(hour))) ?? [];
    byId('highs-hours').replaceChildren(el('th', { scope: 'col' }, 'Company'), ...hours);
    const rows = table?.rows.map(({ name, cells }) =>
      el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map(cellOf)),
    );
    byId('highs-rows').replaceChildren(...(rows ?? []));
  }

  /** How old the answer is; it grows while nothing new comes. */
  renderAge({ highs, serverMs }: PageState): void {
    setText(byId('highs-caption'), tellHighs(highs, serverMs));
  }
}

/** What the table is and how old. */
export function tellHighs({ rows, refreshedMs }: PageState['highs'], nowMs: number): string {
  if (refreshedMs === undefined) return 'Not yet asked of the lake';
  const age = `asked of the lake ${formatAge(Math.floor((nowMs - refreshedMs) / 1000) * 1000).replace('.0', '')} ago`;
  const date = rows.reduce((newest, row) => (row.date > newest ? row.date : newest), '');
  if (date === '') return `The lake holds no bar yet; ${age}`;
  return `${longDate(date)}, ${age}`;
}
