import {
  change,
  type Company,
  type CompanyHighs,
  DAY_MS,
  type DayHighs,
  formatPercent,
  formatPrice,
  type HourHigh,
  hourText,
  html,
  longDate,
  type Markup,
  mediumDate,
  shortWeekday,
} from '@tickerlake/presentation';

/** First edge of the colours, as a share; the others lie at twice and four times it. */
const EDGES = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];
/** Share of the cells that the strongest colours should not take. */
const WITHIN = 0.8;

/** Where the colours change, as shares of the day's first price, nearest first. */
type ColourEdges = readonly [number, number, number];

const openOf = (company: Company | undefined, date: string): number | undefined => {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : company?.days.get(ms / DAY_MS)?.open;
};

const colourEdges = (shares: readonly number[]): ColourEdges => {
  const sizes = shares.map(Math.abs).toSorted((a, b) => a - b);
  const wide = sizes[Math.floor(sizes.length * WITHIN)] ?? sizes.at(-1) ?? 0;
  const edge = EDGES.find((candidate) => candidate * 4 >= wide) ?? EDGES.at(-1) ?? 1;
  return [edge, edge * 2, edge * 4];
};

/** `a3` is far above the first price, `b3` far below, `z0` about it. */
const colourOf = (share: number | undefined, edges: ColourEdges): string => {
  if (share === undefined) return '';
  const level = edges.filter((edge) => Math.abs(share) >= edge).length;
  return level === 0 ? 'z0' : `${share > 0 ? 'a' : 'b'}${level}`;
};

const legend = (edges: ColourEdges): Markup => {
  const [near, mid, far] = edges.map((edge) => String(Number((edge * 100).toFixed(3))));
  const steps = [
    ['b3', `−${far}% and less`],
    ['b2', `−${mid} to −${far}`],
    ['b1', `−${near} to −${mid}`],
    ['z0', `within ±${near}%`],
    ['a1', `+${near} to +${mid}`],
    ['a2', `+${mid} to +${far}`],
    ['a3', `+${far}% and more`],
  ] as const;
  return html`<ol class="legend" aria-label="Colours: change against the day’s first price">
    ${steps.map(([name, text]) => html`<li class="${name}">${text}</li>`)}
  </ol>`;
};

/** Six digits tell a price and fit a cell on a telephone: `1,234.6`, `12,346`. */
const cellDecimals = (price: number, decimals: number): number =>
  price >= 10_000 ? 0 : price >= 1_000 ? Math.min(1, decimals) : decimals;

interface Painter {
  readonly decimals: number;
  readonly edges: ColourEdges;
  readonly open: number | undefined;
}

const cell = (day: DayHighs, found: HourHigh | undefined, { decimals, edges, open }: Painter): Markup => {
  if (!found) return html`<td class="none">·</td>`;
  const share = change(found.high, open);
  const isTop = found.high === day.high;
  const price = formatPrice(found.high, cellDecimals(found.high, decimals));
  const title = share !== undefined && formatPercent(share);
  // prettier-ignore
  return html`<td class="${colourOf(share, edges)}${isTop && ' top'}"${title && html` title="${title}"`}>${price}</td>`;
};

const row = (head: Markup, day: DayHighs, hours: readonly string[], painter: Painter): Markup => {
  const byHour = new Map(day.hours.map((hour) => [hour.hour, hour]));
  return html`<tr>
    ${head}${hours.map((hour) => cell(day, byHour.get(hour), painter))}
  </tr>`;
};

const nameHead = (name: string): Markup => html`<th scope="row" title="${name}">${name}</th>`;
const dayHead = (date: string, isOneMonth: boolean): Markup =>
  html`<th scope="row" class="date" title="${longDate(date)}">
    ${isOneMonth ? shortWeekday(date) : mediumDate(date)}
  </th>`;

/**
 * Companies by hours: each cell the highest price of the hour, coloured by its change against the day's first price,
 * on one scale for all. Where there are several days, a company has a row for each.
 */
export function renderHeatMap(highs: readonly CompanyHighs[], companies: readonly Company[]): Markup {
  const companyOf = new Map(companies.map((company) => [company.name, company]));
  const allDays = highs.flatMap(({ name, days }) => days.map((day) => ({ name, day })));
  const hours = [...new Set(allDays.flatMap(({ day }) => day.hours.map(({ hour }) => hour)))].toSorted();
  const months = new Set(allDays.map(({ day }) => day.date.slice(0, 7)));
  const isOneDay = new Set(allDays.map(({ day }) => day.date)).size === 1;
  const edges = colourEdges(
    allDays.flatMap(({ name, day }) =>
      day.hours.flatMap(({ high }) => change(high, openOf(companyOf.get(name), day.date)) ?? []),
    ),
  );
  const bodies = highs.map(({ name, decimals, days }) => {
    const rows = days.map((day) => {
      const painter = { decimals, edges, open: openOf(companyOf.get(name), day.date) };
      return row(isOneDay ? nameHead(name) : dayHead(day.date, months.size === 1), day, hours, painter);
    });
    const heading =
      !isOneDay &&
      html`<tr class="name">
        <th scope="rowgroup" colspan="${hours.length + 1}"><span>${name}</span></th>
      </tr>`;
    return html`<tbody>
      ${heading}${rows}
    </tbody>`;
  });
  return html`${legend(edges)}
    <div class="scroll" role="region" tabindex="0" aria-label="Heat map of hourly highs">
      <table class="heat">
        <caption class="hidden">
          Highest price of each company in each New York hour
        </caption>
        <thead>
          <tr>
            <th scope="col">${isOneDay ? 'Company' : 'Day'}</th>
            ${hours.map((hour) => html`<th scope="col">${hourText(hour)}</th>`)}
          </tr>
        </thead>
        ${bodies}
      </table>
    </div>`;
}
