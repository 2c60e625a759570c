import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { MAX_REQUEST_BYTES, MAX_REQUEST_MESSAGES } from './limits.ts';

/** A message for a queue. */
export interface Message {
  /** At least one character, each of them one that a message may hold: `isMessageText`. */
  readonly body: string;
  /** Numbers become Number, texts String. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A message as `SendMessageBatch` takes it. */
export interface Entry {
  /** The message's place among all of them: unique within a request, which is what the service asks for. */
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageAttributes: Record<string, MessageAttributeValue>;
}

const typeOf = (value: string | number): string => (typeof value === 'number' ? 'Number' : 'String');

const entryOf = ({ body, attributes }: Message, place: number): Entry => ({
  Id: String(place),
  MessageBody: body,
  MessageAttributes: Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: typeOf(value), StringValue: String(value) }]),
  ),
});

/**
 * Bytes of a message as the service counts them: body, and name, type and value of each attribute.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export const messageBytes = ({ body, attributes }: Message): number =>
  Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(`${name}${typeOf(value)}${value}`),
    Buffer.byteLength(body),
  );

/** Groups messages, in order, into requests that the service takes; one that is too large for any goes alone. */
export function planRequests(messages: readonly Message[]): Entry[][] {
  const requests: Entry[][] = [];
  let left = 0;
  for (const [place, message] of messages.entries()) {
    const entry = entryOf(message, place);
    const bytes = messageBytes(message);
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
