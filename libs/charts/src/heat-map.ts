import {
  type CompanyHighs,
  countOf,
  formatPrice,
  type HourHigh,
  hourText,
  html,
  type Markup,
  periodText,
} from '@tickerlake/presentation';
import type { Chart } from './chart.ts';
import { type ChartOptions, checkOptions, type OptionRule } from './chart-options.ts';
import { emptyChart, frameChart, type Plot } from './frame.ts';
import { colourOf, drawColourKey, HEAT_PAINTS, inkOn, KEY_HEIGHT } from './heat-colours.ts';
import { type HeatRow, type HeatTable, readHeatTable } from './heat-table.ts';
import { type CellTexts, fitCellTexts, signText } from './heat-texts.ts';
import { KEY_SIZE } from './legend.ts';
import { type HighestHourlyHighRow, readHighs } from './read-highs.ts';
import type { Prices } from './read-prices.ts';
import { fit, measure, px, textAt, widest } from './svg-text.ts';
import { cls } from './theme.ts';

/** How a heat map is drawn. */
export interface HeatMapOptions extends ChartOptions {
  /**
   * Bars of the same companies and days: each cell is coloured by its change against the day's first price.
   * @default none: by its change against the mean of the company's own cells
   */
  readonly prices?: Prices;
}

const LABEL = 'Highest price of each company in each New York hour';
const PRICES_RULE: OptionRule = { allowed: 'an array of bars, or of columns by company', accepts: Array.isArray };

const ROW_HEIGHT = 24;
const GAP = 2;
const CELL_HEIGHT = ROW_HEIGHT - GAP;
/** From the top of a cell to the baseline of its text. */
const BASELINE = 15;
const HEAD_HEIGHT = 20;
const NAME_HEIGHT = 26;
const NAME_GAP = 10;
const MAX_NAME_SHARE = 0.22;
const MIN_NAME = 50;
/** Room between a price and the sides of its cell, frame included. */
const CELL_PADDING = 3;

/** Where the cells stand, pixels. */
interface Layout {
  readonly width: number;
  readonly left: number;
  /** From one column to the next. */
  readonly pitch: number;
}

interface Drawing {
  readonly table: HeatTable;
  readonly layout: Layout;
  readonly texts: CellTexts;
  /** Outlines of the cells by colour: one path for all of a colour. */
  readonly cells: Map<string, string>;
  readonly frames: Frame[];
}

/** A cell that is framed. */
interface Frame {
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

const layOut = ({ groups, hours, isOneDay }: HeatTable, width: number): Layout => {
  const labels = groups.flatMap(({ rows }) => rows.map(({ label }) => label));
  const wanted = Math.ceil(widest(isOneDay ? 'name' : 'tick', labels));
  const left = Math.floor(Math.min(wanted, Math.max(MIN_NAME, width * MAX_NAME_SHARE))) + NAME_GAP;
  return { width, left, pitch: (width - left + GAP) / Math.max(1, hours.length) };
};

/** Edges on whole pixels: neighbours of one colour look alike. */
const edgesOf = ({ left, pitch }: Layout, column: number): { from: number; to: number } => ({
  from: Math.round(left + column * pitch),
  to: Math.round(left + (column + 1) * pitch) - GAP,
});

const outline = (frames: readonly Frame[], inset: number): string =>
  frames
    .map(({ from, to, y }) => `M${from + inset} ${y + inset}H${to - inset}v${CELL_HEIGHT - 2 * inset}H${from + inset}z`)
    .join('');

/** A line of ink just within the cell, and one of paper within that: on the strongest colour either is seen. */
const drawFrames = ({ frames }: Drawing): Markup =>
  html`<path d="${outline(frames, 2.5)}" class="${cls('inset')}" />
    <path d="${outline(frames, 1)}" class="${cls('highest')}" />`;

/** Puts the cell among those of its colour and gives back what is written on it. */
const drawCell = (drawing: Drawing, row: HeatRow, name: string, found: HourHigh, column: number, y: number): Markup => {
  const { table, layout, texts, cells, frames } = drawing;
  const { from, to } = edgesOf(layout, column);
  const colour = colourOf(row.shareOf(found), table.edges);
  const isTop = found.high === row.day.high;
  cells.set(colour, `${cells.get(colour) ?? ''}M${from} ${y}H${to}v${CELL_HEIGHT}H${from}z`);
  if (isTop) frames.push({ from, to, y });
  const text = texts.formats.get(name)?.(found.high) ?? signText(colour, to - from - 2 * CELL_PADDING);
  const ink = inkOn(colour);
  return textAt((from + to) / 2, y + BASELINE, isTop ? `${texts.kind}Strong` : texts.kind, text, {
    anchor: 'middle',
    ...(ink !== undefined && { also: ink }),
  });
};

const drawRow = (drawing: Drawing, row: HeatRow, name: string, y: number): Markup => {
  const { table, layout } = drawing;
  const found = new Map(row.day.hours.map((hour) => [hour.hour, hour]));
  const cells = table.hours.map((hour, column) => {
    const high = found.get(hour);
    if (high) return drawCell(drawing, row, name, high, column, y);
    const { from, to } = edgesOf(layout, column);
    return textAt((from + to) / 2, y + BASELINE, 'tick', '·', { anchor: 'middle' });
  });
  const kind = table.isOneDay ? 'name' : 'tick';
  const label = textAt(0, y + BASELINE, kind, fit(kind, row.label, layout.left - NAME_GAP), { whole: row.label });
  return html`${label}${cells}`;
};

/** `09–10` above each column, `09` where there is less room, every other where there is none. */
const drawHours = ({ table: { hours }, layout }: Drawing, y: number): Markup[] => {
  const fits = (text: (hour: string) => string, every: number): boolean =>
    widest('tick', hours.map(text)) + CELL_PADDING <= layout.pitch * every;
  const text = fits(hourText, 1) ? hourText : (hour: string): string => hour;
  const every = [1, 2, 3, 4, 6].find((step) => fits(text, step)) ?? hours.length;
  return hours.map((hour, column) => {
    const { from, to } = edgesOf(layout, column);
    return textAt((from + to) / 2, y, 'tick', column % every === 0 ? text(hour) : '', { anchor: 'middle' });
  });
};

/** What the colours are, the strip of them, and what the frame is. */
const drawKey = ({ table, layout: { width } }: Drawing): Plot => {
  const frameText = 'Highest hour of the day';
  const head = fit('key', `Change against ${table.base}`, width);
  const x = measure('key', head) + 24;
  const isBeside = x + KEY_SIZE + 6 + measure('key', frameText) <= width;
  const [frameX, frameY] = isBeside ? [x, 2] : [0, 21];
  const top = isBeside ? 20 : 40;
  const frame = html`<path
    d="M${px(frameX + 1)} ${frameY}h${KEY_SIZE - 1}v${KEY_SIZE - 1}h${1 - KEY_SIZE}z"
    class="${cls('highest')}"
  />`;
  return {
    height: top + KEY_HEIGHT,
    content: html`${textAt(0, 11, 'key', head)}${frame}${textAt(frameX + KEY_SIZE + 6, frameY + 9, 'key', frameText)}<g
        transform="translate(0 ${top})"
        >${drawColourKey(table.edges, width)}</g
      >`,
  };
};

const drawHeatMap = (table: HeatTable, width: number): Plot => {
  const layout = layOut(table, width);
  const texts = fitCellTexts(table, Math.floor(layout.pitch) - GAP - 2 * CELL_PADDING);
  const drawing: Drawing = { table, layout, texts, cells: new Map(), frames: [] };
  const key = drawKey(drawing);
  let y = key.height + HEAD_HEIGHT;
  const rows: Markup[] = [];
  for (const { name, rows: ofCompany } of table.groups) {
    if (!table.isOneDay) {
      rows.push(textAt(0, y + NAME_HEIGHT - 9, 'name', fit('name', name, width), { whole: name }));
      y += NAME_HEIGHT;
    }
    rows.push(...ofCompany.map((row, i) => drawRow(drawing, row, name, y + i * ROW_HEIGHT)));
    y += ofCompany.length * ROW_HEIGHT;
  }
  const cells = [...drawing.cells].map(([colour, path]) => html`<path d="${path}" class="${cls(colour)}" />`);
  const hours = drawHours(drawing, key.height + HEAD_HEIGHT - 7);
  return { height: y - GAP, content: html`${key.content}${hours}${cells}${drawFrames(drawing)}${rows}` };
};

const describe = (highs: readonly CompanyHighs[], { hours, base }: HeatTable): string => {
  const tops = highs.map(({ name, decimals, days }) => {
    const [top] = days.toSorted((a, b) => b.high - a.high);
    const hour = top?.hours.find(({ high }) => high === top.high)?.hour ?? '';
    return `${name} ${formatPrice(top?.high ?? 0, decimals)} (${top?.date}, ${hourText(hour)})`;
  });
  return `${countOf(highs.length, 'company', 'companies')} by ${countOf(hours.length, 'hour')} of New York time, coloured against ${base}; highest prices: ${tops.join(', ')}.`;
};

const withDates = (options: HeatMapOptions, highs: readonly CompanyHighs[]): ChartOptions => {
  const dates = highs.flatMap(({ days }) => days.map(({ date }) => date)).toSorted();
  const period = periodText(dates[0] ?? '', dates.at(-1) ?? '');
  return { ...options, subtitle: options.subtitle ?? `${period}, New York time` };
};

/**
 * Companies by New York hours: each cell is the highest price of the hour, coloured by its change against the day's
 * first price, on one scale for all; a frame marks the highest hour of a day. Several days are rows of their own.
 *
 * @param highs rows of the question `highestHourlyHigh`, in any order
 * @param options the subtitle is the dates of the rows unless it is given
 * @throws {ChartDataError} for a row or a bar that is none
 * @throws {ChartOptionError} for an option that is misspelt or out of range
 */
export function heatMap(highs: readonly HighestHourlyHighRow[], options: HeatMapOptions = {}): Chart {
  checkOptions('heatMap', options, { prices: PRICES_RULE });
  const companies = readHighs(highs);
  if (companies.length === 0) return emptyChart({ label: LABEL }, 'No prices', options);
  const table = readHeatTable(companies, options.prices);
  const draw = (width: number): Plot => drawHeatMap(table, width);
  const description = describe(companies, table);
  return frameChart({ label: LABEL, description, paints: HEAT_PAINTS, draw }, withDates(options, companies));
}
