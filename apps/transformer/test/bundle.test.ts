import { join } from 'node:path';
import { firehoseEvent, gzipBytes, runBundle } from '@tickerlake/testing';
import { expect, it } from 'vitest';

const BUNDLE = join(import.meta.dirname, '../dist/handler.mjs');
const MAX_GZIP_BYTES = 40_000;

it(`weighs at most ${MAX_GZIP_BYTES} bytes gzipped`, () => {
  expect(gzipBytes(BUNDLE)).toBeLessThanOrEqual(MAX_GZIP_BYTES);
});

it(
  'runs as one file without environment, and writes one line and its metrics for each batch',
  { timeout: 60_000 },
  async () => {
    const bar = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
    const event = firehoseEvent([bar, 'poison']);
    const { answers, log } = await runBundle(BUNDLE, [event, firehoseEvent([])]);
    expect(answers).toMatchObject([
      {
        value: {
          records: [
            { recordId: event.records[0]?.recordId, result: 'Ok', metadata: { partitionKeys: { dt: '2026-11-20' } } },
            { recordId: event.records[1]?.recordId, result: 'ProcessingFailed' },
          ],
        },
      },
      { value: { records: [] } },
    ]);
    const emf = { _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake', Dimensions: [['service']] }] } };
    expect(log.map((line): unknown => JSON.parse(line))).toMatchObject([
      { message: 'transformed', records: { in: 2, ok: 1, dropped: 0, failed: 1, repeated: 0 } },
      { ...emf, service: 'transformer', RecordsIn: 2, RowsOut: 1, RecordsDropped: 0, RecordsFailed: 1 },
      { message: 'transformed', records: { in: 0, ok: 0, dropped: 0, failed: 0, repeated: 0 } },
      { ...emf, service: 'transformer', RecordsIn: 0, RowsOut: 0, RecordsDropped: 0, RecordsFailed: 0 },
    ]);
  },
);

it('counts in the namespace that its deployment tells it', { timeout: 60_000 }, async () => {
  const { log } = await runBundle(BUNDLE, [firehoseEvent([])], { POWERTOOLS_METRICS_NAMESPACE: 'Tickerlake/trial' });
  expect(log.map((line): unknown => JSON.parse(line))[1]).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Namespace: 'Tickerlake/trial' }] },
  });
});
