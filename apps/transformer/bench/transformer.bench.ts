import { type BenchResult, bestRates, firehoseEvent } from '@tickerlake/testing';
import { transform } from '../src/transform.ts';

const RECORDS = 5_000;

const bar = (index: number): string => {
  const price = 60 + (index % 977) / 100;
  const fields = {
    name: ['DDOG', 'OKTA', 'SNAP', 'TTD'][index % 4],
    ts: `2026-11-20 10:${10 + (index % 50)}:00-05:00`,
    open: price,
    high: price + 0.25,
    low: price - 0.25,
    close: price + 0.1,
    volume: 1_000 + index,
    interval: '1m',
    source: 'yahoo',
    observedAt: '2026-11-20T16:00:00.000Z',
    final: true,
  };
  return JSON.stringify(fields);
};

const texts = Array.from({ length: RECORDS }, (_, index) => bar(index));
const { records } = firehoseEvent(texts);

/** What no transformation can leave out: read base64 and JSON, write JSON and base64. */
const passThrough = () =>
  records.map(({ recordId, data }) => {
    const row = JSON.stringify(JSON.parse(Buffer.from(data, 'base64').toString()));
    return {
      recordId,
      result: 'Ok',
      data: Buffer.from(`${row}\n`).toString('base64'),
      metadata: { partitionKeys: { dt: '2026-11-20' } },
    };
  });

/** Records a second through the transformer, beside the JSON of the same batch alone and beside a bare pass-through. */
export function bench(): BenchResult[] {
  const subjects = [() => transform(records), () => texts.map((text) => JSON.stringify(JSON.parse(text))), passThrough];
  const [value = 0, json = 0, through = 0] = bestRates(
    subjects.map((run) => ({ count: RECORDS, run })),
    15,
  );
  const own = { name: 'transform, batch of 5,000 bars', value, unit: 'records/s' };
  return [
    { ...own, peer: 'JSON.parse + JSON.stringify of the same batch', peerValue: json },
    { ...own, peer: 'the same with base64 read and written: a pass-through', peerValue: through },
  ];
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(bench(), null, 2)}\n`);
