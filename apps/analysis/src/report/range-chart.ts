import {
  change,
  climb,
  clockText,
  type Company,
  dateOf,
  dayOf,
  formatPercent,
  formatPrice,
  html,
  type Markup,
  mediumDate,
} from '@tickerlake/presentation';

const MAX_TICKS = 6;
/** Prices that hardly moved are not blown up to the full width. */
const MIN_SPAN = 0.001;
/** Share of a row's height that its bar takes. */
const BAR_SHARE = 0.5;

/** The shares that the chart spans and the marks on its axis. */
interface ShareAxis {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Marks as multiples of the step; zero is always among them. */
  readonly ticks: readonly number[];
}

interface Row {
  readonly company: Company;
  readonly high: number;
  readonly low: number;
  readonly last: number;
}

/** The smallest of 1, 2, 5, 10… × 0.1 % that needs no more than the wanted ticks. */
const niceStep = (span: number): number => {
  const power = 10 ** Math.floor(Math.log10(span / MAX_TICKS));
  return ([1, 2, 5, 10].find((factor) => span / (factor * power) <= MAX_TICKS) ?? 10) * power;
};

const axisOf = (rows: readonly Row[]): ShareAxis => {
  const low = rows.reduce((min, row) => Math.min(min, row.low), 0);
  const high = rows.reduce((max, row) => Math.max(max, row.high), low + MIN_SPAN);
  const step = niceStep(high - low);
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return { from: low, to: high, step, ticks: Array.from({ length: last - first + 1 }, (_, i) => first + i) };
};

const placeOf = ({ from, to }: ShareAxis, share: number): number => ((share - from) / (to - from)) * 100;
const percent = (value: number): string => `${Number(value.toFixed(2))}%`;

const tickText = (share: number, step: number): string =>
  share === 0 ? '0' : formatPercent(share, Math.max(0, -Math.floor(Math.log10(step * 100) + 1e-9)));

/** A narrow screen has room for the labels that stand well apart from the zero: the outermost. */
const isOuter = ({ ticks }: ShareAxis, tick: number): boolean =>
  (tick === ticks[0] || tick === ticks.at(-1)) && Math.abs(tick) >= Math.max(1, ticks.length / 3);

const tickLabels = (axis: ShareAxis): Markup =>
  html`<svg class="scale" aria-hidden="true">
    ${axis.ticks.map((tick) => {
      const share = tick * axis.step;
      const name = tick === 0 || isOuter(axis, tick) ? 'outer' : '';
      return html`<text x="${percent(placeOf(axis, share))}" y="13" class="${name}"
        >${tickText(share, axis.step)}</text
      >`;
    })}
  </svg>`;

const bar = (axis: ShareAxis, from: number, to: number, y: number, height: number, name: string): Markup => {
  const [start, end] = [placeOf(axis, Math.min(from, to)), placeOf(axis, Math.max(from, to))];
  return html`<rect
    x="${percent(start)}"
    width="${percent(end - start)}"
    y="${percent(y)}"
    height="${percent(height)}"
    class="${name}"
  />`;
};

const drawRow = (axis: ShareAxis, row: Row, i: number, rowHeight: number): Markup => {
  const height = rowHeight * BAR_SHARE;
  const y = i * rowHeight + (rowHeight - height) / 2;
  const last = percent(placeOf(axis, row.last));
  return html`${bar(axis, 0, row.high, y, height, 'above')}${bar(axis, 0, row.low, y, height, 'below')}<line
      x1="${last}"
      x2="${last}"
      y1="${percent(y - height * 0.22)}"
      y2="${percent(y + height * 1.22)}"
      class="last"
    />`;
};

const draw = (rows: readonly Row[], axis: ShareAxis): Markup => {
  const rule = (tick: number, kind: string): Markup => {
    const x = percent(placeOf(axis, tick * axis.step));
    return html`<line x1="${x}" x2="${x}" y2="100%" class="${kind}" />`;
  };
  const grid = axis.ticks.filter((tick) => tick !== 0).map((tick) => rule(tick, 'grid'));
  const named = rows.map(({ company, high }) => `${company.name} ${formatPercent(high)}`).join(', ');
  return html`<svg class="bars" role="img" aria-labelledby="rt rd">
    <title id="rt">Highest price of each company above its first price</title>
    <desc id="rd">${named}.</desc>
    ${grid}${rows.map((row, i) => drawRow(axis, row, i, 100 / rows.length))}${rule(0, 'zero')}
  </svg>`;
};

const readRow = (company: Company): Row | undefined => {
  const [high, low, last] = [
    climb(company),
    change(company.bottom.price, company.first.price),
    change(company.last.price, company.first.price),
  ];
  return high === undefined || low === undefined || last === undefined ? undefined : { company, high, low, last };
};

/**
 * The highs of all companies on one scale: as change against each one's first price, since prices themselves differ a
 * hundredfold. The low and the last price stand beside it in the same row.
 *
 * @param companies in the order of the rows
 */
export function renderRangeChart(companies: readonly Company[], isOneDay: boolean): Markup {
  const rows = companies.flatMap((company) => readRow(company) ?? []);
  const axis = axisOf(rows);
  const when = (wallMs: number): Markup => {
    const [weekday, ...date] = mediumDate(dateOf(dayOf(wallMs))).split(' ');
    return html`${!isOneDay && html`<span class="weekday">${weekday} </span>${date.join(' ')}, `}${clockText(wallMs)}`;
  };
  const lines = rows.map(
    ({ company: { name, top, decimals }, high }, i) =>
      html`<tr>
        <th scope="row" title="${name}">${name}</th>
        ${i === 0 && html`<td class="chart" rowspan="${rows.length}">${draw(rows, axis)}</td>`}
        <td class="share">${formatPercent(high)}</td>
        <td title="${top.price}">${formatPrice(top.price, decimals)}<span class="when">${when(top.wallMs)}</span></td>
      </tr>`,
  );
  return html`<table class="ranges ${!isOneDay && 'days'}">
    <caption class="hidden">
      Highest price of each company, furthest above its first price first
    </caption>
    <thead>
      <tr>
        <th scope="col">Company</th>
        <th scope="col" class="chart"><span class="hidden">Change against the first price</span>${tickLabels(axis)}</th>
        <th scope="col">Rise</th>
        <th scope="col">Highest price<span class="when">at</span></th>
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}
