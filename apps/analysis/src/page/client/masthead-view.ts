import { formatPrice, longDate } from '@tickerlake/presentation';
import type { ConnectionState } from './connection.ts';
import { byId, el, setAttribute, setChildren, setText } from './dom.ts';
import { clockOf, dateOfInstant, minuteOf } from './labels.ts';
import type { PageState } from './page-state.ts';

const CONNECTION: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Connection lost, trying again',
};

const PARTS: Readonly<Record<string, string>> = {
  clock: 'The market’s clock',
  events: 'What happens',
  records: 'A record',
  recent: 'What came before',
  stages: 'The counts',
  notices: 'The notices',
  highs: 'The hourly highs',
};

/** Tells how the page hears of news; said aloud only when it changes. */
export function showConnection(state: ConnectionState): void {
  const place = byId('connection');
  setAttribute(place, 'data-state', state);
  setText(place, CONNECTION[state]);
}

/** Where the session stands, in words. */
export function tellSession({ session, marketTimeMs, ended }: PageState): string {
  if (ended) return 'The market has ended';
  if (!session || marketTimeMs === undefined) return '–';
  if (marketTimeMs < session.closeMs) return `Open until ${minuteOf(session.closeMs)}`;
  return `Closed since ${longDate(session.date).replace(/,.*/, '')} ${minuteOf(session.closeMs)}`;
}

/** Market seconds per second, in words. */
export const tellSpeed = (speed: number): string =>
  speed === 1 ? 'Real time' : `${formatPrice(speed, Number.isInteger(speed) ? 0 : 1)} market seconds a second`;

/** Draws the time of the market and what it is. */
export function renderMasthead(state: PageState): void {
  const { market, marketTimeMs } = state;
  byId('simulated').hidden = !market.simulated;
  setText(byId('market-time'), marketTimeMs === undefined ? '–' : clockOf(marketTimeMs));
  setText(byId('market-date'), marketTimeMs === undefined ? '' : longDate(dateOfInstant(marketTimeMs)));
  setText(byId('market-session'), tellSession(state));
  setText(byId('market-speed'), tellSpeed(market.speed));
  const title = market.simulated ? 'Tickerlake, live (simulated market)' : 'Tickerlake, live';
  if (document.title !== title) document.title = title;
}

/** Draws what could not be read. */
export function renderTroubles({ troubles }: PageState): void {
  const list = byId('troubles');
  list.hidden = troubles.length === 0;
  const lines = troubles.map(({ part, text }) =>
    el('li', {}, `${PARTS[part] ?? part} could not be read: ${text} What is shown is older.`),
  );
  setChildren(list, lines);
}
