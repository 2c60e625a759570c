import {
  byClimb,
  change,
  climb,
  clockText,
  type Company,
  type CompanyHighs,
  countOf,
  dateOf,
  dayOf,
  formatPercent,
  formatPrice,
  hourText,
  inWords,
  type PricePoint,
  weekdayDate,
} from '@tickerlake/presentation';

const HOUR_MS = 3_600_000;
/** Below that many companies nothing can be said of most of them. */
const MIN_COMPANIES_FOR_PATTERN = 3;

/** What the page says before it shows: a headline and what else stands out. */
export interface Story {
  readonly headline: string;
  readonly findings: readonly string[];
}

interface Hour {
  readonly company: Company;
  readonly startMs: number;
  high: number;
  low: number;
}

const plainPercent = (share: number): string => formatPercent(share, share < 0.1 ? 2 : 1).replace(/^\+/, '');

const placeIn = (isOneDay: boolean, wallMs: number): string =>
  isOneDay ? `at ${clockText(wallMs)}` : `on ${weekdayDate(dateOf(dayOf(wallMs)))} at ${clockText(wallMs)}`;

const headlineOf = (companies: readonly Company[], isOneDay: boolean): string | undefined => {
  const [leader] = byClimb(companies);
  if (!leader) return undefined;
  const { name, top, decimals } = leader;
  const [share, price, when] = [climb(leader), formatPrice(top.price, decimals), placeIn(isOneDay, top.wallMs)];
  if (!share) return `${name}’s highest price was ${price}, ${when}`;
  const rise = `${plainPercent(share)} above its first price${isOneDay ? ' of the day' : ''}`;
  return companies.length === 1
    ? `${name} reached ${price} ${when}, ${rise}`
    : `${name} climbed furthest, to ${price} ${when}: ${rise}`;
};

const hoursOf = (company: Company): Hour[] => {
  const hours = new Map<number, Hour>();
  for (const { wallMs, high, low } of company.bars) {
    const startMs = Math.floor(wallMs / HOUR_MS) * HOUR_MS;
    const hour = hours.get(startMs);
    if (hour) {
      hour.high = Math.max(hour.high, high);
      hour.low = Math.min(hour.low, low);
    } else hours.set(startMs, { company, startMs, high, low });
  }
  return [...hours.values()];
};

const hourOf = (wallMs: number): string => hourText(new Date(wallMs).toISOString().slice(11, 13));
/** `10–11` that no line break takes apart. */
const hourName = (wallMs: number): string => hourOf(wallMs).replace('–', '\u2060–\u2060');

const widestHour = (companies: readonly Company[], isOneDay: boolean): string | undefined => {
  const hours = companies.flatMap(hoursOf);
  if (hours.length === 1) return undefined;
  let [widest, width]: [Hour | undefined, number] = [undefined, 0];
  for (const hour of hours) {
    const range = change(hour.high, hour.low) ?? 0;
    if (range > width) [widest, width] = [hour, range];
  }
  if (!widest) return undefined;
  const { company, startMs, high, low } = widest;
  const day = isOneDay ? '' : ` on ${weekdayDate(dateOf(dayOf(startMs)))}`;
  const [lowest, highest] = [formatPrice(low, company.decimals), formatPrice(high, company.decimals)];
  return `The widest hour was ${company.name}’s ${hourName(startMs)}${day}, between ${lowest} and ${highest}, ${plainPercent(width)} apart.`;
};

const mostCommon = <Key>(keys: readonly Key[]): [Key, number] | undefined => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0];
};

/** When most companies stood highest, where that is more than a coincidence. */
const commonTop = (companies: readonly Company[], isOneDay: boolean): string | undefined => {
  if (companies.length < MIN_COMPANIES_FOR_PATTERN) return undefined;
  const name = ({ wallMs }: PricePoint): string =>
    isOneDay ? `between ${hourOf(wallMs).replace('–', ':00 and ')}:00` : `on ${weekdayDate(dateOf(dayOf(wallMs)))}`;
  const [when, count] = mostCommon(companies.map(({ top }) => name(top))) ?? ['', 0];
  if (count * 3 < companies.length || count < 2) return undefined;
  const who =
    count === companies.length ? `All ${inWords(count)}` : `${inWords(count)} of the ${inWords(companies.length)}`;
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} companies stood highest ${when}.`;
};

const withoutBars = (highs: readonly CompanyHighs[], period: string): string => {
  if (highs.length === 0) return `No prices for ${period}`;
  return `Highest price of each hour, ${countOf(highs.length, 'company', 'companies')}, ${period}`;
};

/** Finds the headline and the sentences below it. */
export function tellStory(companies: readonly Company[], highs: readonly CompanyHighs[], period: string): Story {
  const isOneDay = new Set(companies.flatMap(({ days }) => [...days.keys()])).size === 1;
  const headline = headlineOf(companies, isOneDay);
  if (headline === undefined) return { headline: withoutBars(highs, period), findings: [] };
  const findings = [commonTop(companies, isOneDay), widestHour(companies, isOneDay)];
  return { headline, findings: findings.filter((finding) => finding !== undefined) };
}

/** What the page is made of: `10 companies, 3,900 one-minute bars, Friday, 20 November 2026`. */
export function scopeText(companies: readonly Company[], interval: string): string {
  const bars = companies.reduce((sum, company) => sum + company.bars.length, 0);
  return `${countOf(companies.length, 'company', 'companies')}, ${countOf(bars, `${intervalText(interval)} bar`)}`;
}

/** `5m` as `5-minute`; what is no such interval stays as it is. */
function intervalText(interval: string): string {
  const [, count, unit = ''] = /^(\d+)(m|h|d|wk|mo)$/.exec(interval) ?? [];
  const units: Record<string, string> = { m: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month' };
  return count ? `${count === '1' ? 'one' : count}-${units[unit]}` : interval;
}
