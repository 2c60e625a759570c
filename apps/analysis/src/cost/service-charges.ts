import {
  FUNCTION_MB,
  GETS_PER_OBJECT,
  NOTICE_BYTES,
  OBJECT_BYTES,
  QUEUE_POLL_SECONDS,
  QUEUE_POLLERS,
  STORED_ROW_BYTES,
} from './assumptions.ts';
import {
  athenaBilledBytes,
  GB_BYTES,
  SNS_REQUEST_BYTES,
  SQS_REQUEST_BYTES,
  stepsOf,
  TB_BYTES,
} from './billing-rules.ts';
import type { Charge } from './charge.ts';
import { deliveredObjects } from './delivery-charges.ts';
import { type FunctionWork, invocationsOf } from './function-work.ts';
import type { LogLeg } from './log-leg.ts';
import type { Workload } from './workload.ts';

/** Lambda: requests and time of each function. */
export const functionCharges = (work: readonly FunctionWork[]): Charge[] => [
  { component: 'Lambda', item: 'requests', price: 'lambdaRequest', quantity: invocationsOf(work) },
  ...work.map(({ name, billedMs }): Charge => {
    const gbSeconds = ((billedMs / 1_000) * FUNCTION_MB) / 1_024;
    return { component: 'Lambda', item: name, price: 'lambdaGbSecond', quantity: gbSeconds };
  }),
];

/** SQS: a message is sent and received by its size, deleted once, and an idle queue is asked all the time. */
function queueRequests(leg: LogLeg, hours: number): number {
  const polls = (QUEUE_POLLERS * hours * 3_600) / QUEUE_POLL_SECONDS;
  const perMessage = (bytes: number): number => 2 * stepsOf(bytes, SQS_REQUEST_BYTES) + 1;
  return leg.messages.reduce((sum, { count, bytes }) => sum + count * perMessage(bytes), polls);
}

const publishes = (leg: LogLeg): number => leg.objects * stepsOf(NOTICE_BYTES, SNS_REQUEST_BYTES);

/** The queue of logs and the notices; none without a log leg. */
export const messagingCharges = ({ month }: Workload, leg: LogLeg | undefined): Charge[] =>
  leg === undefined
    ? []
    : [
        { component: 'SQS', item: 'requests', price: 'sqsRequest', quantity: queueRequests(leg, month.hours) },
        { component: 'SNS', item: 'notices', price: 'snsPublish', quantity: publishes(leg) },
      ];

/** The lake: what the month adds is kept, written and read. */
export function lakeCharges(workload: Workload, leg: LogLeg | undefined): Charge[] {
  const { question, month, barsPut } = workload;
  const barObjects = deliveredObjects(workload);
  const objects = barObjects + (leg?.objects ?? 0);
  const bytes = objects * OBJECT_BYTES + (barsPut + (leg?.logRecords ?? 0)) * STORED_ROW_BYTES;
  const queries = question.queriesPerDay * month.days;
  const objectsADay = month.sessionMinutes.length === 0 ? 0 : barObjects / month.sessionMinutes.length;
  const scanned = queries * athenaBilledBytes(question.scannedMb * 1e6);
  return [
    { component: 'S3', item: 'a month kept', price: 's3Storage', quantity: bytes / GB_BYTES },
    { component: 'S3', item: 'writes', price: 's3Put', quantity: objects },
    { component: 'S3', item: 'reads', price: 's3Get', quantity: queries * objectsADay * GETS_PER_OBJECT },
    { component: 'Athena', item: 'scanned', price: 'athenaScan', quantity: scanned / TB_BYTES },
  ];
}
