import { fromNewYork } from '@tickerlake/market-calendar';
import { barSourceLaws } from '@tickerlake/testing';
import { describe, test } from 'vitest';
import { createSimulatedSource } from './index.ts';

describe('as every source of bars, it', () => {
  const request = {
    symbols: ['META', 'SNAP'],
    fromMs: fromNewYork('2024-11-27'),
    toMs: fromNewYork('2024-11-30'),
    interval: '5m',
  } as const;
  test.each(barSourceLaws)('$claim', ({ check }) => check(createSimulatedSource({ seed: 3 }), request));
});
