import { readCompanies, type SeriesColumns } from '@tickerlake/presentation';
import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { scopeText, type Story, tellStory } from './headline.ts';

/** Bars of five minutes from 09:30 on, as [high, low, close]. */
const company = (name: string, bars: readonly [number, number, number][], ...dates: string[]): SeriesColumns => {
  const days = dates.length > 0 ? dates : ['2026-11-20'];
  const all = days.flatMap((date) => bars.map((bar, i) => ({ bar, ts: fromNewYork(date, 9, 30 + 20 * i) })));
  return {
    name,
    ts: all.map(({ ts }) => ts),
    high: all.map(({ bar: [high] }) => high),
    low: all.map(({ bar: [, low] }) => low),
    close: all.map(({ bar: [, , close] }) => close),
  };
};
const tell = (...series: SeriesColumns[]): Story => tellStory(readCompanies(series), [], 'today');

const rising = company('UP', [
  [101, 99, 100],
  [110, 100, 109],
  [108, 104, 105],
]);
const falling = company('DOWN', [
  [2_001, 1_990, 2_000],
  [1_990, 1_800, 1_850],
]);
const flat = company('FLAT', [
  [50, 50, 50],
  [50.5, 50, 50],
]);

describe('the story', () => {
  it('leads with the company that climbed furthest, not with the dearest', () => {
    expect(tell(falling, rising).headline).toBe(
      'UP climbed furthest, to 110.00 at 09:50: 10.0% above its first price of the day',
    );
  });

  it('tells of one company alone without a contest', () => {
    expect(tell(rising).headline).toBe('UP reached 110.00 at 09:50, 10.0% above its first price of the day');
  });

  it('claims no climb where there was none', () => {
    expect(tell(company('X', [[5, 5, 5]])).headline).toBe('X’s highest price was 5.00, at 09:30');
  });

  it('names the day where there are several', () => {
    const week = company(
      'UP',
      [
        [101, 99, 100],
        [110, 100, 109],
      ],
      '2026-11-19',
      '2026-11-20',
    );
    expect(tell(week).headline).toBe(
      'UP reached 110.00 on Thursday 19\u00a0November at 09:50, 10.0% above its first price',
    );
  });

  it('finds the hour with the widest range', () => {
    expect(tell(falling, rising).findings).toEqual([
      'The widest hour was DOWN’s 09\u2060–\u206010, between 1,800.00 and 2,001.00, 11.2% apart.',
    ]);
  });

  it('says when most companies stood highest', () => {
    expect(tell(falling, rising, flat).findings[0]).toBe('All three companies stood highest between 09:00 and 10:00.');
  });

  it('says so when there is nothing to tell', () => {
    expect(tellStory([], [], 'Friday')).toEqual({ headline: 'No prices for Friday', findings: [] });
  });

  it('says what it is made of', () => {
    expect(scopeText(readCompanies([rising, flat]), '1m')).toBe('2 companies, 5 one-minute bars');
    expect(scopeText(readCompanies([flat]), '90m')).toBe('1 company, 2 90-minute bars');
    expect(scopeText(readCompanies([flat]), 'ticks')).toBe('1 company, 2 ticks bars');
  });
});
