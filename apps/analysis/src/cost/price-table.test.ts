import { describe, expect, it } from 'vitest';
import { centsFor, dollars } from './money.ts';
import { PRICES, PRICES_AS_OF, PRICES_REGION } from './price-table.ts';

/** [US dollars, for how many units] as they stand on AWS's pages. */
const KNOWN = {
  shardHour: [0.015, 1],
  putUnit: [0.014, 1_000_000],
  onDemandStreamHour: [0.04, 1],
  onDemandIn: [0.08, 1],
  onDemandOut: [0.04, 1],
  firehoseIngest: [0.029, 1],
  firehoseConversion: [0.018, 1],
  firehosePartitioning: [0.02, 1],
  firehoseObject: [0.005, 1_000],
  lambdaRequest: [0.2, 1_000_000],
  lambdaGbSecond: [0.0000133334, 1],
  sqsRequest: [0.4, 1_000_000],
  snsPublish: [0.5, 1_000_000],
  s3Storage: [0.023, 1],
  s3Put: [0.005, 1_000],
  s3Get: [0.0004, 1_000],
  athenaScan: [5, 1],
  schedulerCall: [1, 1_000_000],
  logsIngest: [0.5, 1],
  logsStorage: [0.03, 1],
  alarm: [0.1, 1],
  metric: [0.3, 1],
  dashboard: [3, 1],
  kmsKey: [1, 1],
  crawlerDpuHour: [0.44, 1],
};

describe('the price table', () => {
  it('has the prices that were known on its day', () => {
    const prices = Object.entries(PRICES).map(([name, { usd, per }]) => [name, [usd, per]]);
    expect(Object.fromEntries(prices)).toEqual(KNOWN);
    expect([PRICES_AS_OF, PRICES_REGION]).toEqual(['2026-11-22', 'us-east-1']);
  });

  it('names a page of AWS for each price', () => {
    for (const { source } of Object.values(PRICES)) expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.*pricing\/$/);
  });

  it('marks the prices that were not read in a list of AWS', () => {
    const doubtful = Object.entries(PRICES).filter(([, { evidence }]) => evidence !== 'published');
    expect(doubtful.map(([name, { evidence }]) => `${name} ${evidence}`)).toEqual([
      'firehoseIngest second-hand',
      'firehoseConversion second-hand',
      'firehosePartitioning unconfirmed',
      'firehoseObject unconfirmed',
      'schedulerCall second-hand',
      'metric second-hand',
    ]);
  });
});

describe('money', () => {
  it('is whole cents, half a cent rounded up', () => {
    expect(centsFor('shardHour', 744)).toBe(1_116);
    // 1.45 × $0.10 is 14.5 cents, and 14.499999999999998 in binary fractions.
    expect(centsFor('alarm', 1.45)).toBe(15);
    expect(centsFor('alarm', 1.4499)).toBe(14);
  });

  it('counts by the unit of the price', () => {
    expect(centsFor('sqsRequest', 1_000_000)).toBe(40);
    expect(centsFor('s3Put', 1_000)).toBe(1);
    expect(centsFor('s3Put', 999)).toBe(0);
  });

  it('is written with cents and thousands', () => {
    expect([0, 5, 123_456].map(dollars)).toEqual(['$0.00', '$0.05', '$1,234.56']);
  });
});
