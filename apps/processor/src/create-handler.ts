import { type Deadline, type InvocationContext, type Telemetry, workMs } from '@tickerlake/lambda-app';
import type { QueueClient } from '@tickerlake/sqs-batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Config } from './config.ts';
import { NotAQueueEventError } from './errors.ts';
import type { ProcessorMetrics } from './metrics.ts';
import type { SourceMessage } from './process.ts';
import type { TopicClient } from './publish-notice.ts';
import { runMessages, type RunReport } from './run-messages.ts';
import type { ObjectClient } from './store-object.ts';

/** What the handler needs from the world. */
export interface HandlerOptions extends Telemetry<ProcessorMetrics> {
  readonly config: Config;
  readonly clients: { readonly s3: ObjectClient; readonly sns: TopicClient; readonly sqs: QueueClient };
  readonly deadline: Deadline;
}

const isMessage = (value: unknown): value is SQSRecord =>
  typeof value === 'object' &&
  value !== null &&
  ['messageId', 'body'].every((key) => typeof Reflect.get(value, key) === 'string');

const toSource = ({ messageId, body, attributes, messageAttributes }: SQSRecord): SourceMessage => {
  const encoding = messageAttributes?.['encoding']?.stringValue;
  const part = messageAttributes?.['part']?.stringValue;
  return {
    messageId,
    body,
    receiveCount: Number(attributes?.ApproximateReceiveCount ?? 1),
    ...(encoding !== undefined && { encoding }),
    ...(part !== undefined && { part }),
  };
};

/** @throws {NotAQueueEventError} */
const readEvent = (event: SQSEvent): SourceMessage[] => {
  const records: unknown = event?.Records;
  if (!Array.isArray(records) || !records.every(isMessage)) throw new NotAQueueEventError(event);
  return records.map(toSource);
};

const metricsOf = (messages: number, { lines, objects, notices, deadLettered }: RunReport): ProcessorMetrics => ({
  MessagesIn: messages,
  RecordsIn: lines.in,
  RecordsStored: lines.stored,
  RecordsFailed: lines.unreadable,
  ObjectsWritten: objects.written,
  ObjectsExisting: objects.existing,
  NoticesPublished: notices,
  DeadLettered: deadLettered,
});

/**
 * The handler around `runMessages`: one call, one log line, and an answer that names the messages that must come again.
 *
 * @throws {NotAQueueEventError} for an event that no queue sent, never for what a message holds or a service does.
 */
export function createHandler(
  options: HandlerOptions,
): (event: SQSEvent, context: InvocationContext) => Promise<SQSBatchResponse> {
  const { config, clients, deadline, log, count } = options;
  const store = { client: clients.s3, bucket: config.bucket };
  const topic = { client: clients.sns, topicArn: config.topicArn };
  const deadLetters = { client: clients.sqs, queueUrl: config.deadLetterQueueUrl };
  return async (event, context) => {
    const messages = readEvent(event);
    const signal = deadline(workMs(context.getRemainingTimeInMillis()));
    const { maxReceives } = config;
    const report = await runMessages(messages, { store, topic, deadLetters, maxReceives, signal });
    const { failed, ...numbers } = report;
    log(
      JSON.stringify({
        level: failed.length > 0 || report.deadLettered > 0 ? 'warn' : 'info',
        message: 'processed',
        requestId: context.awsRequestId,
        messages: { in: messages.length, failed: failed.length },
        ...numbers,
      }),
    );
    count(metricsOf(messages.length, report));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
