import {
  type CompanyHighs,
  type DayHighs,
  formatPrice,
  type HighestHourlyHighRow,
  hourText,
  html,
  type Markup,
  mediumDate,
} from '@tickerlake/presentation';

/** The clock of `2020-05-14 09:39:00-04:00`, without seconds where there are none. */
const clockOf = (ts: string): string => {
  const [, minutes, rest] = /^\d{4}-\d\d-\d\d (\d\d:\d\d)(:\d\d(?:\.\d+)?)/.exec(ts) ?? [];
  return minutes ? `${minutes}${rest === ':00' ? '' : rest}` : ts;
};

const priceCell = ({ high }: HighestHourlyHighRow, decimals: number): Markup => {
  const shown = formatPrice(high, decimals);
  return html`<td${Number(high.toFixed(decimals)) !== high && html` title="${high}"`}>${shown}</td>`;
};

const dayRows = (day: DayHighs, decimals: number, isOneDay: boolean): Markup[] => {
  const heading = html`<tr class="date">
    <th scope="rowgroup" colspan="3">${mediumDate(day.date)}</th>
  </tr>`;
  const rows = day.hours.flatMap(({ hour, high, rows: tied }) =>
    tied.map((row, i) => {
      // prettier-ignore
      const head =
        i === 0 && html`<th scope="row"${tied.length > 1 && html` rowspan="${tied.length}"`}>${hourText(hour)}</th>`;
      return html`<tr${high === day.high && html` class="top"`}>${head}${priceCell(row, decimals)}<td>${clockOf(row.ts)}</td></tr>`;
    }),
  );
  return isOneDay ? rows : [heading, ...rows];
};

const companyTable = ({ name, decimals, days }: CompanyHighs, isOneDay: boolean): Markup =>
  html`<table class="quotes">
    <caption>
      ${name}
    </caption>
    <thead>
      <tr>
        <th scope="col">Hour</th>
        <th scope="col">High</th>
        <th scope="col">At</th>
      </tr>
    </thead>
    ${days.map(
      (day) =>
        html`<tbody>
          ${dayRows(day, decimals, isOneDay)}
        </tbody>`,
    )}
  </table>`;

/** A company that has the page to itself gets a table for each day. */
const byDay = ({ name, decimals, days }: CompanyHighs): CompanyHighs[] =>
  days.map((day) => ({ name: `${name}, ${mediumDate(day.date)}`, decimals, days: [day] }));

/** Every highest hourly high as numbers, a small table per company; bars that share the price stand below each other. */
export function renderHourlyTables(highs: readonly CompanyHighs[]): Markup {
  const dates = new Set(highs.flatMap(({ days }) => days.map(({ date }) => date)));
  const [only] = highs;
  const tables = only && highs.length === 1 && dates.size > 1 ? byDay(only) : highs;
  return html`<div class="columns">
    ${tables.map((table) => companyTable(table, dates.size === 1 || tables !== highs))}
  </div>`;
}
