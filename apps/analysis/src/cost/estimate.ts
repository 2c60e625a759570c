import type { Charge, StreamMode } from './charge.ts';
import { deliveryCharges } from './delivery-charges.ts';
import { collectorWork, logLegWork, transformerWork } from './function-work.ts';
import { logLegOf } from './log-leg.ts';
import { centsFor } from './money.ts';
import { operationCharges } from './operation-charges.ts';
import { functionCharges, lakeCharges, messagingCharges } from './service-charges.ts';
import { onDemandCharges, type Peak, peakOf, provisionedCharges, shardsOf } from './stream-charges.ts';
import { type CostQuestion, type Workload, workloadOf } from './workload.ts';

/** A charge with its price in cents. */
export interface PricedCharge extends Charge {
  readonly cents: number;
}

/** A month with the stream in one mode. */
export interface ModeEstimate {
  readonly mode: StreamMode;
  readonly shards: number;
  readonly charges: readonly PricedCharge[];
  /** The sum of the charges. */
  readonly totalCents: number;
  /** The part of it that is the stream. */
  readonly streamCents: number;
}

/** A month in both modes of the stream. */
export interface Estimate {
  readonly workload: Workload;
  readonly peak: Peak;
  readonly provisioned: ModeEstimate;
  readonly onDemand: ModeEstimate;
  /** The mode in which the month costs less; provisioned, where it costs the same. */
  readonly cheaper: StreamMode;
}

const sumOf = (charges: readonly PricedCharge[]): number => charges.reduce((sum, { cents }) => sum + cents, 0);

/** Logs travel by shard, so what the log leg does depends on how many the stream has. */
function chargesOf(workload: Workload, mode: StreamMode, shards: number): Charge[] {
  const leg = logLegOf(workload, shards);
  const work = [
    collectorWork(workload),
    transformerWork(workload),
    ...(leg === undefined ? [] : logLegWork(workload, leg, shards)),
  ];
  return [
    ...(mode === 'provisioned' ? provisionedCharges(workload) : onDemandCharges(workload)),
    ...deliveryCharges(workload),
    ...functionCharges(work),
    ...messagingCharges(workload, leg),
    ...lakeCharges(workload, leg),
    ...operationCharges(workload, work),
  ];
}

function modeEstimate(workload: Workload, mode: StreamMode): ModeEstimate {
  const shards = shardsOf(workload, mode);
  const charges = chargesOf(workload, mode, shards).map((charge) => ({
    ...charge,
    cents: centsFor(charge.price, charge.quantity),
  }));
  const stream = charges.filter(({ component }) => component === 'Kinesis');
  return { mode, shards, charges, totalCents: sumOf(charges), streamCents: sumOf(stream) };
}

/** What a month costs. Pure: the question says everything. */
export function estimateCost(question: CostQuestion): Estimate {
  const workload = workloadOf(question);
  const provisioned = modeEstimate(workload, 'provisioned');
  const onDemand = modeEstimate(workload, 'on-demand');
  const cheaper = provisioned.totalCents <= onDemand.totalCents ? 'provisioned' : 'on-demand';
  return { workload, peak: peakOf(workload), provisioned, onDemand, cheaper };
}
