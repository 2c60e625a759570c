import { BAR_INTERVALS } from '@tickerlake/record-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costRows } from './cost-rows.ts';
import { estimateCost, type ModeEstimate } from './estimate.ts';
import { packed } from './packing.ts';
import { RECORD_BYTES, ROW_BYTES } from './sample-records.ts';
import type { CostQuestion } from './workload.ts';

const december = (symbols: number, more: Partial<CostQuestion> = {}): CostQuestion => ({
  symbols,
  interval: '1m',
  month: '2026-12',
  feed: false,
  queriesPerDay: 10,
  scannedMb: 10,
  ...more,
});

/** `{ 'Kinesis shards': [quantity, cents], … }` */
const chargesOf = ({ charges }: ModeEstimate): Record<string, [quantity: number, cents: number]> =>
  Object.fromEntries(
    charges.map(({ component, item, quantity, cents }) => [`${component} ${item}`, [quantity, cents]]),
  );

const GB = 2 ** 30;

// December 2026 has 744 hours, 23 weekdays, 21 sessions of 390 minutes and one of 210: 8,400 minutes.
// A minute bar is put 7 times: by 6 runs and once more after the close. A bar is a line of 207 bytes, 215 in an aggregate.
// Runs that find bars: 390 + 5 after the close on a full day, 215 on the short one: 21 × 395 + 215 = 8,510. And 22 after the close.

describe('ten symbols, minute bars, December 2026', () => {
  const { workload, provisioned, onDemand, cheaper } = estimateCost(december(10));
  const charges = chargesOf(provisioned);

  it('puts every bar seven times', () => {
    expect(workload.barsPut).toBe(10 * 8_400 * 7);
    expect(workload.barsPut).toBe(588_000);
  });

  it('needs one shard, and a PUT unit or two for each entry', () => {
    expect(charges['Kinesis shards']).toEqual([744, 1_116]); // × $0.015 = $11.16
    // A run has at most 60 bars, 12,900 bytes: one unit. 232 bars fill an entry of 50 KB, two units. After the close of a full
    // day 3,900 = 16 × 232 + 188 bars, 17 entries of two units; of the short one 2,100 = 9 × 232 + 12: nine of two and one of one.
    const units = 8_510 + 21 * 17 * 2 + (9 * 2 + 1);
    expect(charges['Kinesis puts']).toEqual([units, 0]); // 9,243 × $0.014 a million = $0.0001
  });

  it('pays Firehose for 5 KB a bar, and for an object a run', () => {
    const gb = (588_000 * 5_120) / GB;
    expect(gb).toBeCloseTo(2.8038, 4);
    expect(charges['Firehose ingested']).toEqual([gb, 8]); // × $0.029 = $0.0813
    expect(charges['Firehose converted']).toEqual([gb, 5]); // × $0.018 = $0.0505
    expect(charges['Firehose partitioned']).toEqual([(588_000 * ROW_BYTES) / GB, 0]); // 0.11 GB × $0.02 = $0.0022
    expect(charges['Firehose objects']).toEqual([8_510 + 22, 4]); // × $0.005 a thousand = $0.0427
  });

  it('pays Lambda for the fetching, for runs that find nothing, and for beginning', () => {
    // 23 weekdays × 8 hours × 60 runs, and a call of the transformer for each run that found bars.
    expect(charges['Lambda requests']).toEqual([11_040 + 8_532, 0]); // × $0.20 a million = $0.0039
    // Ten symbols, four at a time, are three rounds of 250 ms, and 100 ms beside. After the close 3,900 × 207 bytes take a shard
    // 807.3 ms, 908 ms with the 100 beside, rounded up; on the short day less than the fetching.
    const collecting = 8_510 * 850 + 21 * 908 + 850;
    const idle = (11_040 - 8_532) * 10;
    const beginning = (184 / 2) * 230; // 23 weekdays × 8 hours, a new environment every two
    const gbSeconds = (collecting + idle + beginning) / 2_000; // 512 MB
    expect(gbSeconds).toBe(3_649.829);
    expect(charges['Lambda collector']).toEqual([gbSeconds, 5]); // × $0.0000133334 = $0.0487
  });

  it('pays for the lake and its questions', () => {
    expect(charges['S3 writes']).toEqual([8_532, 4]); // × $0.005 a thousand = $0.0427
    const kept = (8_532 * 1_500 + 588_000 * 20) / GB;
    expect(charges['S3 a month kept']).toEqual([kept, 0]); // 0.0229 GB × $0.023 = $0.0005
    const [reads, readCents] = charges['S3 reads'] ?? [];
    expect(reads).toBeCloseTo(310 * (8_532 / 22) * 2, 6); // 31 days × 10 questions, two GETs for each object of a session
    expect(readCents).toBe(10); // 240,447 × $0.0004 a thousand = $0.0962
    expect(charges['Athena scanned']).toEqual([0.0031, 2]); // 310 × 10 MB × $5 a TB = $0.0155
    expect(charges['Scheduler invocations']).toEqual([11_040, 1]); // × $1 a million = $0.011
  });

  it('pays for what watches over it, whatever there is to do', () => {
    expect(charges['CloudWatch alarms']).toEqual([21, 210]);
    // Ten metrics of collector and transformer, sent in 23 weekdays × 8 of the month's 744 hours: × $0.30 = $0.7419
    expect(charges['CloudWatch metrics']).toEqual([(10 * 184) / 744, 74]);
    expect(charges['CloudWatch dashboard']).toEqual([1, 300]);
    expect(charges['KMS key']).toEqual([1, 100]);
    const [dpuHours, cents] = charges['Glue crawler'] ?? [];
    expect(dpuHours).toBeCloseTo((31 / 7) * 2 * (10 / 60), 9); // a run a week, ten minutes on two DPUs
    expect(cents).toBe(65); // 1.476 × $0.44 = $0.6495
  });

  it('costs $19.05 provisioned, and on demand more before its first byte', () => {
    // The pipeline: 1116 + 8 + 5 + 4 + 5 + 4 + 10 + 2 + 1 + 1 (logs: 19,572 × 1,500 bytes × $0.50 = $0.0137) = 1156.
    // What watches over it: 210 + 74 + 300 + 100 + 65 = 749.
    expect(provisioned.totalCents).toBe(1_156 + 749);
    const kinesis = chargesOf(onDemand);
    expect(kinesis['Kinesis stream']).toEqual([744, 2_976]);
    expect(kinesis['Kinesis data in']?.[1]).toBe(1); // about 0.145 GB × $0.08
    expect(kinesis['Kinesis data out']?.[1]).toBe(0); // about 0.118 GB × $0.04 = $0.0047
    expect(onDemand.totalCents).toBe(1_905 - 1_116 + 2_976 + 1);
    expect(cheaper).toBe('provisioned');
  });
});

describe('500 symbols, minute bars, December 2026', () => {
  const { workload, provisioned, onDemand } = estimateCost(december(500));
  const charges = chargesOf(provisioned);

  it('takes two collectors and one shard', () => {
    expect(workload.collectors.groups).toEqual([
      { symbols: 480, collectors: 1 },
      { symbols: 20, collectors: 1 },
    ]);
    // 500 × 390 × 207 bytes within ten minutes are 67,275 bytes a second.
    expect(provisioned.shards).toBe(1);
    expect(charges['Kinesis shards']).toEqual([744, 1_116]);
  });

  it('pays Firehose fifty times as much as ten symbols do', () => {
    const gb = (29_400_000 * 5_120) / GB;
    expect(charges['Firehose ingested']).toEqual([gb, 407]); // 140.19 GB × $0.029 = $4.0655
    expect(charges['Firehose converted']).toEqual([gb, 252]); // × $0.018 = $2.5234
  });

  it('pays Lambda for as long as the answers take', () => {
    // After the close 500 × 390 × 207 bytes take 40.365 s, for both; on the short day 21.735 s, less than the 30 s of fetching.
    const idle = 25_080 + 21_160;
    const large = 8_510 * (30_000 + 100) + 21 * 40_465 + (30_000 + 100) + idle;
    const small = 8_510 * (1_250 + 100) + 21 * 40_465 + (21_735 + 100) + idle;
    const [gbSeconds, cents] = charges['Lambda collector'] ?? [];
    expect(gbSeconds).toBeCloseTo((large + small) / 2_000, 6);
    expect(cents).toBe(180); // 134,741.7 × $0.0000133334 = $1.7966
  });

  it('costs $27.42 provisioned and $46.81 on demand', () => {
    expect([provisioned.totalCents, onDemand.totalCents]).toEqual([2_742, 4_681]);
  });
});

describe('8,000 symbols, minute bars, December 2026', () => {
  const { peak, workload, provisioned, onDemand } = estimateCost(december(8_000));
  const charges = chargesOf(provisioned);

  it('needs two shards: the session once more within ten minutes is more than one takes', () => {
    // A minute's bars: 8,000 × 6 × 207 bytes over the 30 seconds of a run are 331,200 bytes a second, one shard.
    // After the close: 8,000 × 390 × 207 bytes over 600 seconds.
    expect(peak.bytesPerSecond).toBe(1_076_400);
    expect(provisioned.shards).toBe(2);
    expect(charges['Kinesis shards']).toEqual([1_488, 2_232]);
    expect(workload.collectors.count).toBe(17);
  });

  it('pays most to Firehose, which rounds 207 bytes up to 5 KB', () => {
    const gb = (470_400_000 * 5_120) / GB;
    expect(charges['Firehose ingested']).toEqual([gb, 6_505]); // 2,243.04 GB × $0.029 = $65.0482
    expect(charges['Firehose converted']).toEqual([gb, 4_037]); // × $0.018 = $40.3748
  });

  it('pays on demand for more than it sends, since a run is long and its entries small', () => {
    // A collector sends 480 × 6 bars in 30 seconds, each second to four shards: 120 entries of 24 bars, 24 × 215 + 40 = 5,200 bytes, billed as 6,144.
    const entries = packed({ records: 2_880, recordBytes: RECORD_BYTES.bar, seconds: 30 }, 4);
    expect(entries).toEqual([{ count: 120, bytes: 5_200 }]);
    const kinesis = chargesOf(onDemand);
    const [gbIn = 0, inCents] = kinesis['Kinesis data in'] ?? [];
    const [gbOut = 0, outCents] = kinesis['Kinesis data out'] ?? [];
    expect(gbIn / gbOut).toBeGreaterThan(1.1);
    expect(inCents).toBe(Math.round(gbIn * 8));
    expect(outCents).toBe(Math.round(gbOut * 4));
  });

  it('costs $168.04 provisioned and $187.95 on demand', () => {
    expect([provisioned.totalCents, onDemand.totalCents]).toEqual([16_804, 18_795]);
  });
});

describe('the log leg', () => {
  const { workload, provisioned, onDemand } = estimateCost(december(10, { feed: true }));
  const charges = chargesOf(provisioned);

  it('has a quote a company and a rate a pair every 15 seconds', () => {
    expect(workload.logs).toEqual({
      quotes: 8_400 * 4 * 10,
      rates: 23 * 1_440 * 4 * 6,
      stories: 31 * 4 * 10,
    });
  });

  it('makes a message a minute of each shard, an object of each table, and pays for an idle queue', () => {
    const minutes = 23 * 1_440;
    // Sent, received, deleted; five pollers ask three times a minute.
    expect(charges['SQS requests']).toEqual([(minutes + 1_240) * 3 + 744 * 60 * 5 * 3, 31]);
    expect(charges['SNS notices']).toEqual([minutes + 8_400 + 1_240, 2]);
    expect(charges['S3 writes']).toEqual([8_532 + minutes + 8_400 + 1_240, 26]);
    // The collector's six metrics for 184 hours; those of transformer, log pipe, processor and feed, 17, for 23 × 24 hours.
    const [metrics, cents] = charges['CloudWatch metrics'] ?? [];
    expect(metrics).toBeCloseTo((6 * 184 + 17 * 552) / 744, 9);
    expect(cents).toBe(423); // 14.097 × $0.30 = $4.229
  });

  it('makes more messages on an on-demand stream, which begins with four shards', () => {
    const notices = (mode: ModeEstimate): number => chargesOf(mode)['SNS notices']?.[0] ?? 0;
    const minutes = 23 * 1_440;
    expect(notices(onDemand)).toBe((minutes + 8_400) * 4 + 1_240);
  });

  it('is ingested by Firehose too, 5 KB a record', () => {
    const records = 588_000 + 336_000 + 794_880 + 1_240;
    expect(RECORD_BYTES.story).toBeLessThan(5_120);
    expect(charges['Firehose ingested']?.[0]).toBe((records * 5_120) / GB);
  });
});

const questions = fc.record({
  symbols: fc.integer({ min: 1, max: 20_000 }),
  interval: fc.constantFrom(...BAR_INTERVALS),
  month: fc
    .tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`),
  feed: fc.boolean(),
  queriesPerDay: fc.integer({ min: 0, max: 100_000 }),
  scannedMb: fc.integer({ min: 0, max: 100_000 }),
});

const modesOf = (question: CostQuestion): ModeEstimate[] => {
  const { provisioned, onDemand } = estimateCost(question);
  return [provisioned, onDemand];
};

describe('laws of an estimate', () => {
  it('never falls when symbols, questions or what they scan grow', () => {
    const growing = fc.constantFrom('symbols', 'queriesPerDay', 'scannedMb');
    fc.assert(
      fc.property(questions, growing, fc.integer({ min: 1, max: 2_000 }), (question, field, more) => {
        const larger = modesOf({ ...question, [field]: question[field] + more });
        for (const [index, { totalCents }] of modesOf(question).entries()) {
          expect(larger[index]?.totalCents).toBeGreaterThanOrEqual(totalCents);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never falls when the market feed is added', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const [without, withFeed] = [false, true].map((feed) => modesOf({ ...question, feed }));
        expect(withFeed?.[0]?.totalCents).toBeGreaterThan(without?.[0]?.totalCents ?? 0);
        expect(withFeed?.[1]?.totalCents).toBeGreaterThan(without?.[1]?.totalCents ?? 0);
      }),
    );
  });

  it('has rows that add up to its total, to the cent, and no negative one', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const rows = costRows(estimateCost(question));
        const total = rows.find(({ component }) => component === 'Total');
        const charges = rows.slice(0, -2);
        for (const column of ['provisioned_usd', 'on_demand_usd'] as const) {
          const cents = charges.map((row) => Math.round((row[column] ?? 0) * 100));
          expect(cents.every((one) => one >= 0)).toBe(true);
          expect(cents.reduce((sum, one) => sum + one, 0)).toBe(Math.round((total?.[column] ?? -1) * 100));
        }
      }),
    );
  });

  it('calls that mode cheaper which is', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { cheaper, provisioned, onDemand } = estimateCost(question);
        const [told, other] = cheaper === 'provisioned' ? [provisioned, onDemand] : [onDemand, provisioned];
        expect(told.mode).toBe(cheaper);
        expect(told.totalCents).toBeLessThanOrEqual(other.totalCents);
      }),
    );
  });

  it('finds either mode the cheaper one, as the load is', () => {
    expect(estimateCost(december(10)).cheaper).toBe('provisioned');
    // 27 shards, which are busy for ten minutes a day, against a stream on demand that is paid by what goes through.
    const { cheaper, provisioned, onDemand } = estimateCost(december(1_000_000, { interval: '5m' }));
    expect([cheaper, provisioned.shards]).toEqual(['on-demand', 27]);
    expect(onDemand.totalCents).toBeLessThan(provisioned.totalCents);
  });
});
