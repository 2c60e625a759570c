import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { collectRange, queryDays } from './trading-range.ts';

const saturday = fromNewYork('2026-11-21', 12);
const fridayNoon = fromNewYork('2026-11-20', 12);

describe('collectRange', () => {
  it('takes the last finished session when nothing is asked', () => {
    expect(collectRange({}, saturday)).toEqual({ from: '2026-11-20', to: '2026-11-20' });
    expect(collectRange({}, fridayNoon)).toEqual({ from: '2026-11-19', to: '2026-11-19' });
  });

  it('takes a running session when it is asked for', () => {
    expect(collectRange({ date: '2026-11-20' }, fridayNoon)).toEqual({ from: '2026-11-20', to: '2026-11-20' });
  });

  it('says why a day holds no session and which sessions are around it', () => {
    expect(() => collectRange({ date: '2026-11-21' }, saturday)).toThrow(
      'The New York exchanges were closed on 2026-11-21 (Saturday). The sessions around it are 2026-11-20 and 2026-11-23.',
    );
    expect(() => collectRange({ from: '2026-11-21', to: '2026-11-22' }, saturday)).toThrow(
      'The New York exchanges were closed from 2026-11-21 to 2026-11-22.',
    );
  });

  it('refuses a session that has not opened', () => {
    expect(() => collectRange({ date: '2026-11-23' }, saturday)).toThrow(
      'The session of 2026-11-23 has not opened yet',
    );
  });

  it('reads an open end as up to the last finished session', () => {
    expect(collectRange({ from: '2026-11-16' }, saturday)).toEqual({ from: '2026-11-16', to: '2026-11-20' });
    expect(collectRange({ to: '2026-11-17' }, saturday)).toEqual({ from: '2026-11-17', to: '2026-11-17' });
  });
});

describe('queryDays', () => {
  it('leaves open what is not said', () => {
    expect(queryDays({})).toEqual({});
    expect(queryDays({ from: '2020-05-14' })).toEqual({ from: '2020-05-14' });
    expect(queryDays({ date: '2020-05-14' })).toEqual({ from: '2020-05-14', to: '2020-05-14' });
  });

  it('refuses two ways at once and a range that runs backwards', () => {
    expect(() => queryDays({ date: '2020-05-14', from: '2020-05-14' })).toThrow('either --date or --from and --to');
    expect(() => queryDays({ from: '2020-05-15', to: '2020-05-14' })).toThrow('swap them');
  });
});
