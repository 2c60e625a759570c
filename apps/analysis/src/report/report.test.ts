import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { renderReport, type ReportData } from './report.ts';
import { hourlyHighs } from '@tickerlake/testing';
import { makeReport } from './report-fixture.ts';

const TEN = ['AAPL', 'AMZN', 'BRK-B', 'DDOG', 'EURUSD=X', 'GOOGL', 'META', 'MSFT', '^GSPC', 'ZM'];

const parse = (data: ReportData) => parseHTML(renderReport(data)).document;
const textOf = (data: ReportData): string => parse(data).body.textContent.replace(/\s+/g, ' ');
const idsOf = (data: ReportData): string[] => [...parse(data).querySelectorAll('section[id]')].map(({ id }) => id);

describe('the page', () => {
  const data = makeReport({ names: TEN });

  it('gives the same bytes for the same data', () => {
    expect(renderReport(makeReport({ names: TEN }))).toBe(renderReport(data));
  });

  it('holds no script and asks nothing of any host', () => {
    const document = parse(data);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(document.querySelectorAll('script, iframe, object, embed, form, img, [onload], [onclick]')).toHaveLength(0);
    const links = [...document.querySelectorAll('[href], [src]')].map((node) => node.getAttribute('href') ?? '');
    expect(links.every((link) => link.startsWith('#') || link.startsWith('data:image/svg+xml,'))).toBe(true);
    expect(renderReport(data)).not.toMatch(/url\(|@import/);
  });

  it('shows each chart in one of three widths', () => {
    const document = parse(data);
    const boards = [...document.querySelectorAll('#prices .board')].map(({ className }) => className);
    expect(boards).toEqual(['board wide', 'board medium', 'board narrow']);
    const widths = [...document.querySelectorAll('#prices svg')].map((svg) => svg.getAttribute('width'));
    expect(widths).toEqual(['1072', '632', '344']);
  });

  it('stays below 300 kB for ten companies of 390 bars, and below a megabyte for fifty', () => {
    const fifty = makeReport({ names: Array.from({ length: 50 }, (_, i) => `COMP${i}`) });
    expect(Buffer.byteLength(renderReport(data))).toBeLessThan(300_000);
    expect(Buffer.byteLength(renderReport(fifty))).toBeLessThan(1_000_000);
  });

  it('opens with what happened', () => {
    const headline = parse(data).querySelector('h1')?.textContent;
    expect(headline).toMatch(
      /^\S+ climbed furthest, to [\d.,]+ at \d\d:\d\d: \d+\.\d\d% above its first price of the day$/,
    );
  });

  it('has every part, and each is reached from the top', () => {
    const document = parse(data);
    expect(idsOf(data)).toEqual(['highs', 'prices', 'candles', 'hours', 'table', 'counts']);
    const targets = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'));
    expect(targets).toEqual(['#highs', '#prices', '#candles', '#hours', '#table', '#counts']);
  });

  it('names its parts for those who do not see it', () => {
    const document = parse(data);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const referred = [...document.querySelectorAll('[aria-labelledby]')].flatMap((node) =>
      (node.getAttribute('aria-labelledby') ?? '').split(' '),
    );
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
    expect([...document.querySelectorAll('table')].every((table) => table.querySelector('caption'))).toBe(true);
    expect([...document.querySelectorAll('svg')].every(isDescribed)).toBe(true);
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelectorAll('header, main, footer')).toHaveLength(3);
  });
});

/** What is used of an element: the types of browsers are not at hand. */
interface Drawing {
  readonly parentElement: Drawing | null;
  getAttribute(name: string): string | null;
  closest(selector: string): Drawing | null;
  querySelector(selector: string): Drawing | null;
}

/** A drawing is described, is part of one that is, or repeats what stands beside it. */
const isDescribed = (svg: Drawing): boolean =>
  svg.getAttribute('aria-hidden') === 'true' ||
  svg.parentElement?.closest('svg[role=img]') !== null ||
  (svg.querySelector('title') !== null && svg.querySelector('desc') !== null);

describe('prices that are not real', () => {
  const simulated = makeReport({ names: TEN });
  const real: ReportData = { ...simulated, market: { source: 'yahoo', simulated: false } };

  it('are marked at the top, in the title and below every chart', () => {
    const document = parse(simulated);
    expect(document.querySelector('.band')?.textContent.trim()).toBe(
      'Simulated market: these are not real prices (seed 1)',
    );
    expect(document.title).toContain('simulated market');
    const charts = [...document.querySelectorAll('svg[role=img]')].filter((svg) => svg.closest('.board'));
    expect(charts).toHaveLength(4 * 3);
    // A narrow picture breaks the line.
    const texts = charts.map(({ textContent }) => textContent.replace(/\s+/g, ''));
    expect(texts.every((text) => text.includes('simulatedmarket(seed1),notrealprices'))).toBe(true);
  });

  it('are not spoken of when the prices are real', () => {
    expect(textOf(real)).not.toMatch(/simulated/i);
    expect(textOf(real)).toContain('Source: Yahoo Finance.');
  });

  it('need no seed', () => {
    const unseeded: ReportData = { ...simulated, market: { source: 'simulated', simulated: true } };
    expect(textOf(unseeded)).toContain('these are not real prices');
    expect(textOf(unseeded)).not.toContain('seed');
  });
});

describe('little or odd data', () => {
  const one = makeReport({ names: ['TSLA'] });

  it('says so when there are no prices, and still shows counts and failures', () => {
    const failures = [{ symbol: 'AAPL', message: 'too many requests' }];
    const empty: ReportData = { ...one, bars: [], highs: [], failures };
    expect(textOf(empty)).toContain('No prices for Friday, 20 November 2026');
    expect(textOf(empty)).toContain('AAPL too many requests');
    expect(idsOf(empty)).toEqual(['counts']);
  });

  it('shows one bar', () => {
    const bars = one.bars.map(({ name, ts, high, low, close }) => ({
      name,
      ts: ts.slice(0, 1),
      high: high.slice(0, 1),
      low: low.slice(0, 1),
      close: close.slice(0, 1),
    }));
    const single: ReportData = { ...one, bars, highs: hourlyHighs(bars) };
    expect(idsOf(single)).toEqual(['highs', 'prices', 'candles', 'hours', 'table', 'counts']);
  });

  it('shows hourly highs that no bars came with', () => {
    const rowsOnly: ReportData = { ...one, bars: [] };
    expect(parse(rowsOnly).querySelector('h1')?.textContent).toBe(
      'Highest price of each hour, 1 company, Friday, 20 November 2026',
    );
    expect(idsOf(rowsOnly)).toEqual(['hours', 'table', 'counts']);
  });

  it('shows bars that hold neither open nor close', () => {
    const bars = one.bars.map((columns) => ({ ...columns, close: columns.ts.map(() => null) }));
    expect(idsOf({ ...one, bars })).toHaveLength(6);
  });

  it('leaves out what is no price and never writes NaN', () => {
    const ts = one.bars[0]?.ts.slice(0, 6) ?? [];
    const odd = {
      name: 'ODD',
      ts,
      high: [Number.NaN, 0, -1, 5, 6, 7],
      low: [0, 0, -2, 5, Number.NaN, 1],
      close: [null, 0, null, 5, 6, Number.NaN],
    };
    const page = renderReport({ ...one, bars: [odd], highs: hourlyHighs(one.bars) });
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('shows names as they are written', () => {
    const text = textOf(makeReport({ names: ['^GSPC', 'BRK-B', 'EURUSD=X', 'A&B<C>"D\''] }));
    for (const name of ['^GSPC', 'BRK-B', 'EURUSD=X', 'A&B<C>"D\'']) expect(text).toContain(name);
  });
});

describe('text from outside', () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '/',
        '=',
        ' ',
        '`',
        '\n',
        '--',
        ']]>',
        '</title>',
        '</style>',
        '<script>',
        '<img src=x onerror=x>',
        '" onload="x',
        '<!--',
        '${',
        'javascript:',
        '&lt;',
        '\u0000',
        '\u2028',
        'A',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join(''));
  const allowedTags = new Set(
    (
      'html head meta title link style body a aside b header p span h1 nav ul li main section h2 h3 i table caption ' +
      'thead tbody tr th td svg g desc line rect text tspan circle path div small dl dt dd code footer'
    ).split(' '),
  );
  const allowedAttributes = new Set(
    (
      'lang charset http-equiv content name rel href class id aria-label aria-labelledby aria-hidden role tabindex style ' +
      'scope title rowspan colspan xmlns viewBox preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r d dx dy transform text-anchor'
    ).split(' '),
  );
  const base = makeReport({ names: ['AAPL', 'MSFT'], barMs: 3_600_000 });

  it('never yields an element or an attribute, wherever it stands', () => {
    const texts = fc.record({
      title: nasty,
      source: nasty,
      interval: nasty,
      from: nasty,
      to: nasty,
      // A record without a name never gets into a lake.
      name: nasty.map((name) => name.trim() || 'A'),
      stage: nasty,
      note: nasty,
      symbol: nasty,
      message: nasty,
      csvPath: nasty,
    });
    fc.assert(
      fc.property(texts, fc.boolean(), (text, simulated) => {
        const page = renderReport({
          ...base,
          title: text.title,
          market: { source: text.source, simulated },
          interval: text.interval,
          from: text.from,
          to: text.to,
          highs: base.highs.map((row) => ({ ...row, name: text.name })),
          bars: base.bars.map((columns) => ({ ...columns, name: text.name })),
          stages: [{ stage: text.stage, note: text.note, in: 1, out: 1, dropped: 0, failed: 0 }],
          failures: [{ symbol: text.symbol, message: text.message }],
          csvPath: text.csvPath,
        });
        const { document } = parseHTML(page);
        const elements = [...document.querySelectorAll('*')];
        const tags = elements.map(({ localName }) => localName);
        expect(tags.filter((tag) => !allowedTags.has(tag))).toEqual([]);
        const attributes = elements.flatMap((element) => [...element.attributes].map(({ name }) => name));
        expect(attributes.filter((name) => !allowedAttributes.has(name))).toEqual([]);
        expect(document.querySelectorAll('head > style, body > aside.band')).toHaveLength(simulated ? 2 : 1);
        expect(document.querySelector('.failures dd')?.textContent).toBe(text.message);
      }),
      { numRuns: 100 },
    );
  });
});
