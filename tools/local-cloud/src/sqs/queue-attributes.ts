import { ServiceError } from '../service.ts';
import type { Queue } from './queue.ts';

/** What a receiver may ask of a message; those of FIFO queues and traces are never there. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const SYSTEM_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'All SenderId SentTimestamp ApproximateReceiveCount ApproximateFirstReceiveTimestamp DeadLetterQueueSourceArn ' +
    'SequenceNumber MessageDeduplicationId MessageGroupId AWSTraceHeader'
  ).split(' '),
);

/**
 * The attributes of a queue that were asked for. Messages are kept until they are deleted: the retention told is the
 * longest that AWS has, but nothing ends it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export function queueAttributes(queue: Queue, names: readonly string[]): Record<string, string> {
  const { setup, arn, createdMs } = queue;
  const { waiting, inFlight, delayed } = queue.depth();
  const created = String(Math.floor(createdMs / 1000));
  const attributes: Record<string, string | undefined> = {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(waiting - delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(setup.visibilityTimeoutMs / 1000),
    MaximumMessageSize: String(1 << 20),
    MessageRetentionPeriod: '1209600',
    DelaySeconds: String((setup.delayMs ?? 0) / 1000),
    ReceiveMessageWaitTimeSeconds: String((setup.receiveWaitMs ?? 0) / 1000),
    SqsManagedSseEnabled: 'false',
    RedrivePolicy: redrivePolicy(queue),
  };
  const unknown = names.find((name) => name !== 'All' && !Object.hasOwn(attributes, name));
  if (unknown !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const wanted = Object.entries(attributes).filter(([name]) => names.includes('All') || names.includes(name));
  return Object.fromEntries(wanted.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function redrivePolicy({ setup: { redrive } }: Queue): string | undefined {
  if (!redrive) return undefined;
  const { deadLetterQueue, maxReceiveCount } = redrive;
  return JSON.stringify({ deadLetterTargetArn: deadLetterQueue.arn, maxReceiveCount });
}
