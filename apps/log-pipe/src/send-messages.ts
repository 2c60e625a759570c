import {
  type BatchResultErrorEntry,
  type MessageAttributeValue,
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { MessageRefusedError } from './errors.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_MESSAGES } from './message-limits.ts';
import type { QueueMessage } from './pack-messages.ts';

/** The part of an `SQSClient` that is used. */
export interface QueueClient {
  send(command: SendMessageBatchCommand, options: { abortSignal: AbortSignal }): Promise<SendMessageBatchCommandOutput>;
}

/** What sending needs from the world. */
export interface SendOptions {
  readonly client: QueueClient;
  readonly queueUrl: string;
  /** Aborts when there is no time left. */
  readonly signal: AbortSignal;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

/** What became of the messages: those that are not among `unsent` are in the queue. */
export interface SendReport {
  readonly unsent: readonly QueueMessage[];
  readonly requests: number;
  /** Messages sent again because the service refused them. */
  readonly resent: number;
  /** Why some are unsent: the error's name and text. */
  readonly problem?: string;
}

/** How often a message is sent before it is given up: with the waits below, after about 6 s. */
const MAX_ATTEMPTS = 8;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 2_000;

/** Exponential back-off with full jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const backoffMs = (attempts: number, random: () => number): number =>
  random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (attempts - 1));

interface Entry extends SendMessageBatchRequestEntry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageAttributes: Record<string, MessageAttributeValue>;
}

const attributeOf = (value: string | number): MessageAttributeValue => ({
  DataType: typeof value === 'number' ? 'Number' : 'String',
  StringValue: String(value),
});

/** The id, which must be unique within a request only, is the message's place among all of them. */
const entryOf = ({ body, attributes }: QueueMessage, place: number): Entry => ({
  Id: String(place),
  MessageBody: body,
  MessageAttributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)])),
});

/**
 * Bytes of a message as the service counts them: body, and name, type and value of each attribute.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
const bytesOf = ({ MessageBody, MessageAttributes }: Entry): number =>
  Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType = '', StringValue = '' }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    Buffer.byteLength(MessageBody),
  );

/** Groups entries, in order, into requests that the service takes. */
function requestsOf(entries: readonly Entry[]): Entry[][] {
  const requests: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const bytes = bytesOf(entry);
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

/** What is not yet in the queue, and what it took so far. */
class Delivery {
  /** Places of the messages. */
  readonly unsent: Set<number>;
  requests = 0;
  resent = 0;
  readonly #options: SendOptions;

  constructor(messages: readonly QueueMessage[], options: SendOptions) {
    this.unsent = new Set(messages.keys());
    this.#options = options;
  }

  /** Sends one request, and again what the service refused of it. Rejects when something of it cannot be sent. */
  async deliver(request: readonly Entry[]): Promise<void> {
    const { random, signal, sleep } = this.#options;
    let waiting = request;
    for (let attempts = 1; waiting.length > 0; attempts += 1) {
      if (attempts > 1) this.resent += waiting.length;
      const refusal = await this.#send(waiting);
      waiting = waiting.filter(({ Id }) => this.unsent.has(Number(Id)));
      if (waiting.length === 0) return;
      const isFinal = refusal?.SenderFault === true || attempts === MAX_ATTEMPTS;
      if (isFinal) throw new MessageRefusedError(refusal?.Code ?? 'NoResult');
      await sleep(backoffMs(attempts, random), signal);
    }
  }

  /** Resolves to the worst refusal. An entry of which the answer says nothing counts as refused too. */
  async #send(entries: readonly Entry[]): Promise<BatchResultErrorEntry | undefined> {
    const { client, queueUrl, signal } = this.#options;
    this.requests += 1;
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...entries] });
    const { Successful = [], Failed = [] } = await client.send(command, { abortSignal: signal });
    for (const { Id } of Successful) this.unsent.delete(Number(Id));
    return Failed.find(({ SenderFault }) => SenderFault === true) ?? Failed[0];
  }
}

/**
 * Sends messages, one request after the other. Requests that fail as a whole are the client's to repeat; what a request
 * was refused in part is sent again here. Where a message cannot be sent, those behind it are not tried: Lambda hands
 * their records in again with its own. Never rejects.
 */
export async function sendMessages(messages: readonly QueueMessage[], options: SendOptions): Promise<SendReport> {
  const delivery = new Delivery(messages, options);
  let problem: string | undefined;
  try {
    for (const request of requestsOf(messages.map(entryOf))) await delivery.deliver(request);
  } catch (error) {
    problem = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  }
  const { requests, resent } = delivery;
  const unsent = messages.filter((_, place) => delivery.unsent.has(place));
  return { unsent, requests, resent, ...(problem !== undefined && { problem }) };
}
