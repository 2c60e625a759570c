import { CALENDAR_RANGE, sessionsBetween } from '@tickerlake/market-calendar';
import {
  barLengthMs,
  clockText,
  type Company,
  createMarketAxis,
  DAY_MS,
  dateOf,
  dayOf,
  type MarketAxis,
  mediumDate,
  shortDate,
} from '@tickerlake/presentation';
import type { ChartOptions } from './chart-options.ts';
import { periodOf, withPeriod } from './price-period.ts';

/** The time that a chart of several companies shows. */
export interface MarketTime {
  /** Numbers of its days, ascending. */
  readonly days: readonly number[];
  /** Length of the bars. */
  readonly barMs: number;
  /** A company's own axis over all the days: longer where it traded before or after the session. */
  readonly axisOf: (company: Company) => MarketAxis;
}

const clamp = (date: string): string =>
  date < CALENDAR_RANGE.first ? CALENDAR_RANGE.first : date > CALENDAR_RANGE.last ? CALENDAR_RANGE.last : date;

/**
 * A session without bars among others that have some is missing, and keeps its room. Where most have none, the days
 * are a choice or the bars are weeks, and the rest has no part in the chart.
 */
const withMissingSessions = (days: readonly number[]): readonly number[] => {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return days;
  const sessions = sessionsBetween(clamp(dateOf(first)), clamp(dateOf(last)));
  if (days.length < sessions.length / 2) return days;
  const all = new Set([...days, ...sessions.map(({ date }) => dayOf(Date.parse(date)))]);
  return [...all].toSorted((a, b) => a - b);
};

/** The days on which any of the companies has bars, and the sessions between that none has bars of. */
export function readMarketTime(companies: readonly Company[]): MarketTime {
  const days = withMissingSessions(periodOf(companies).days);
  const barMs = barLengthMs(companies);
  return {
    days,
    barMs,
    axisOf: (company) => createMarketAxis(days, company.days, barMs),
  };
}

/** How a chart names an instant. */
export interface InstantTexts {
  /** In one line: `10:47`; `Fri 20 Nov, 10:47` where there are several days; `Fri 20 Nov` of bars of a day. */
  readonly inLine: (wallMs: number) => string;
  /** The same on short lines below one another. */
  readonly stacked: (wallMs: number) => readonly string[];
  /** As brief as can be: `09:30`, `20 Nov`, `20 Nov 2026`. */
  readonly brief: (wallMs: number) => string;
}

/** Names instants as the time of the chart needs it to tell them apart. */
export function instantTexts({ days, barMs }: Pick<MarketTime, 'days' | 'barMs'>): InstantTexts {
  const dateAt = (wallMs: number): string => dateOf(dayOf(wallMs));
  const [from, to] = [dateOf(days[0] ?? 0), dateOf(days.at(-1) ?? 0)];
  const yearAt = (wallMs: number): string => dateAt(wallMs).slice(0, 4);
  if (from.slice(0, 4) !== to.slice(0, 4)) {
    const stacked = (wallMs: number) => [shortDate(dateAt(wallMs)), yearAt(wallMs)];
    const inLine = (wallMs: number) => stacked(wallMs).join(' ');
    return { inLine, stacked, brief: inLine };
  }
  if (days.length === 1 && barMs < DAY_MS) {
    return { inLine: clockText, stacked: (wallMs) => [clockText(wallMs)], brief: clockText };
  }
  const brief = (wallMs: number) => shortDate(dateAt(wallMs));
  if (barMs >= DAY_MS) {
    return { inLine: (wallMs) => mediumDate(dateAt(wallMs)), stacked: (wallMs) => [brief(wallMs)], brief };
  }
  return {
    inLine: (wallMs) => `${mediumDate(dateAt(wallMs))}, ${clockText(wallMs)}`,
    stacked: (wallMs) => [brief(wallMs), clockText(wallMs)],
    brief,
  };
}

/** Adds to the subtitle what a reader must know of the panels. */
export function withNotes(
  options: ChartOptions,
  companies: readonly Company[],
  notes: readonly string[],
): ChartOptions {
  const { subtitle = '' } = withPeriod(options, periodOf(companies));
  const parts = [subtitle.trim().replace(/[.;]$/, ''), ...notes];
  return { ...options, subtitle: parts.filter((part) => part !== '').join('; ') };
}

/** What panels do not share: their prices, and their hours where some companies trade longer than others. */
export function scaleNotes(companies: readonly Company[], { axisOf }: MarketTime): string[] {
  if (companies.length < 2) return [];
  const lengths = new Set(companies.map((company) => axisOf(company).lengthMs));
  return [`each panel has its own price scale${lengths.size > 1 ? ' and its own hours' : ''}`];
}
