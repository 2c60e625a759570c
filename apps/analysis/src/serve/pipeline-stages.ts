import type { CloudCounts } from '@tickerlake/local-cloud';
import type { FeedHealth } from '../feed/feed-process.ts';
import { NAMES } from '../local-resources.ts';
import type { StageStatus } from '../page/page-source.ts';

/** What is known of the pipeline at a moment. */
export interface PipelineState {
  readonly counts: CloudCounts;
  readonly feed: FeedHealth;
  /** Objects that were told of, each once. */
  readonly noticed: number;
  /** How long ago the newest log record in the lake happened, real milliseconds. */
  readonly newestStoredMs: number;
  readonly nowMs: number;
}

type Sums = Omit<StageStatus, 'id' | 'label' | 'unit' | 'waiting'>;

/** The age of the oldest that waits somewhere; nothing waits, no age. */
const ageOf = ({ nowMs }: PipelineState, ...places: readonly ({ readonly oldestMs?: number } | undefined)[]): number =>
  Math.max(0, ...places.map((place) => (place?.oldestMs === undefined ? 0 : nowMs - place.oldestMs)));

const LOG_PIPE = `${NAMES.stream}→log-pipe`;

/** What came in and is nowhere else yet; a repeated delivery can make more come out than went in. */
const waitingOf = ({ in: came, out, dropped, failed }: Sums): number => Math.max(0, came - out - dropped - failed);

const stage = (id: StageStatus['id'], label: string, unit: StageStatus['unit'], sums: Sums): StageStatus => ({
  id,
  label,
  unit,
  ...sums,
  waiting: waitingOf(sums),
});

const clean = { dropped: 0, failed: 0 };

/** The pipeline as the page draws it: each stage's counts since the start. */
export function pipelineStages(state: PipelineState): StageStatus[] {
  return [...source(state), ...barLeg(state), ...logLeg(state)];
}

function source(state: PipelineState): StageStatus[] {
  const { counts, feed } = state;
  const { deliveries, mappings } = counts;
  const { quote, forex, news, bar } = feed.generated;
  const { delivered, rejected } = feed.log;
  const read = Math.min(counts.deaggregated, metric(counts, 'log-pipe', 'RecordsIn'));
  return [
    stage('feed', 'Market feed', 'records', {
      in: quote + forex + news + bar,
      out: delivered,
      dropped: 0,
      failed: rejected,
    }),
    stage('stream', 'Kinesis stream', 'records', {
      ...clean,
      in: delivered,
      out: Math.min(read, delivered),
      lagMs: ageOf(state, deliveries[NAMES.delivery], mappings[LOG_PIPE]),
    }),
  ];
}

function barLeg(state: PipelineState): StageStatus[] {
  const { counts } = state;
  const { deaggregated, transformed, delivered, partitionFailed, conversionFailed } = counts;
  const { ok, dropped, failed, rows } = transformed;
  return [
    stage('delivery', 'Firehose', 'records', {
      ...clean,
      in: deaggregated,
      out: ok + dropped + failed,
      lagMs: ageOf(state, counts.deliveries[NAMES.delivery]),
    }),
    stage('transformer', 'Transformer', 'records', { in: ok + dropped + failed, out: ok, dropped, failed }),
    stage('bars', 'bars/ in the lake', 'records', {
      in: rows,
      out: delivered.rows,
      dropped: 0,
      failed: partitionFailed + conversionFailed,
    }),
  ];
}

function logLeg(state: PipelineState): StageStatus[] {
  const { counts, noticed } = state;
  const pipe = (name: string): number => metric(counts, 'log-pipe', name);
  const processor = (name: string): number => metric(counts, 'processor', name);
  const queue = counts.queues[NAMES.logs];
  const topic = counts.topics[NAMES.stored];
  const letters = counts.queues[NAMES.deadLetters];
  const { waiting = 0, inFlight = 0 } = counts.queues[NAMES.notices] ?? {};
  const unread = waiting + inFlight;
  const objects = processor('ObjectsWritten');
  const known = processor('RecordsStored') + processor('RecordsFailed');
  return [
    stage('log-pipe', 'Log pipe', 'records', {
      in: pipe('RecordsIn'),
      out: pipe('RecordsForwarded'),
      dropped: pipe('RecordsLeftOut'),
      failed: 0,
      lagMs: ageOf(state, counts.mappings[LOG_PIPE]),
    }),
    stage('queue', 'SQS queue', 'messages', {
      in: queue?.sent ?? 0,
      out: queue?.deleted ?? 0,
      dropped: 0,
      failed: queue?.deadLettered ?? 0,
      lagMs: ageOf(state, queue),
    }),
    stage('processor', 'Processor', 'records', {
      in: processor('RecordsIn'),
      out: processor('RecordsStored'),
      dropped: processor('RecordsIn') - known,
      failed: processor('RecordsFailed'),
    }),
    stage('objects', 'S3 objects', 'objects', { ...clean, in: objects, out: objects, lagMs: state.newestStoredMs }),
    stage('topic', 'SNS notices', 'notices', {
      ...clean,
      in: topic?.published ?? 0,
      out: noticed,
      // Told of before: a subscriber passes over what it has by its id.
      dropped: Math.max(0, (topic?.published ?? 0) - noticed - unread),
      lagMs: ageOf(state, counts.queues[NAMES.notices]),
    }),
    stage('dead-letters', 'Dead letters', 'messages', {
      ...clean,
      in: letters?.waiting ?? 0,
      out: letters?.waiting ?? 0,
    }),
  ];
}

const metric = ({ functions }: CloudCounts, name: string, of: string): number => functions[name]?.metrics[of] ?? 0;
