import { type MessageAttributeValue, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeadLetterTooLargeError, NotDeadLetteredError } from './errors.ts';
import type { SourceMessage, UnreadableLine } from './process.ts';

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** The part of an `SQSClient` that is used. */
export interface QueueClient {
  send(
    command: SendMessageBatchCommand,
    options: CallOptions,
  ): Promise<{ Successful?: { Id?: string | undefined }[] | undefined }>;
  send(command: SendMessageCommand, options: CallOptions): Promise<unknown>;
}

/** Where unreadable lines go. */
export interface DeadLetterQueue {
  readonly client: QueueClient;
  readonly queueUrl: string;
}

/**
 * SQS: bytes of one message, and of all the messages of one `SendMessageBatch` together, attributes included: 1 MiB.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export const MAX_REQUEST_BYTES = 1_048_576;
/** SQS: messages of one `SendMessageBatch`. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const MAX_REQUEST_MESSAGES = 10;

/**
 * SQS: characters that a message may not hold. Depending on the page the service refuses such a message or puts U+FFFD in
 * their place, which would be a silent change.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for.
const NOT_ALLOWED_IN_MESSAGES = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Reasons are cut to this many characters: who needs more has the line. */
const MAX_REASON_CHARS = 500;

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageAttributes: Record<string, MessageAttributeValue>;
}

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

const reasonOf = (reason: string): string =>
  Array.from(reason.slice(0, MAX_REASON_CHARS), (char) => (NOT_ALLOWED_IN_MESSAGES.test(char) ? '?' : char)).join('');

/** The line as it came; in base64, and marked so, where text cannot hold it. The processor reads both. */
const bodyOf = (bytes: Buffer): { body: string; encoding?: string } => {
  const body = bytes.toString();
  const isText = !NOT_ALLOWED_IN_MESSAGES.test(body) && Buffer.from(body).equals(bytes);
  return isText ? { body } : { body: bytes.toString('base64'), encoding: 'base64' };
};

const entryOf = (line: UnreadableLine, place: number, { messageId, receiveCount, part }: SourceMessage): Entry => {
  const { body, encoding } = bodyOf(line.bytes);
  return {
    Id: String(place),
    MessageBody: body,
    MessageAttributes: {
      reason: text(reasonOf(line.reason)),
      tries: { DataType: 'Number', StringValue: String(receiveCount) },
      origin: text(messageId),
      // With these it can be sent back to the queue as it is.
      ...(encoding !== undefined && { encoding: text(encoding) }),
      ...(part !== undefined && { part: text(part) }),
    },
  };
};

/**
 * Bytes of a message as the service counts them: body, and name, type and value of each attribute.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
const sizeOf = ({ MessageBody, MessageAttributes }: Entry): number =>
  Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType = '', StringValue = '' }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    Buffer.byteLength(MessageBody),
  );

/** Groups entries, in order, into requests that the service takes. */
function requestsOf(entries: readonly Entry[]): Entry[][] {
  const requests: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const bytes = sizeOf(entry);
    if (bytes > MAX_REQUEST_BYTES) throw new DeadLetterTooLargeError(bytes, MAX_REQUEST_BYTES);
    const current = requests.at(-1);
    if (current === undefined || current.length === MAX_REQUEST_MESSAGES || bytes > left) {
      requests.push([entry]);
      left = MAX_REQUEST_BYTES - bytes;
    } else {
      current.push(entry);
      left -= bytes;
    }
  }
  return requests;
}

/** What a batch was refused goes by itself, because requests that fail as a whole are repeated by the SDK. */
async function send(entries: Entry[], { client, queueUrl }: DeadLetterQueue, signal: AbortSignal): Promise<void> {
  const options = { abortSignal: signal };
  const batch = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
  const { Successful = [] } = await client.send(batch, options);
  const taken = new Set(Successful.map(({ Id }) => Id));
  for (const { Id, ...entry } of entries)
    if (!taken.has(Id)) await client.send(new SendMessageCommand({ QueueUrl: queueUrl, ...entry }), options);
}

/**
 * Sends the unreadable lines of a message to the dead-letter queue, each as a message of its own with the attributes
 * `reason`, `tries` and `origin`, the source message's id. At least once: where one cannot be sent, all come again.
 *
 * @throws {NotDeadLetteredError}
 */
export async function sendDeadLetters(
  message: SourceMessage,
  lines: readonly UnreadableLine[],
  queue: DeadLetterQueue,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const request of requestsOf(lines.map((line, place) => entryOf(line, place, message))))
      await send(request, queue, signal);
  } catch (error) {
    throw new NotDeadLetteredError(message.messageId, error);
  }
}
