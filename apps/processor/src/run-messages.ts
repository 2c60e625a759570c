import type { Queue } from '@tickerlake/sqs-batch';
import { sendDeadLetters } from './dead-letters.ts';
import type { LakeObject } from './lake-object.ts';
import { type ProcessedMessage, processMessage, type SourceMessage } from './process.ts';
import { noticeOf, publishNotice, type Topic } from './publish-notice.ts';
import { settleAll } from './settle-all.ts';
import { type Store, type StoredObject, storeObject } from './store-object.ts';

/** What running messages needs from the world. */
export interface RunOptions {
  readonly store: Store;
  readonly topic: Topic;
  readonly deadLetters: Queue;
  /** Receives after which the unreadable lines of a message are given up. */
  readonly maxReceives: number;
  /** Aborts when there is no time left: what is not done by then fails. */
  readonly signal: AbortSignal;
}

/** What became of the messages. */
export interface RunReport {
  /** Ids of the messages that must come again. */
  readonly failed: readonly string[];
  readonly lines: {
    /** The sum of the next four. */
    in: number;
    /** Rows of objects that are in the bucket and of which a notice was published. */
    stored: number;
    /** Equal to another line of the same message. */
    repeated: number;
    unreadable: number;
    /** Rows of objects that are not in the bucket, or without notice. */
    undelivered: number;
  };
  /** Of the unreadable lines, those that are in the dead-letter queue now. */
  deadLettered: number;
  readonly objects: { written: number; existing: number };
  notices: number;
  /** What went wrong, by the names of the error and of its cause. */
  readonly problems: Record<string, Problem>;
}

/** How often something went wrong. */
interface Problem {
  count: number;
  /** What the service said of the first; of the processor's own errors nothing, for they may quote a record. */
  readonly example?: string;
}

/** Objects stored, or messages dead-lettered, at a time: enough to hide the services' latency, few enough for the memory. */
const CONCURRENCY = 16;

/** A message and what is known of it. */
interface Task {
  readonly message: SourceMessage;
  readonly processed: ProcessedMessage;
}

const causeOf = (error: unknown): Error | undefined =>
  error instanceof Error && error.cause instanceof Error ? error.cause : undefined;

const namesOf = (error: unknown): string => {
  const names = [error, causeOf(error)].flatMap((one) => (one instanceof Error ? one.name : []));
  return names.length > 0 ? names.join(': ') : typeof error;
};

class Run {
  readonly #options: RunOptions;
  readonly #failed = new Set<string>();
  readonly #lines: RunReport['lines'] = { in: 0, stored: 0, repeated: 0, unreadable: 0, undelivered: 0 };
  readonly #objects: RunReport['objects'] = { written: 0, existing: 0 };
  readonly #problems: RunReport['problems'] = {};
  #deadLettered = 0;
  #notices = 0;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async run(messages: readonly SourceMessage[]): Promise<RunReport> {
    const tasks = messages.flatMap((message) => this.#process(message));
    const undelivered = await this.#deliver(tasks.flatMap(({ processed }) => processed.objects));
    for (const task of tasks) this.#countLines(task, undelivered);
    await this.#giveUp(tasks.filter(({ processed }) => processed.unreadable.length > 0));
    return {
      failed: [...this.#failed],
      lines: this.#lines,
      deadLettered: this.#deadLettered,
      objects: this.#objects,
      notices: this.#notices,
      problems: this.#problems,
    };
  }

  /** What surprises the processor in one message must not fail the others: the redrive policy will set it aside. */
  #process(message: SourceMessage): Task[] {
    try {
      return [{ message, processed: processMessage(message) }];
    } catch (error) {
      this.#fail(message, error);
      return [];
    }
  }

  /** Stores objects and tells of them; equal ones of several messages once. Answers the keys of those that failed. */
  async #deliver(objects: readonly LakeObject[]): Promise<ReadonlySet<string>> {
    const byKey = new Map(objects.map((object) => [object.key, object]));
    const distinct = [...byKey.values()];
    const results = await settleAll(distinct, CONCURRENCY, (object) => this.#deliverOne(object));
    const failed = new Set<string>();
    for (const [place, { key }] of distinct.entries()) {
      const result = results[place];
      if (result?.status === 'fulfilled') continue;
      this.#note(result?.reason);
      failed.add(key);
    }
    return failed;
  }

  async #deliverOne(object: LakeObject): Promise<void> {
    const { store, topic, signal } = this.#options;
    const stored: StoredObject = await storeObject(object, store, signal);
    this.#objects[stored.existed ? 'existing' : 'written'] += 1;
    await publishNotice(noticeOf(object, stored, store.bucket), topic, signal);
    this.#notices += 1;
  }

  #countLines({ message, processed }: Task, undelivered: ReadonlySet<string>): void {
    const { lines, objects, unreadable } = processed;
    this.#lines.in += lines.in;
    this.#lines.repeated += lines.repeated;
    this.#lines.unreadable += unreadable.length;
    for (const { key, records } of objects) {
      if (undelivered.has(key)) this.#failed.add(message.messageId);
      this.#lines[undelivered.has(key) ? 'undelivered' : 'stored'] += records;
    }
  }

  /**
   * Messages with unreadable lines come again, for a newer version may read them, until they have come often enough.
   * Not before their other lines are stored: a message that comes again anyhow would be given up twice.
   */
  async #giveUp(tasks: readonly Task[]): Promise<void> {
    const { maxReceives, deadLetters, signal } = this.#options;
    const due: Task[] = [];
    for (const task of tasks) {
      const { messageId, receiveCount } = task.message;
      if (receiveCount >= maxReceives && !this.#failed.has(messageId)) due.push(task);
      else this.#failed.add(messageId);
    }
    const results = await settleAll(due, CONCURRENCY, ({ message, processed }) =>
      sendDeadLetters(message, processed.unreadable, deadLetters, signal),
    );
    for (const [place, { message, processed }] of due.entries()) {
      const result = results[place];
      if (result?.status === 'fulfilled') this.#deadLettered += processed.unreadable.length;
      else this.#fail(message, result?.reason);
    }
  }

  #fail({ messageId }: SourceMessage, error: unknown): void {
    this.#failed.add(messageId);
    this.#note(error);
  }

  #note(error: unknown): void {
    const example = causeOf(error)?.message;
    const problem = (this.#problems[namesOf(error)] ??= { count: 0, ...(example !== undefined && { example }) });
    problem.count += 1;
  }
}

/**
 * Processes the messages of one event: stores the objects of each, publishes a notice of each object, and gives up what
 * nobody can read. Whatever fails, fails only the messages that it belongs to. Never rejects.
 */
export const runMessages = (messages: readonly SourceMessage[], options: RunOptions): Promise<RunReport> =>
  new Run(options).run(messages);
