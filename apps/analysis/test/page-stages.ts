import type { StageId, StageStatus } from '../src/page/page-source.ts';

type Counts = Pick<StageStatus, 'out' | 'dropped' | 'failed' | 'waiting'> & { readonly lagMs?: number };

const LABELS: Readonly<Record<StageId, readonly [label: string, unit: StageStatus['unit']]>> = {
  feed: ['Market feed', 'records'],
  stream: ['Kinesis stream', 'records'],
  delivery: ['Firehose', 'records'],
  transformer: ['Transformer', 'records'],
  bars: ['bars/ Parquet', 'records'],
  'log-pipe': ['Log pipe', 'records'],
  queue: ['SQS queue', 'messages'],
  processor: ['Processor', 'records'],
  objects: ['S3 objects', 'objects'],
  topic: ['SNS notices', 'notices'],
  'dead-letters': ['Dead letters', 'messages'],
};

const stage = (id: StageId, { lagMs, ...counts }: Counts): StageStatus => {
  const [label, unit] = LABELS[id];
  const taken = counts.out + counts.dropped + counts.failed + counts.waiting;
  return { id, label, unit, in: taken, ...counts, ...(lagMs !== undefined && { lagMs }) };
};

const clear = { dropped: 0, failed: 0, waiting: 0 };

/** Counts after so many seconds of about 60 records a second, with a swell, every stage adding up. */
export function stagesAfter(seconds: number): StageStatus[] {
  const sent = Math.round(62 * seconds + 60 * Math.sin(seconds / 9) + 25 * Math.sin(seconds / 2.3));
  const read = Math.max(0, sent - 24 - Math.round(10 * Math.sin(seconds / 3)));
  const bars = Math.round(read / 6);
  const logs = read - bars;
  const stored = Math.max(0, logs - 90 - Math.round(60 * Math.sin(seconds / 4)));
  const batches = Math.floor(stored / 40);
  const objects = Math.floor(batches / 2);
  return [
    stage('feed', { ...clear, out: sent, lagMs: 0 }),
    stage('stream', { ...clear, out: read, waiting: sent - read, lagMs: 320 + 200 * Math.sin(seconds / 3) }),
    stage('delivery', { ...clear, out: read, waiting: 0, lagMs: 900 + 500 * Math.sin(seconds / 5) }),
    stage('transformer', { ...clear, out: bars, dropped: logs - 2, failed: 2 }),
    stage('bars', { ...clear, out: bars, lagMs: 2_400 + 1_500 * Math.sin(seconds / 8) }),
    stage('log-pipe', { ...clear, out: logs, dropped: bars, lagMs: 300 }),
    stage('queue', { ...clear, out: batches, waiting: 3, lagMs: 1_400 + 700 * Math.sin(seconds / 4) }),
    stage('processor', { ...clear, out: stored - 3, failed: 3, waiting: logs - stored, lagMs: 1_900 }),
    stage('objects', { ...clear, out: objects }),
    stage('topic', { ...clear, out: objects, lagMs: 80 }),
    stage('dead-letters', { ...clear, out: 0, waiting: 1 }),
  ];
}
