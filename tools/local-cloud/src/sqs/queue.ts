import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { InvalidOptionsError } from '../errors.ts';
import { ACCOUNT_ID, internalFailure, ServiceError } from '../service.ts';
import { createdOnce } from './created-once.ts';
import type { Message, MessageDraft } from './message.ts';
import { type Entry, MessageLog, type StoredMessage } from './message-log.ts';
import { decodeReceipt, received } from './receipt-handle.ts';
import { Redrive, type RedrivePolicy } from './redrive.ts';
import { Visibility } from './visibility.ts';
import { type ReceiveOptions, WaitingReceives } from './waiting-receives.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const NAME = /^[\w-]{1,80}$/;
/** Of a standard queue, as above. */
export const IN_FLIGHT_MAX = 120_000;
/** Counted from the receive. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
export const VISIBILITY_MAX_SECONDS = 43_200;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const PURGE_INTERVAL_MS = 60_000;

/** The part of `Faults` that strikes here. */
export interface QueueFaults {
  strikes(rate: 'rejectRate' | 'duplicateRate'): boolean;
  diskError(): Error | undefined;
}

export interface QueueSetup {
  readonly name: string;
  readonly dir: string;
  readonly region: string;
  readonly visibilityTimeoutMs: number;
  readonly redrive?: RedrivePolicy | undefined;
  /** How long a message waits that does not say so itself. @default 0 */
  readonly delayMs?: number | undefined;
  /** How long a receive waits that does not say so itself. @default 0 */
  readonly receiveWaitMs?: number | undefined;
  readonly faults: QueueFaults;
  readonly clock: Clock;
}

/** What of a queue can change while it is there. */
export type QueueSettings = Pick<QueueSetup, 'visibilityTimeoutMs' | 'redrive' | 'delayMs' | 'receiveWaitMs'>;

/** The message's id, or why it was refused. */
export type SendOutcome = { readonly messageId: string } | ServiceError;

/**
 * A standard queue. A message is on disk before its send is acknowledged, a receive before it is answered, a delete before
 * it is acknowledged. After a restart messages that were with a receiver can be received again; their receives still count.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly counts = { sent: 0, received: 0, deleted: 0, refused: 0, duplicated: 0, deadLettered: 0 };
  #setup: QueueSetup;
  readonly #log: MessageLog;
  readonly #visibility = new Visibility<Entry>();
  readonly #waiting: WaitingReceives;
  readonly #listeners: (() => void)[] = [];
  readonly #redrive: Redrive;
  #disarm: (() => void) | undefined;
  #purgedMs = -Infinity;
  #closed = false;

  constructor(setup: QueueSetup) {
    if (!NAME.test(setup.name))
      throw new InvalidOptionsError(
        `A queue has the name '${setup.name}'; allowed are 1 to 80 of a-z A-Z 0-9 _ - (queues are standard queues, not FIFO).`,
      );
    this.#setup = setup;
    this.name = setup.name;
    this.arn = `arn:aws:sqs:${setup.region}:${ACCOUNT_ID}:${setup.name}`;
    this.createdMs = createdOnce(setup.dir, this.#now());
    this.#waiting = new WaitingReceives((options) => this.#take(options), setup.clock);
    this.#log = new MessageLog(join(setup.dir, 'messages'), () => setup.faults.diskError());
    const { arn, counts } = this;
    this.#redrive = new Redrive({ arn, counts, log: this.#log, visibility: this.#visibility, now: () => this.#now() });
    this.#place([...this.#log.entries.values()]);
  }

  get setup(): QueueSetup {
    return this.#setup;
  }

  /** What is with a receiver keeps the time that it was given. */
  configure(settings: QueueSettings): void {
    this.#setup = { ...this.#setup, ...settings };
  }

  #now(): number {
    return this.setup.clock.now();
  }

  url(endpoint: string): string {
    return `${endpoint}/${ACCOUNT_ID}/${this.name}`;
  }

  /** Takes each message or refuses it; outcomes are in the order of the drafts. */
  send(drafts: readonly MessageDraft[]): SendOutcome[] {
    const refused = drafts.map(() => this.setup.faults.strikes('rejectRate'));
    const taken = drafts.filter((_, i) => !refused[i]);
    let ids: string[] = [];
    let failure = REJECTED;
    try {
      ids = this.deliver(taken);
    } catch (error) {
      failure = internalFailure(error);
    }
    this.counts.refused += drafts.length - ids.length;
    const left = ids.values();
    return refused.map((isRefused) => {
      if (isRefused) return REJECTED;
      const { value: messageId } = left.next();
      return messageId === undefined ? failure : { messageId };
    });
  }

  /** Takes messages of the cloud's own, which the fault plan never refuses, and returns their ids. Throws what the disk throws. */
  deliver(drafts: readonly MessageDraft[]): string[] {
    const sentMs = this.#now();
    const messages = drafts.map(({ body, attributes, delayMs = this.setup.delayMs ?? 0 }): StoredMessage => {
      const delayedUntilMs = delayMs > 0 ? sentMs + delayMs : undefined;
      return { id: randomUUID(), body, attributes, sentMs, delayedUntilMs };
    });
    // A copy that no delete of the first reaches, as one on another of AWS's servers would be.
    const copies = messages.filter(() => this.setup.faults.strikes('duplicateRate'));
    this.adopt([...messages, ...copies]);
    this.counts.sent += messages.length;
    this.counts.duplicated += copies.length;
    return messages.map(({ id }) => id);
  }

  /** Takes messages as they are: dead letters come with what happened to them elsewhere. */
  adopt(messages: readonly StoredMessage[]): void {
    if (messages.length === 0) return;
    this.#place(this.#log.add(messages, this.#now()));
    this.#wake();
  }

  /** Lets messages of the log be received, now or once their delay is over. */
  #place(entries: readonly Entry[]): void {
    const nowMs = this.#now();
    for (const entry of entries) {
      const { delayedUntilMs: dueMs = 0 } = entry;
      if (dueMs > nowMs) this.#visibility.hide(entry, { dueMs });
      else this.#show(entry);
    }
  }

  /** A message can be received again, or it was received too often and becomes a dead letter. */
  #show(entry: Entry): void {
    const { redrive } = this.setup;
    if (redrive && entry.receives >= redrive.maxReceiveCount) this.#redrive.moveAway(entry, redrive.deadLetterQueue);
    else this.#visibility.show(entry);
  }

  #expire(): void {
    for (const entry of this.#visibility.due(this.#now())) this.#show(entry);
  }

  /** Gives what can be received to those who wait for it. */
  #wake(): void {
    if (this.#closed) return;
    this.#expire();
    this.#waiting.serve();
    if (this.#visibility.ready > 0) for (const listener of this.#listeners) listener();
    this.#arm();
  }

  /** Sets the next look at what is due, as long as somebody waits for it. */
  #arm(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    const { nextDueMs } = this.#visibility;
    const awaited = this.#waiting.size + this.#listeners.length > 0;
    if (this.#closed || !awaited || nextDueMs === Infinity) return;
    this.#disarm = this.setup.clock.schedule(() => this.#wake(), Math.max(0, nextDueMs - this.#now()));
  }

  /** Rejects with `OverLimit` when too many messages are with receivers, unless it may wait. */
  async receive(options: ReceiveOptions): Promise<Message[]> {
    const messages = this.#take(options);
    if (messages.length > 0 || this.#closed || options.signal?.aborted) return messages;
    if (options.waitMs > 0) {
      const waited = this.#waiting.wait(options);
      this.#arm();
      return await waited;
    }
    if (this.#visibility.ready === 0) return [];
    const limit = `Messages of queue ${this.name} in flight are as many as may be, ${IN_FLIGHT_MAX}`;
    throw new ServiceError('OverLimit', `${limit}: delete those that are done.`, 403);
  }

  #take({ max, visibilityTimeoutMs = this.setup.visibilityTimeoutMs }: ReceiveOptions): Message[] {
    if (this.#closed) return [];
    this.#expire();
    const takenMs = this.#now();
    const entries = this.#visibility.first(Math.min(max, IN_FLIGHT_MAX - this.#visibility.inFlight));
    if (entries.length === 0) return [];
    const taken = entries.map((entry) => ({ entry, stored: this.#log.read(entry) }));
    this.#log.received(entries, takenMs);
    for (const entry of entries) this.#visibility.hide(entry, { dueMs: takenMs + visibilityTimeoutMs, takenMs });
    this.counts.received += entries.length;
    this.#arm();
    return taken.map(({ entry, stored }) => received(this.name, entry, stored));
  }

  /** The message of a receipt handle, unless it is deleted or was received again since. */
  #find(receiptHandle: string): Entry | undefined {
    const receipt = decodeReceipt(receiptHandle, this.name);
    const entry = this.#log.entries.get(receipt.number);
    return entry?.id === receipt.id && entry.receives === receipt.receives ? entry : undefined;
  }

  /** Deletes a message for ever. The handle of an older receive deletes nothing, which is no error, as on AWS. */
  delete(receiptHandle: string): void {
    const entry = this.#find(receiptHandle);
    if (entry) this.#remove([entry]);
  }

  #remove(entries: readonly Entry[]): void {
    this.#log.delete(entries, this.#now());
    for (const entry of entries) this.#visibility.remove(entry);
    this.counts.deleted += entries.length;
  }

  /** Hides a message that is with a receiver for `ms` from now on; 0 gives it back. */
  changeVisibility(receiptHandle: string, ms: number): void {
    this.#expire();
    const entry = this.#find(receiptHandle);
    const takenMs = entry && this.#visibility.takenMs(entry);
    if (!entry || takenMs === undefined)
      throw new ServiceError('MessageNotInflight', 'The message was deleted, or can be received again already.');
    const dueMs = this.#now() + ms;
    if (dueMs > takenMs + VISIBILITY_MAX_SECONDS * 1000) throw beyondLimit(ms);
    this.#visibility.hide(entry, { dueMs, takenMs });
    this.#wake();
  }

  /** Messages kept: `waiting` ones are with no receiver, `delayed` of them for some time yet. */
  depth(): { waiting: number; inFlight: number; delayed: number } {
    if (!this.#closed) this.#expire();
    const { ready, delayed, inFlight } = this.#visibility;
    return { waiting: ready + delayed, inFlight, delayed };
  }

  /** When the oldest message was sent, milliseconds since 1970 UTC; `undefined` when there is none. */
  get oldestMs(): number | undefined {
    const [oldest] = this.#log.entries.values();
    return oldest && this.#log.read(oldest).sentMs;
  }

  /** Deletes all messages, those with receivers too. */
  purge(): void {
    if (this.#now() < this.#purgedMs + PURGE_INTERVAL_MS)
      throw new ServiceError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${this.name} is allowed every ${PURGE_INTERVAL_MS / 1000} seconds.`,
        403,
      );
    this.#remove([...this.#log.entries.values()]);
    this.#purgedMs = this.#now();
  }

  /** Sends the dead letters that wait here on to where `to` says by the queue that each came from, and returns how many. */
  sendOn(to: (deadLetterSourceArn: string | undefined) => Queue): number {
    this.#expire();
    return this.#redrive.sendOn(to, (entry) => this.#remove([entry]));
  }

  /** Calls back whenever something has come that can be received. */
  onMessages(listener: () => void): void {
    this.#listeners.push(listener);
    this.#arm();
  }

  /** Ends the waits. What is kept stays for the next start. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disarm?.();
    this.#waiting.stop();
    this.#log.close();
  }
}

/** What the fault of rejections answers. */
export const REJECTED = new ServiceError('InternalError', 'We encountered an internal error. Please try again.', 500);

const beyondLimit = (ms: number) =>
  new ServiceError(
    'InvalidParameterValue',
    `Value ${ms / 1000} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${VISIBILITY_MAX_SECONDS} seconds].`,
  );
