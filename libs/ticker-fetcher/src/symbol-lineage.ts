import { fromNewYork } from '@tickerlake/market-calendar';
import type { Window } from './request-windows.ts';

/** A time in which a ticker meant a company that Yahoo now lists under another one. */
export interface SymbolLineage {
  /** The ticker as it was, upper case. */
  readonly symbol: string;
  /** First New York date on which it meant this company, `YYYY-MM-DD`. @default since ever */
  readonly from?: string;
  /** First New York date on which it no longer did, `YYYY-MM-DD`. @default still does */
  readonly until?: string;
  /** The ticker under which Yahoo keeps the company's whole series, upper case. */
  readonly now: string;
  readonly company: string;
  /** Where the dates come from. */
  readonly source: string;
}

/**
 * Tickers whose past Yahoo keeps elsewhere. A ticker that is not listed means whatever Yahoo says it does today, its
 * whole series through: `META` in 2020 is the company that was `FB` then (not the fund that held the ticker `META`
 * until January 2022 and is `METV` today). `FB` belongs to a fund since June 2025, ProShares S&P 500 Dynamic Buffer;
 * it is deliberately not reachable as `FB` by default, for a list written for Facebook would collect the fund unseen.
 */
export const SYMBOL_LINEAGE: readonly SymbolLineage[] = [
  {
    symbol: 'FB',
    until: '2022-06-09',
    now: 'META',
    company: 'Meta Platforms',
    source:
      'https://www.cnet.com/news/social-media/facebook-parent-meta-to-change-stock-ticker-symbol-to-meta-on-june-9/',
  },
  {
    symbol: 'SQ',
    until: '2025-01-21',
    now: 'XYZ',
    company: 'Block',
    source: 'https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=1512673&type=8-K',
  },
];

/** A part of a window and the ticker to ask Yahoo for, or why there is none. */
export type LineagePart = Window &
  ({ readonly yahooSymbol: string } | { readonly yahooSymbol: undefined; readonly message: string });

const startMs = ({ from }: SymbolLineage): number => (from === undefined ? -Infinity : fromNewYork(from));
const endMs = ({ until }: SymbolLineage): number => (until === undefined ? Infinity : fromNewYork(until));

function whyNone(symbol: string, fromMs: number, eras: readonly SymbolLineage[]): string {
  const last = eras.findLast((era) => endMs(era) <= fromMs);
  if (last) {
    return `${symbol} became ${last.now} (${last.company}) on ${last.until}: ask for ${last.now} from that day on.`;
  }
  const first = eras[0];
  return `${symbol} was not yet the ticker of ${first?.company} before ${first?.from}.`;
}

/**
 * Which ticker to ask Yahoo for in each part of a window. All parts that are asked belong to one company: where a
 * ticker changed hands inside the window, the first company is served and the other's part is refused.
 */
export function resolveSymbol(symbol: string, window: Window, lineage: readonly SymbolLineage[]): LineagePart[] {
  const eras = lineage.filter((era) => era.symbol === symbol).toSorted((one, other) => startMs(one) - startMs(other));
  if (eras.length === 0) return [{ ...window, yahooSymbol: symbol }];

  const edges = new Set([window.fromMs, ...eras.flatMap((era) => [startMs(era), endMs(era)]), window.toMs]);
  const cuts = [...edges].filter((edge) => edge >= window.fromMs && edge <= window.toMs).toSorted((a, b) => a - b);
  let company: string | undefined;
  return cuts.slice(0, -1).map((fromMs, index): LineagePart => {
    const part = { fromMs, toMs: cuts[index + 1] ?? window.toMs };
    const era = eras.find((candidate) => startMs(candidate) <= fromMs && fromMs < endMs(candidate));
    if (!era) return { ...part, yahooSymbol: undefined, message: whyNone(symbol, fromMs, eras) };
    company ??= era.company;
    if (era.company === company) return { ...part, yahooSymbol: era.now };
    const message = `${symbol} is ${era.company} from ${era.from}, and was ${company} before: ask for the two apart.`;
    return { ...part, yahooSymbol: undefined, message };
  });
}
