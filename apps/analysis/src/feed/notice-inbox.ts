import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { NAMES, queueUrl } from '../local-resources.ts';
import type { Notice } from '../page/page-source.ts';
import type { TimedNotice } from './notice-lag.ts';

/** SQS gives at most so many messages at once: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const MAX_MESSAGES = 10;
/** A long poll that ends this soon lets the program end as soon. */
const WAIT_SECONDS = 2;
const QUEUE = { QueueUrl: queueUrl(NAMES.notices) };

/** Takes the notices of stored objects from their queue; what comes twice counts once, by its id. */
export class NoticeInbox {
  readonly #sqs: SQSClient;
  readonly #byId = new Map<string, TimedNotice>();
  readonly #nowMs: () => number;
  readonly #stopped = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  repeats = 0;
  /** Records in the objects that were told of. */
  records = 0;
  /** Event time of the newest of them, milliseconds since 1970 UTC. */
  newestEventMs = -Infinity;

  constructor(sqs: SQSClient, nowMs: () => number) {
    this.#sqs = sqs;
    this.#nowMs = nowMs;
  }

  /** Every notice so far, oldest first. */
  get notices(): readonly TimedNotice[] {
    return [...this.#byId.values()];
  }

  /** Listens until it is closed. */
  listen(): void {
    this.#loop = this.#listen();
  }

  async #listen(): Promise<void> {
    while (!this.#stopped.signal.aborted)
      await this.#take(WAIT_SECONDS, { abortSignal: this.#stopped.signal }).catch(() => this.#pause());
  }

  /** Takes all that the queue holds now. */
  async empty(): Promise<void> {
    while ((await this.#take(0)) > 0);
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  async #take(waitSeconds: number, options = {}): Promise<number> {
    const receive = new ReceiveMessageCommand({
      ...QUEUE,
      MaxNumberOfMessages: MAX_MESSAGES,
      WaitTimeSeconds: waitSeconds,
    });
    const { Messages: messages = [] } = await this.#sqs.send(receive, options);
    for (const message of messages) this.#note(message);
    if (messages.length > 0) await this.#delete(messages);
    return messages.length;
  }

  #note({ Body: body = 'null' }: Message): void {
    const notice = readNotice(body);
    if (!notice) return;
    if (this.#byId.has(notice.id)) {
      this.repeats += 1;
      return;
    }
    this.#byId.set(notice.id, { ...notice, arrivedMs: this.#nowMs() });
    this.records += notice.records;
    this.newestEventMs = Math.max(this.newestEventMs, Date.parse(notice.lastEventTime));
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ ...QUEUE, Entries }));
  }

  /** After a failure, so that a cloud that is gone is not asked without pause. */
  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 200);
    this.#stopped.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }
}

/** The processor of the same build writes the notices; whatever else lies in the queue is none, and is passed over. */
function readNotice(body: string): Notice | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isNotice(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isNotice = (value: unknown): value is Notice =>
  typeof value === 'object' && value !== null && 'id' in value && 'key' in value && 'checksum' in value;
