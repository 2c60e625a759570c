import { candlesticks, heatMap, priceRanges, timeSeries } from '@tickerlake/charts';
import {
  byClimb,
  clockText,
  type Company,
  type CompanyHighs,
  countOf,
  createWallClock,
  dateOf,
  dayOf,
  groupHighs,
  html,
  longDate,
  type Markup,
  periodText,
  readCompanies,
  trusted,
} from '@tickerlake/presentation';
import { artboards } from './artboards.ts';
import { scopeText, tellStory } from './headline.ts';
import { renderHourlyTables } from './hourly-tables.ts';
import type { ReportData, ReportMarket } from './report-data.ts';
import { renderFailures, renderStageTable } from './stage-table.ts';
import { STYLE } from './style.ts';

export type { ReportData, ReportMarket, StageCount, SymbolFailure } from './report-data.ts';

const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
/** A drawn icon keeps browsers from asking for one. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M2 11l4-5 3 3 5-7' fill='none' stroke='%231f62a5' stroke-width='2'/></svg>";

const SOURCES: Record<string, string> = { yahoo: 'Yahoo Finance', simulated: 'simulated market' };

/** What the parts of the page are made of. */
interface Page {
  readonly data: ReportData;
  readonly companies: readonly Company[];
  readonly highs: readonly CompanyHighs[];
  readonly isOneDay: boolean;
}

const seedText = ({ seed }: ReportMarket): string => (seed === undefined ? '' : ` (seed ${seed})`);

/** Stands below every chart, inside the picture: whoever copies it takes the source along. */
const captionOf = ({ market }: ReportData): string =>
  market.simulated
    ? `Source: simulated market${seedText(market)}, not real prices. Times are New York’s.`
    : `Source: ${SOURCES[market.source] ?? market.source}. Times are New York’s.`;

const simulatedBand = ({ market }: ReportData): Markup | false =>
  market.simulated &&
  html`<aside class="band" aria-label="Notice">
    <b>Simulated market:</b> these are not real prices${seedText(market)}
  </aside>`;

const section = (id: string, title: string, explanation: string | Markup, ...content: (Markup | false)[]): Markup =>
  html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p>${explanation}</p>
    ${content}
  </section>`;

const rangesSection = ({ data, companies, isOneDay }: Page): Markup =>
  section(
    'highs',
    companies.length === 1 ? `How high ${companies[0]?.name} went` : 'How high each company went',
    `Change against the company’s first price of ${isOneDay ? 'the day' : 'the period'}, since prices themselves differ a hundredfold.`,
    artboards('r', (board) => priceRanges(data.bars, { ...board, caption: captionOf(data) })),
  );

const panelsSection = ({ data, isOneDay }: Page): Markup =>
  section(
    'prices',
    isOneDay ? 'Through the day' : 'Day by day',
    `The dotted line is the first price.${isOneDay ? '' : ' Nights and weekends are left out.'}`,
    artboards('p', (board) => timeSeries(data.bars, { ...board, caption: captionOf(data) })),
  );

const candlesSection = ({ data, companies }: Page): Markup => {
  const [leader] = byClimb(companies);
  const bars = data.bars.filter(({ name }) => name === leader?.name);
  return section(
    'candles',
    `${leader?.name}, candle by candle`,
    `${companies.length > 1 ? 'The company that climbed furthest: its' : 'Its'} open, high, low and close, and the shares traded where the records tell.`,
    artboards('c', (board) => candlesticks(bars, { ...board, caption: captionOf(data) })),
  );
};

const heatSection = ({ data }: Page): Markup =>
  section(
    'hours',
    'The highest price of each hour',
    'Hours of New York time. Colours compare with the company’s first price of the day, on one scale for all; a frame marks the highest hour of a day.',
    artboards('h', (board) => heatMap(data.highs, { ...board, prices: data.bars, caption: captionOf(data) })),
  );

const tablesSection = ({ data, highs }: Page): Markup =>
  section(
    'table',
    'Every hourly high',
    html`${countOf(data.highs.length, 'bar')}, start of the bar at the right; where several bars of an hour share the
    price, all are listed. Bold: the highest of the day.
    ${data.csvPath !== undefined && html`With every digit as CSV: <code>${data.csvPath}</code>`}`,
    renderHourlyTables(highs),
    html`<p class="source">${captionOf(data)}</p>`,
  );

const countsSection = ({ data }: Page): Markup =>
  html`<section id="counts" aria-labelledby="counts-title">
    <h2 id="counts-title">What became of every record</h2>
    ${renderStageTable(data.stages)}
    <h3>Symbols without prices</h3>
    ${renderFailures(data.failures)}
  </section>`;

const CONTENTS = [
  ['highs', 'Highs by company'],
  ['prices', 'Prices'],
  ['candles', 'Candles'],
  ['hours', 'Highs by hour'],
  ['table', 'All numbers'],
  ['counts', 'Counts'],
] as const;

const noPrices: Markup = html`<section aria-labelledby="none-title">
  <h2 id="none-title">Nothing to show</h2>
  <p>No bar was found for these dates.</p>
</section>`;

const masthead = ({ data, companies, highs }: Page, sections: ReadonlySet<string>): Markup => {
  const { headline, findings } = tellStory(companies, highs, periodText(data.from, data.to));
  const links = CONTENTS.filter(([id]) => sections.has(id));
  return html`<header>
    <p class="kicker"><b>${data.title}</b><span>${periodText(data.from, data.to)}</span></p>
    <h1>${headline}</h1>
    ${findings.length > 0 && html`<p class="lead">${findings.join(' ')}</p>`}
    <nav aria-label="On this page">
      <ul>
        ${companies.length > 0 && html`<li>${scopeText(companies, data.interval)}</li>`}
        ${links.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}
      </ul>
    </nav>
  </header>`;
};

const footer = ({ data, highs }: Page): Markup => {
  const wallMs = createWallClock()(data.asOfMs);
  const newest = `${longDate(dateOf(dayOf(wallMs)))}, ${clockText(wallMs).slice(0, 5)}`;
  return html`<footer>
    <p>
      Made by Tickerlake. Prices up to ${newest} New York time.
      ${highs.length > 0 && 'A first price is the close of the first bar, or the middle of its range where it holds no close. Prices are rounded for reading; hold the pointer over one in the table for all its digits.'}
    </p>
  </footer>`;
};

const readPage = (data: ReportData): Page => {
  const companies = readCompanies(data.bars);
  const dates = new Set(companies.flatMap(({ days }) => [...days.keys()]));
  return { data, companies, highs: groupHighs(data.highs), isOneDay: dates.size <= 1 };
};

/** One self-contained page of HTML, without script or outside request. The same data give the same bytes. */
export function renderReport(data: ReportData): string {
  const page = readPage(data);
  const [hasBars, hasHighs] = [page.companies.length > 0, page.highs.length > 0];
  // A page of what the lake holds, rather than of a run, has nothing to count.
  const hasCounts = data.stages.length + data.failures.length > 0;
  const parts = [
    hasBars && ['highs', rangesSection(page)],
    hasBars && ['prices', panelsSection(page)],
    hasBars && ['candles', candlesSection(page)],
    hasHighs && ['hours', heatSection(page)],
    hasHighs && ['table', tablesSection(page)],
    hasCounts && ['counts', countsSection(page)],
  ].filter((part): part is [string, Markup] => part !== false);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${data.title}${data.market.simulated && ' (simulated market)'}</title>
        <link rel="icon" href="${ICON}" />
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the charts</a>
        ${simulatedBand(data)} ${masthead(page, new Set(parts.map(([id]) => id)))}
        <main id="main">${!hasBars && !hasHighs && noPrices}${parts.map(([, markup]) => markup)}</main>
        ${footer(page)}
      </body>
    </html>`.text;
}
