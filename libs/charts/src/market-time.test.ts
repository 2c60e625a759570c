import { fromNewYork } from '@tickerlake/market-calendar';
import { type Company, createWallClock, dateOf, readCompanies } from '@tickerlake/presentation';
import { describe, expect, it } from 'vitest';
import { instantTexts, readMarketTime, scaleNotes, withNotes } from './market-time.ts';

const companyOn = (...starts: readonly number[]): Company => {
  const prices = starts.map(() => 1);
  const [company] = readCompanies([{ name: 'X', ts: starts, high: prices, low: prices, close: prices }]);
  if (!company) throw new Error('The series has no bars.');
  return company;
};
const at = (date: string, hour = 10, minute = 0): number => fromNewYork(date, hour, minute);
const daysOf = (...companies: readonly Company[]): string[] => readMarketTime(companies).days.map(dateOf);

describe('the days of a chart', () => {
  it('are those of all companies', () => {
    expect(daysOf(companyOn(at('2026-11-20')), companyOn(at('2026-11-19')))).toEqual(['2026-11-19', '2026-11-20']);
  });

  it('keep the room of a session that is missing among others, and give none to holidays', () => {
    const days = ['2026-11-23', '2026-11-25', '2026-11-27'];
    expect(daysOf(companyOn(...days.map((date) => at(date))))).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-27',
    ]);
  });

  it('are taken as they are where most sessions between them are missing', () => {
    expect(daysOf(companyOn(at('2026-05-14'), at('2026-11-20')))).toEqual(['2026-05-14', '2026-11-20']);
  });

  it('are what the calendar does not know, too', () => {
    expect(daysOf(companyOn(at('2026-11-20'), at('2026-11-22', 17)))).toEqual(['2026-11-20', '2026-11-22']);
  });
});

describe('an instant', () => {
  const wallMs = createWallClock()(at('2026-11-20', 10, 47));
  const textsOf = (barMs: number, ...dates: readonly string[]) => {
    const { days } = readMarketTime([companyOn(...dates.map((date) => at(date)))]);
    const { inLine, stacked, brief } = instantTexts({ days, barMs });
    return [inLine(wallMs), stacked(wallMs).join(' / '), brief(wallMs)];
  };

  it('is told as briefly as the days of the chart allow', () => {
    expect(textsOf(60_000, '2026-11-20')).toEqual(['10:47', '10:47', '10:47']);
    expect(textsOf(60_000, '2026-11-19', '2026-11-20')).toEqual(['Fri 20 Nov, 10:47', '20 Nov / 10:47', '20 Nov']);
    expect(textsOf(86_400_000, '2026-11-19', '2026-11-20')).toEqual(['Fri 20 Nov', '20 Nov', '20 Nov']);
    expect(textsOf(86_400_000, '2025-11-19', '2026-11-20')).toEqual(['20 Nov 2026', '20 Nov / 2026', '20 Nov 2026']);
  });
});

describe('the subtitle', () => {
  const company = companyOn(at('2026-11-20'));
  it('is the period with the notes, or what was given with the notes', () => {
    expect(withNotes({}, [company], ['hourly']).subtitle).toBe('Friday, 20 November 2026, New York time; hourly');
    expect(withNotes({ subtitle: 'In dollars.' }, [company], ['hourly']).subtitle).toBe('In dollars; hourly');
    expect(withNotes({ subtitle: '' }, [company], []).subtitle).toBe('');
  });
});

describe('the note of several panels', () => {
  const notesOf = (...companies: readonly Company[]): string[] => scaleNotes(companies, readMarketTime(companies));
  const [session, early] = [companyOn(at('2026-11-20')), companyOn(at('2026-11-20', 4))];
  it('says what they do not share', () => {
    expect(notesOf(session)).toEqual([]);
    expect(notesOf(session, session)).toEqual(['each panel has its own price scale']);
    expect(notesOf(session, early)).toEqual(['each panel has its own price scale and its own hours']);
  });
});
