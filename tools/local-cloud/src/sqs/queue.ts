import type { Clock } from '../clock.ts';
import { ACCOUNT_ID, ServiceError } from '../service.ts';
import type { Message, MessageDraft } from './message.ts';

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
  /** Where messages go that were received so often and came back. That queue must be there first. */
  readonly redrive?: { readonly deadLetterQueue: Queue; readonly maxReceiveCount: number } | undefined;
  readonly faults: QueueFaults;
  readonly clock: Clock;
}

export interface ReceiveOptions {
  /** At most so many messages. */
  readonly max: number;
  /** How long to wait for the first one. */
  readonly waitMs: number;
  /** @default the queue's */
  readonly visibilityTimeoutMs?: number | undefined;
  /** Ends the wait; nothing is received then. */
  readonly signal?: AbortSignal | undefined;
}

/** The message's id, or why it was refused. */
export type SendOutcome = { readonly messageId: string } | ServiceError;

/** A standard queue. */
export class Queue {
  readonly setup: QueueSetup;
  readonly name: string;
  readonly arn: string;
  readonly counts = { sent: 0, received: 0, deleted: 0, refused: 0, duplicated: 0, deadLettered: 0 };

  constructor(setup: QueueSetup) {
    this.setup = setup;
    this.name = setup.name;
    this.arn = `arn:aws:sqs:${setup.region}:${ACCOUNT_ID}:${setup.name}`;
  }

  url(endpoint: string): string {
    return `${endpoint}/${ACCOUNT_ID}/${this.name}`;
  }

  /** Takes each message or refuses it; outcomes are in the order of the drafts. */
  send(drafts: readonly MessageDraft[]): SendOutcome[] {
    return drafts.map(() => new ServiceError('InternalError', 'Not written yet', 500));
  }

  /** Takes messages of the cloud's own, which the fault plan does not refuse. Throws what the disk throws. */
  deliver(drafts: readonly MessageDraft[]): string[] {
    return drafts.map(() => '');
  }

  receive(_options: ReceiveOptions): Promise<Message[]> {
    return Promise.resolve([]);
  }

  delete(_receiptHandle: string): void {}

  changeVisibility(_receiptHandle: string, _ms: number): void {}

  /** Messages kept: `waiting` are not with a receiver, of them `delayed` not to be received yet. */
  depth(): { waiting: number; inFlight: number; delayed: number } {
    return { waiting: 0, inFlight: 0, delayed: 0 };
  }

  /** Calls back whenever there is something to receive that was not before. */
  onMessages(_listener: () => void): void {}

  /** Ends the waits. What is kept stays for the next start. */
  close(): void {}
}
