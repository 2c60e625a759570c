import type { CloudCounts } from '@tickerlake/local-cloud';
import { expect, it } from 'vitest';
import { type PipelineState, pipelineStages } from './pipeline-stages.ts';

const NOW = Date.UTC(2026, 10, 22);
const objects = { rows: 90, objects: 3, bytes: 1 };
const queue = { received: 0, refused: 0, duplicated: 0, deadLettered: 0, waiting: 0, inFlight: 0 };

const counts: CloudCounts = {
  kinesis: { accepted: 9, refused: 0, bytes: 1 },
  firehose: { accepted: 0, refused: 0, bytes: 0 },
  pending: 1,
  received: 8,
  deaggregated: 1_000,
  transformed: { ok: 100, dropped: 900, failed: 0, rows: 100 },
  partitionFailed: 0,
  conversionFailed: 0,
  delivered: objects,
  errorOutput: { rows: 0, objects: 0, bytes: 0 },
  deliveryRetries: 0,
  lambda: { invocations: 9, errors: 0 },
  queues: {
    'tickerlake-logs': { ...queue, sent: 10, deleted: 7, deadLettered: 1, waiting: 2, oldestMs: NOW - 3_000 },
    'tickerlake-notices': { ...queue, sent: 21, deleted: 20, waiting: 1 },
    'tickerlake-logs-dead-letters': { ...queue, sent: 0, deleted: 0, waiting: 1 },
  },
  topics: { 'tickerlake-stored': { published: 21, refused: 0, delivered: 21, failed: 0 } },
  deliveries: { 'tickerlake-bars': { pending: 1, oldestMs: NOW - 4_000 } },
  mappings: {
    'tickerlake-records→log-pipe': {
      received: 9,
      invocations: 4,
      failures: 0,
      retried: 0,
      skipped: 0,
      pending: 1,
      oldestMs: NOW - 1_000,
    },
  },
  functions: {
    'log-pipe': {
      invocations: 4,
      errors: 0,
      killed: 0,
      metrics: { RecordsIn: 980, RecordsForwarded: 880, RecordsLeftOut: 100 },
    },
    processor: {
      invocations: 7,
      errors: 0,
      killed: 0,
      metrics: { RecordsIn: 700, RecordsStored: 690, RecordsFailed: 4, ObjectsWritten: 20 },
    },
  },
};

const state: PipelineState = {
  counts,
  feed: {
    generated: { quote: 500, forex: 400, news: 10, bar: 110 },
    log: { accepted: 1_020, delivered: 1_010, rejected: 2 },
    marketTimeMs: NOW,
    pending: 8,
  },
  noticed: 18,
  newestStoredMs: 2_500,
  nowMs: NOW,
};
const stages = new Map(pipelineStages(state).map((stage) => [stage.id, stage]));

it('holds every stage to its own sum', () => {
  for (const stage of stages.values())
    expect(stage.in - stage.out - stage.dropped - stage.failed, stage.label).toBe(stage.waiting);
});

it('tells what waits before each stage, and how long', () => {
  expect(stages.get('feed')).toMatchObject({ in: 1_020, out: 1_010, failed: 2, waiting: 8 });
  expect(stages.get('stream')).toMatchObject({ in: 1_010, out: 980, waiting: 30, lagMs: 4_000 });
  expect(stages.get('delivery')).toMatchObject({ waiting: 0, lagMs: 4_000 });
  expect(stages.get('bars')).toMatchObject({ in: 100, out: 90, waiting: 10 });
  expect(stages.get('log-pipe')).toMatchObject({ dropped: 100, lagMs: 1_000 });
  expect(stages.get('queue')).toMatchObject({ in: 10, out: 7, failed: 1, waiting: 2, lagMs: 3_000 });
  expect(stages.get('processor')).toMatchObject({ in: 700, out: 690, dropped: 6, failed: 4 });
  expect(stages.get('objects')).toMatchObject({ in: 20, lagMs: 2_500 });
});

it('counts a notice that came twice as one, and one that nobody read yet as waiting', () => {
  expect(stages.get('topic')).toMatchObject({ in: 21, out: 18, dropped: 2, waiting: 1 });
});
