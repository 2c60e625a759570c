import type { Entry, MessageLog, StoredMessage } from './message-log.ts';
import type { Queue } from './queue.ts';
import type { Visibility } from './visibility.ts';

/** A dead letter that could not be moved, the disk being full, is tried again. */
const REDRIVE_RETRY_MS = 1000;

/** Where a message goes that was received `maxReceiveCount` times and came back. */
export interface RedrivePolicy {
  readonly deadLetterQueue: Queue;
  readonly maxReceiveCount: number;
}

/** The parts of the queue whose messages are moved. */
export interface RedriveSource {
  readonly arn: string;
  readonly counts: { deadLettered: number };
  readonly log: MessageLog;
  readonly visibility: Visibility<Entry>;
  readonly now: () => number;
}

/** Moves a queue's messages to its dead-letter queue; where it is one itself, sends what lies there on. */
export class Redrive {
  readonly #source: RedriveSource;
  /** Dead letters that the dead-letter queue has already. */
  readonly #handedOver = new WeakSet<Entry>();

  constructor(source: RedriveSource) {
    this.#source = source;
  }

  /** First it is there, then no longer here: killed between the two, a process leaves it in both. */
  moveAway(entry: Entry, deadLetterQueue: Queue): void {
    const { counts, log, visibility, now } = this.#source;
    try {
      if (!this.#handedOver.has(entry)) deadLetterQueue.adopt([this.#letterOf(entry)]);
      this.#handedOver.add(entry);
      log.delete([entry], now());
      visibility.remove(entry);
      counts.deadLettered += 1;
    } catch {
      visibility.hide(entry, { dueMs: now() + REDRIVE_RETRY_MS });
    }
  }

  #letterOf(entry: Entry): StoredMessage {
    const { arn, log } = this.#source;
    const { receives, firstReceivedMs } = entry;
    const earlierReceives = entry.earlierReceives + receives;
    return { ...log.read(entry), earlierReceives, firstReceivedMs, deadLetterSourceArn: arn };
  }

  /**
   * Sends the dead letters that wait here on, as new messages, and returns how many. `to` says where one belongs by the
   * queue that it came from; when it throws, nothing is sent. `remove` takes each out of here.
   */
  sendOn(to: (deadLetterSourceArn: string | undefined) => Queue, remove: (entry: Entry) => void): number {
    const { log, visibility } = this.#source;
    const letters = visibility.first(Infinity).map((entry) => {
      const { body, attributes, deadLetterSourceArn } = log.read(entry);
      return { entry, draft: { body, attributes }, target: to(deadLetterSourceArn) };
    });
    for (const { entry, draft, target } of letters) {
      target.deliver([draft]);
      remove(entry);
    }
    return letters.length;
  }
}
