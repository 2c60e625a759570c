import { type Deadline, type InvocationContext, type Telemetry, workMs } from '@tickerlake/lambda-app';
import { type Queue, sendMessages, type SendReport } from '@tickerlake/sqs-batch';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import type { Config } from './config.ts';
import { NotAKinesisEventError } from './errors.ts';
import type { LogPipeMetrics } from './metrics.ts';
import type { QueueMessage } from './pack-messages.ts';
import { pipe, type PipeCounts, type SourceRecord } from './pipe.ts';

/** What the handler needs from the world. */
export interface HandlerOptions extends Omit<Queue, 'queueUrl'>, Telemetry<LogPipeMetrics> {
  readonly config: Config;
  readonly deadline: Deadline;
}

const isRecord = (value: unknown): value is KinesisStreamEvent['Records'][number] => {
  const kinesis: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'kinesis') : undefined;
  if (typeof kinesis !== 'object' || kinesis === null) return false;
  return ['sequenceNumber', 'data'].every((key) => typeof Reflect.get(kinesis, key) === 'string');
};

/** @throws {NotAKinesisEventError} */
const readEvent = (event: KinesisStreamEvent): SourceRecord[] => {
  const records: unknown = event?.Records;
  if (!Array.isArray(records) || !records.every(isRecord)) throw new NotAKinesisEventError(event);
  return records.map(({ kinesis }) => kinesis);
};

const recordsIn = (messages: readonly QueueMessage[]): number =>
  messages.reduce((sum, { attributes }) => sum + attributes.records, 0);

const sum = (counts: PipeCounts['leftOut']): number => Object.values(counts).reduce((total, one) => total + one, 0);

const countsOf = (
  { counts, messages }: ReturnType<typeof pipe>,
  { unsent, problem, ...sending }: SendReport<QueueMessage>,
) => ({
  records: { ...counts, forwarded: recordsIn(messages) - recordsIn(unsent), unsent: recordsIn(unsent) },
  messages: { sent: messages.length - unsent.length, unsent: unsent.length },
  ...sending,
  ...(problem && { problem: String(problem) }),
});

const metricsOf = ({ records, messages }: ReturnType<typeof countsOf>): LogPipeMetrics => ({
  RecordsIn: records.in,
  RecordsForwarded: records.forwarded,
  RecordsLeftOut: sum(records.leftOut),
  MessagesSent: messages.sent,
});

/**
 * The handler around `pipe`: sends the messages that it makes of an event. Where one could not be sent, the answer names
 * the first Kinesis record of which something is missing in the queue, and Lambda hands it and all behind it in again.
 *
 * @throws {NotAKinesisEventError} for an event that no stream sent, never for what a record holds or the queue does.
 */
export function createHandler(
  options: HandlerOptions,
): (event: KinesisStreamEvent, context: InvocationContext) => Promise<KinesisStreamBatchResponse> {
  const { config, deadline, log, count, ...world } = options;
  const queue = { ...world, queueUrl: config.queueUrl };
  return async (event, context) => {
    const records = readEvent(event);
    const piped = pipe(records);
    const signal = deadline(workMs(context.getRemainingTimeInMillis()));
    const report = await sendMessages(piped.messages, queue, signal);
    const counts = countsOf(piped, report);
    const level = counts.messages.unsent > 0 || counts.records.unreadable > 0 ? 'warn' : 'info';
    log(JSON.stringify({ level, message: 'forwarded', requestId: context.awsRequestId, ...counts }));
    count(metricsOf(counts));
    const firstMissing = records[Math.min(...report.unsent.map(({ firstIndex }) => firstIndex))];
    return { batchItemFailures: firstMissing ? [{ itemIdentifier: firstMissing.sequenceNumber }] : [] };
  };
}
