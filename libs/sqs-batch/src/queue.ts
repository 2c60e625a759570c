import {
  type BatchResultErrorEntry,
  type SendMessageBatchCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';

/** The part of an `SQSClient` that is used. */
export interface QueueClient {
  send(command: SendMessageBatchCommand, options: { abortSignal: AbortSignal }): Promise<BatchAnswer>;
}

/** What is read of the answer to `SendMessageBatch`. */
interface BatchAnswer {
  readonly Successful?: readonly { readonly Id?: string | undefined }[] | undefined;
  readonly Failed?: readonly Refusal[] | undefined;
}

/** Why an entry was refused. */
export type Refusal = Pick<BatchResultErrorEntry, 'SenderFault' | 'Code'>;

/** A standard queue, and how to wait for it. */
export interface Queue {
  readonly client: QueueClient;
  readonly queueUrl: string;
  /** Waits; rejects when the signal aborts. @default by the machine's clock */
  readonly sleep?: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 (included) to 1 (excluded). @default `Math.random` */
  readonly random?: () => number;
}

/** Makes a client that asks `AWS_ENDPOINT_URL` where that is set: else the host in a queue's URL would win over it. */
export const createQueueClient = (config: SQSClientConfig): SQSClient =>
  new SQSClient({ ...config, useQueueUrlAsEndpoint: false });

/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`; a FIFO queue, whose name ends in `.fifo`, wants a group of every message. */
const STANDARD_QUEUE = /^\/\d{12}\/[\w-]{1,80}$/;

/** What `isQueueUrl` takes, for messages about what it does not. */
export const QUEUE_URL_ALLOWED = 'the URL of a standard SQS queue, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME';

/** Whether a text is the URL of a standard queue, on AWS or elsewhere. */
export const isQueueUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && STANDARD_QUEUE.test(url.pathname);
};
