import { setTimeout } from 'node:timers/promises';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { MessageRefusedError } from './errors.ts';
import { type Entry, type Message, planRequests } from './plan-requests.ts';
import type { Queue, Refusal } from './queue.ts';

/** What became of the messages: those that are not among `unsent` are in the queue. */
export interface SendReport<M extends Message> {
  readonly unsent: readonly M[];
  readonly requests: number;
  /** Messages sent again because the service refused them. */
  readonly resent: number;
  /** Why some are unsent: a `MessageRefusedError`, or what the client failed with. */
  readonly problem?: Error;
}

/** How often a message is sent before it is given up: with the waits below, after about 6 s. */
const MAX_ATTEMPTS = 8;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 2_000;

/** Exponential back-off with full jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const backoffMs = (attempts: number, random: () => number): number =>
  random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (attempts - 1));

const wait = (waitMs: number, signal: AbortSignal): Promise<void> => setTimeout(waitMs, undefined, { signal });

/** How far a delivery has come. */
interface Progress {
  /** Ids of the entries that are not in the queue. */
  readonly unsent: Set<string | undefined>;
  requests: number;
  resent: number;
}

/** The worst of them: a fault of the sender's is for good. */
const worstOf = (refusals: readonly Refusal[]): Refusal | undefined =>
  refusals.find(({ SenderFault }) => SenderFault === true) ?? refusals[0];

/**
 * Sends one request, and again what the service refused of it or said nothing of.
 *
 * @throws when something of it cannot be sent.
 */
async function deliver(request: readonly Entry[], progress: Progress, queue: Queue, signal: AbortSignal) {
  const { client, queueUrl, sleep = wait, random = Math.random } = queue;
  let waiting = request;
  for (let attempts = 1; ; attempts += 1) {
    progress.requests += 1;
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...waiting] });
    const { Successful = [], Failed = [] } = await client.send(command, { abortSignal: signal });
    for (const { Id } of Successful) progress.unsent.delete(Id);
    waiting = waiting.filter(({ Id }) => progress.unsent.has(Id));
    if (waiting.length === 0) return;
    const refusal = worstOf(Failed);
    if (refusal?.SenderFault === true || attempts === MAX_ATTEMPTS)
      throw new MessageRefusedError(refusal?.Code ?? 'NoResult');
    await sleep(backoffMs(attempts, random), signal);
    progress.resent += waiting.length;
  }
}

/**
 * Sends messages, one request after the other. Requests that fail as a whole are the client's to repeat; what a request
 * was refused in part is sent again here. Where a message cannot be sent, those behind it are not tried: what a Lambda
 * function was handed comes again as a whole, or from there on. Never rejects.
 *
 * @param signal Aborts when there is no time left.
 */
export async function sendMessages<M extends Message>(
  messages: readonly M[],
  queue: Queue,
  signal: AbortSignal,
): Promise<SendReport<M>> {
  const requests = planRequests(messages);
  const progress = { unsent: new Set(requests.flat().map(({ Id }) => Id)), requests: 0, resent: 0 };
  let problem: Error | undefined;
  try {
    for (const request of requests) await deliver(request, progress, queue, signal);
  } catch (error) {
    problem = error instanceof Error ? error : new Error(typeof error);
  }
  const unsent = messages.filter((_, place) => progress.unsent.has(String(place)));
  return { ...progress, unsent, ...(problem && { problem }) };
}
