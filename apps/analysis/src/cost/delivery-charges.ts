import { DELIVERY_OBJECT_BYTES } from './assumptions.ts';
import { FIREHOSE_STEP_BYTES, GB_BYTES, roundedUp } from './billing-rules.ts';
import type { Charge } from './charge.ts';
import { RECORD_BYTES, ROW_BYTES } from './sample-records.ts';
import type { Run, Workload } from './workload.ts';

/** Objects that Firehose makes of the bars of one run: runs are at least as far apart as it gathers. */
const objectsOf = (run: Run, symbols: number): number =>
  Math.ceil((symbols * run.bars * ROW_BYTES) / DELIVERY_OBJECT_BYTES);

/** Objects that Firehose writes in the month. */
export const deliveredObjects = ({ question: { symbols }, runs }: Workload): number =>
  runs.reduce((sum, run) => sum + run.times * objectsOf(run, symbols), 0);

/** What Firehose bills of the stream: every record, each rounded up; logs too, though the transformer drops them. */
function ingestedBytes({ barsPut, logs }: Workload): number {
  const records = [
    [barsPut, RECORD_BYTES.bar],
    [logs.quotes, RECORD_BYTES.quote],
    [logs.rates, RECORD_BYTES.rate],
    [logs.stories, RECORD_BYTES.story],
  ] as const;
  return records.reduce((sum, [count, bytes]) => sum + count * roundedUp(bytes, FIREHOSE_STEP_BYTES), 0);
}

const FIREHOSE = 'Firehose';

/** Firehose: what comes in, what becomes Parquet, and what is sorted into dates. */
export function deliveryCharges(workload: Workload): Charge[] {
  const ingestedGb = ingestedBytes(workload) / GB_BYTES;
  const deliveredGb = (workload.barsPut * ROW_BYTES) / GB_BYTES;
  return [
    { component: FIREHOSE, item: 'ingested', price: 'firehoseIngest', quantity: ingestedGb },
    { component: FIREHOSE, item: 'converted', price: 'firehoseConversion', quantity: ingestedGb },
    { component: FIREHOSE, item: 'partitioned', price: 'firehosePartitioning', quantity: deliveredGb },
    { component: FIREHOSE, item: 'objects', price: 'firehoseObject', quantity: deliveredObjects(workload) },
  ];
}
