import { CLOSING_SECONDS, PAIRS, TICK_SECONDS } from './assumptions.ts';
import { fetchSeconds } from './bar-schedule.ts';
import {
  GB_BYTES,
  ON_DEMAND_SHARDS,
  ON_DEMAND_STEP_BYTES,
  PUT_UNIT_BYTES,
  roundedUp,
  SHARD_BYTES_PER_SECOND,
  SHARD_RECORDS_PER_SECOND,
  stepsOf,
} from './billing-rules.ts';
import type { Charge, StreamMode } from './charge.ts';
import { type Entries, packed } from './packing.ts';
import { RECORD_BYTES } from './sample-records.ts';
import type { Workload } from './workload.ts';

/** What the stream takes in its busiest second. */
export interface Peak {
  readonly bytesPerSecond: number;
  readonly recordsPerSecond: number;
}

/** Bytes of a second in which quotes and rates come. */
const feedBytesPerSecond = ({ question }: Workload): number =>
  question.feed ? (question.symbols * RECORD_BYTES.quote) / TICK_SECONDS + PAIRS * RECORD_BYTES.rate : 0;

/** Bytes of a second of the fullest run: all collectors at work at once, or the session once more within its time. */
function barBytesPerSecond({ question: { symbols }, collectors, runs }: Workload): number {
  const slowest = Math.max(...collectors.groups.map((group) => group.symbols));
  return Math.max(
    ...runs.map((run) => {
      const bytes = symbols * run.bars * RECORD_BYTES.bar;
      return bytes / (run.closing ? CLOSING_SECONDS : Math.max(1, fetchSeconds(slowest)));
    }),
  );
}

/** Entries of a second while every producer sends at least one. */
function entriesPerSecond({ bursts }: Workload): number {
  const counts = bursts.map((burst) => {
    const entries = packed(burst, 1).reduce((sum, { count }) => sum + count, 0);
    return entries / Math.max(1, burst.seconds);
  });
  return Math.max(...counts);
}

/** The busiest second of a month. */
export const peakOf = (workload: Workload): Peak => ({
  bytesPerSecond: barBytesPerSecond(workload) + feedBytesPerSecond(workload),
  recordsPerSecond: entriesPerSecond(workload) * Math.max(1, workload.collectors.count),
});

/** Shards that a peak needs: by bytes or by records, whichever asks for more, and one at least. */
export const shardsFor = ({ bytesPerSecond, recordsPerSecond }: Peak): number =>
  Math.max(1, stepsOf(bytesPerSecond, SHARD_BYTES_PER_SECOND), stepsOf(recordsPerSecond, SHARD_RECORDS_PER_SECOND));

/** Shards of the stream: those that are paid for, or those that an on-demand stream begins with. */
export const shardsOf = (workload: Workload, mode: StreamMode): number =>
  mode === 'provisioned' ? shardsFor(peakOf(workload)) : Math.max(ON_DEMAND_SHARDS, shardsFor(peakOf(workload)));

/** Every Kinesis record of the month, by size. */
export const entriesOf = ({ bursts }: Workload, shards: number): Entries[] =>
  bursts.flatMap((burst) => packed(burst, shards).map(({ count, bytes }) => ({ count: count * burst.times, bytes })));

const total = (entries: readonly Entries[], of: (bytes: number) => number): number =>
  entries.reduce((sum, { count, bytes }) => sum + count * of(bytes), 0);

const KINESIS = 'Kinesis';

/** The stream, paid by shards and PUT units. */
export function provisionedCharges(workload: Workload): Charge[] {
  const shards = shardsOf(workload, 'provisioned');
  const units = total(entriesOf(workload, shards), (bytes) => stepsOf(bytes, PUT_UNIT_BYTES));
  return [
    { component: KINESIS, item: 'shards', price: 'shardHour', quantity: shards * workload.month.hours },
    { component: KINESIS, item: 'puts', price: 'putUnit', quantity: units },
  ];
}

/** The stream, paid by what goes in and out; Firehose reads it, and the log pipe where there is one. */
export function onDemandCharges(workload: Workload): Charge[] {
  const entries = entriesOf(workload, shardsOf(workload, 'on-demand'));
  const readers = workload.question.feed ? 2 : 1;
  const bytesIn = total(entries, (bytes) => roundedUp(bytes, ON_DEMAND_STEP_BYTES));
  const bytesOut = readers * total(entries, (bytes) => bytes);
  return [
    { component: KINESIS, item: 'stream', price: 'onDemandStreamHour', quantity: workload.month.hours },
    { component: KINESIS, item: 'data in', price: 'onDemandIn', quantity: bytesIn / GB_BYTES },
    { component: KINESIS, item: 'data out', price: 'onDemandOut', quantity: bytesOut / GB_BYTES },
  ];
}
