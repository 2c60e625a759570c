import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './near-words.ts';

describe('nearest', () => {
  it.each([
    ['highest-hourly-hihg', ['movers', 'highest-hourly-high'], 'highest-hourly-high'],
    ['cvs', ['table', 'csv', 'json', 'jsonl'], 'csv'],
    ['jsonn', ['table', 'csv', 'json', 'parquet'], 'json'],
    ['DDGO', ['META', 'DDOG'], 'DDOG'],
    ['5min', ['1m', '5m', '15m', '1h'], '5m'],
    ['simul', ['auto', 'yahoo', 'simulated'], 'simulated'],
    ['Athena', ['duckdb', 'athena'], 'athena'],
  ])('takes %s for a slip', (text, words, meant) => {
    expect(nearest(text, words)).toBe(meant);
  });

  it.each([
    ['7m', ['1m', '2m', '5m']],
    ['bloomberg', ['auto', 'yahoo', 'simulated']],
    ['FB', ['DDOG', 'BYND']],
    ['x', ['xlsx']],
    ['', ['csv']],
  ])('does not guess what %j was to be', (text, words) => {
    expect(didYouMean(text, words)).toBe('');
  });
});
