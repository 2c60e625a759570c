import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import { type ChartBar, readCompanies } from './company.ts';
import type { SeriesColumns } from './price-rows.ts';

const openMs = fromNewYork('2026-11-20', 9, 30);
const columns: SeriesColumns = {
  name: 'X',
  ts: [openMs + 60_000, openMs],
  high: [3, 2],
  low: [1, 1],
  close: [2, null],
};

const barsOf = (more: Partial<SeriesColumns>): readonly ChartBar[] =>
  readCompanies([{ ...columns, ...more }]).flatMap(({ bars }) => bars);

describe('the bars of a company', () => {
  it('are in order, priced at the close or in the middle', () => {
    expect(barsOf({}).map(({ price }) => price)).toEqual([1.5, 2]);
  });

  it('carry open and volume where the record held them', () => {
    const [first, second] = barsOf({ open: [1.25, null], volume: [null, 0] });
    expect(first).not.toHaveProperty('open');
    expect(first?.volume).toBe(0);
    expect(second?.open).toBe(1.25);
    expect(second).not.toHaveProperty('volume');
  });

  it('are left out without a high or a low', () => {
    expect(barsOf({ high: [Number.NaN, 2] })).toHaveLength(1);
  });
});
