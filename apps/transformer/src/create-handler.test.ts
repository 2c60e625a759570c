import { firehoseEvent, firehoseRecord } from '@tickerlake/testing';
import { expect, it } from 'vitest';
import { createHandler } from './create-handler.ts';
import { NotATransformationEventError } from './errors.ts';
import { METRIC_NAMES, type TransformerMetrics } from './metrics.ts';

const BAR = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":67.5,"low":64.61}';
const EMPTY = '{"name":"DDOG","ts":"2026-11-20 09:30:00-05:00","high":NaN,"low":NaN}';

const run = async (event: unknown) => {
  const lines: string[] = [];
  const metrics: TransformerMetrics[] = [];
  const handler = createHandler({ log: (line) => lines.push(line), count: (values) => metrics.push(values) });
  const response = await handler(event as ReturnType<typeof firehoseEvent>);
  return { response, lines, metrics, log: JSON.parse(lines[0] ?? '{}') as Record<string, unknown> };
};

it('answers a batch from a Kinesis stream, record by record and in its order', async () => {
  const event = firehoseEvent([BAR, EMPTY, 'poison', BAR]);
  const { response } = await run(event);
  expect(response.records.map(({ recordId }) => recordId)).toEqual(event.records.map(({ recordId }) => recordId));
  expect(response.records.map(({ result }) => result)).toEqual(['Ok', 'Dropped', 'ProcessingFailed', 'Ok']);
});

it('answers a batch of direct puts, which carry no Kinesis metadata', async () => {
  const { kinesisRecordMetadata: _, ...record } = firehoseRecord(BAR);
  const { response } = await run({ ...firehoseEvent([]), records: [record] });
  expect(response.records).toMatchObject([
    { recordId: record.recordId, result: 'Ok', metadata: { partitionKeys: { dt: '2026-11-20' } } },
  ]);
});

it('sends no data back for what it drops or fails: Firehose holds the original', async () => {
  const { response } = await run(firehoseEvent([EMPTY, 'poison']));
  for (const record of response.records) expect(Object.keys(record)).toEqual(['recordId', 'result']);
});

it('logs one line with counts that add up', async () => {
  const { lines, log } = await run(firehoseEvent([BAR, EMPTY, 'poison', `${BAR}${BAR}${EMPTY}`]));
  expect(lines).toHaveLength(1);
  expect(log).toMatchObject({
    level: 'warn',
    message: 'transformed',
    invocationId: '2b4d1ad9-2f48-94bd-a088-767c317e994a',
    records: { in: 4, ok: 2, dropped: 1, failed: 1, repeated: 0 },
    bars: 3,
    dropped: { 'empty bar': 2 },
    failed: { unreadable: { pieces: 1, records: 1 } },
  });
});

it('counts each batch once: records that came, were dropped and failed, and rows that went on', async () => {
  const { metrics } = await run(firehoseEvent([BAR, EMPTY, 'poison', `${BAR}${BAR}${EMPTY}`]));
  expect(metrics).toEqual([{ RecordsIn: 4, RowsOut: 3, RecordsDropped: 1, RecordsFailed: 1 }]);
  expect(Object.keys(metrics[0] ?? {})).toEqual([...METRIC_NAMES]);
});

it('logs a batch without failures as information', async () => {
  expect((await run(firehoseEvent([BAR]))).log).toMatchObject({ level: 'info', failed: {} });
});

it('never logs what a record holds', async () => {
  const secret = 'AKIAIOSFODNN7EXAMPLE';
  const records = [
    secret,
    `{"password":"${secret}"}`,
    `{"name":"${secret} ${secret}","ts":"${secret}","high":"${secret}","low":[]}`,
    `{"kind":"${secret}"}`,
  ];
  const batches = [...records.map((record) => [record]), records];
  for (const batch of batches) expect((await run(firehoseEvent(batch))).lines[0]).not.toContain(secret);
});

it('answers an empty batch with an empty one', async () => {
  expect((await run(firehoseEvent([]))).response).toEqual({ records: [] });
});

it.each([
  {},
  null,
  'text',
  { records: 'x' },
  { records: [{}] },
  { records: [{ recordId: 7, data: '' }] },
  { Records: [] },
])('refuses an event that no Firehose sent: %j', async (event) => {
  await expect(run(event)).rejects.toThrow(NotATransformationEventError);
  await expect(run(event)).rejects.toThrow(
    /^Expected a Firehose .*\] }, but got (null|string|an object with keys .+)\. Invoke this function from a delivery stream\.$/,
  );
});
