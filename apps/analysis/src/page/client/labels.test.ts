import { fromNewYork } from '@tickerlake/market-calendar';
import { describe, expect, it } from 'vitest';
import {
  clockOf,
  dateOfInstant,
  directionOf,
  formatAge,
  formatExchangeRate,
  formatRate,
  pairName,
  shortChecksum,
  shortKey,
  spreadInPips,
  tellSentiment,
} from './labels.ts';

it.each([
  [undefined, '–'],
  [0, '0.0'],
  [0.01, '<0.1'],
  [58.42, '58.4'],
  [99.96, '100.0'],
  [1_234.5, '1,235'],
])('a rate of %s is %s', (rate, text) => expect(formatRate(rate)).toBe(text));

it.each([
  [undefined, '–'],
  [-3, '0.0 s'],
  [420, '0.4 s'],
  [9_940, '9.9 s'],
  [12_300, '12 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
  [2 * 86_400_000, '2 d'],
])('an age of %s ms is %s', (ms, text) => expect(formatAge(ms)).toBe(text));

describe('times', () => {
  it('are New York’s in summer and in winter', () => {
    expect(clockOf(Date.UTC(2026, 10, 20, 15, 47, 5))).toBe('10:47:05');
    expect(clockOf(Date.UTC(2026, 6, 20, 15, 47, 5))).toBe('11:47:05');
    expect(dateOfInstant(fromNewYork('2026-11-20', 23, 59))).toBe('2026-11-20');
  });
});

describe('exchange rates', () => {
  it('have three decimals in yen and five in the others', () => {
    expect(formatExchangeRate('USDJPY', 156.4)).toBe('156.400');
    expect(formatExchangeRate('EURUSD', 1.15812)).toBe('1.15812');
  });

  it('have spreads in pips, a hundredth of a yen and a ten-thousandth of the others', () => {
    expect(spreadInPips('USDJPY', 156.394, 156.414)).toBe('2.0');
    expect(spreadInPips('EURUSD', 1.15803, 1.15815)).toBe('1.2');
  });

  it('are named base, then quote', () => expect(pairName('EURUSD')).toBe('EUR/USD'));
});

it.each([
  [0.62, { sign: '▲', word: 'up', text: 'good +0.62' }],
  [-0.4, { sign: '▼', word: 'down', text: 'bad −0.40' }],
  [0.1, { sign: '◆', word: 'unchanged', text: 'neutral +0.10' }],
  [0, { sign: '◆', word: 'unchanged', text: 'neutral 0.00' }],
])('a sentiment of %s is told with a sign, a word and its score', (score, told) => {
  expect(tellSentiment(score)).toEqual(told);
});

it('a direction is told by a sign and a word, not by colour', () => {
  expect([2, -1, 0].map((value) => directionOf(value).sign)).toEqual(['▲', '▼', '◆']);
});

it('keys and checksums are shortened where they are long', () => {
  expect(shortKey('quotes/dt=2026-11-20/hour=10/0123456789abcdef0123456789abcdef.parquet')).toBe(
    'quotes/dt=2026-11-20/hour=10/01234567….parquet',
  );
  expect(shortKey('quotes/short.parquet')).toBe('quotes/short.parquet');
  expect(shortChecksum(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBe('0123456789ab');
});
