import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import {
  InvalidPartitionKeyError,
  type Producer,
  type ProducerOptions,
  type RawEntry,
  RecordTooLargeError,
  type Rejection,
  type RequestReport,
  StreamProducerError,
} from '@tickerlake/stream-producer';
import type { LogTarget } from './log-target.ts';

/** What the log asks of its producer. */
export type StreamLogProducerOptions = Required<Pick<ProducerOptions, 'signal' | 'maxAttempts' | 'onRequest'>>;

export interface StreamLogOptions {
  /** Makes what puts onto the stream: anew each time a stream that refused for good is tried again. */
  readonly producer: (options: StreamLogProducerOptions) => Producer;
  /** Fires when the feed ends: what is not on the stream by then is given up. */
  readonly signal: AbortSignal;
  /** Waits; resolves early when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told when the stream stops taking records, and with `undefined` when it takes them again. */
  readonly onTrouble: (trouble: string | undefined) => void;
}

/** Records of the stream, each in exactly one of them: `accepted = delivered + rejected + pending`. */
export interface StreamAccount {
  readonly accepted: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly pending: number;
  /** Why nothing gets onto the stream, where that is so. */
  readonly trouble?: string;
}

/** Requests that fail one after another until it is worth telling: a throttled shard now and then is everyday. */
const FAILURES_TO_TELL = 3;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;

const encoder = new TextEncoder();
/** Keyed as the producer keys records: a company's, a pair's stay in order. */
const toEntry = (record: MarketRecord): RawEntry => ({
  data: encoder.encode(`${encodeRecord(record)}\n`),
  partitionKey: record.kind === 'news' ? record.id : record.name,
});

/** Whether no stream would ever take the record, whatever its state. */
const isHopeless = ({ reason }: Rejection): boolean =>
  reason instanceof RecordTooLargeError || reason instanceof InvalidPartitionKeyError;

/**
 * Puts records onto a stream, a batch at a time. What the stream refuses for a while the producer sends again, what it
 * refuses for good is put again later, both in order and for as long as the feed runs: a stream that is throttled, gone or
 * not there yet delays the log and loses nothing of it.
 */
export class StreamLog implements LogTarget<StreamAccount> {
  readonly #options: StreamLogOptions;
  #producer: Producer | undefined;
  readonly #counts = { accepted: 0, delivered: 0, rejected: 0 };
  #failures = 0;
  #trouble: string | undefined;

  constructor(options: StreamLogOptions) {
    this.#options = options;
  }

  get account(): StreamAccount {
    const { accepted, delivered, rejected } = this.#counts;
    const pending = accepted - delivered - rejected;
    return { ...this.#counts, pending, ...(this.#trouble !== undefined && { trouble: this.#trouble }) };
  }

  async take(records: readonly MarketRecord[]): Promise<void> {
    let waiting = records.map(toEntry);
    this.#counts.accepted += waiting.length;
    for (let pauseMs = FIRST_PAUSE_MS; waiting.length > 0; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      if (this.#options.signal.aborted) break;
      waiting = await this.#putAll(waiting);
      if (waiting.length > 0) await this.#options.sleep(pauseMs, this.#options.signal);
    }
    this.#counts.rejected += waiting.length;
  }

  async close(): Promise<void> {
    await this.#producer?.close(this.#options.signal);
  }

  /** Puts each entry once, and gives those that have to be put again. */
  async #putAll(entries: readonly RawEntry[]): Promise<RawEntry[]> {
    const producer = (this.#producer ??= this.#open());
    const { put, stopped } = await putUntilStopped(producer, entries);
    const { delivered, rejected } = await producer.flush(this.#options.signal);
    const refused = rejected.filter((rejection) => !isHopeless(rejection));
    this.#counts.delivered += delivered;
    this.#counts.rejected += rejected.length - refused.length;
    // A producer that met a refusal which no retry mends takes no more; the next one begins anew.
    if (stopped || refused.some(({ reason }) => !reason.retriable)) await this.#dropProducer();
    const again = new Set(refused.map(({ entry }) => entry.data));
    return entries.filter((entry, index) => index >= put || again.has(entry.data));
  }

  async #dropProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close();
  }

  #open(): Producer {
    const { producer, signal } = this.#options;
    return producer({
      signal,
      maxAttempts: Number.MAX_SAFE_INTEGER,
      onRequest: (report) => this.#observe(report),
    });
  }

  #observe({ entries, failedEntries, codes, error }: RequestReport): void {
    this.#failures = failedEntries === entries ? this.#failures + 1 : 0;
    const isLasting = this.#failures >= FAILURES_TO_TELL || error?.retriable === false;
    const trouble = isLasting ? (error?.message ?? Object.keys(codes).join(', ')) : undefined;
    // Between trouble and its end nothing is new.
    if ((trouble === undefined) === (this.#trouble === undefined)) return;
    if (trouble === undefined && this.#failures > 0) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }
}

/** How many entries the producer took, and whether it took no more. */
async function putUntilStopped(
  producer: Producer,
  entries: readonly RawEntry[],
): Promise<{ put: number; stopped: boolean }> {
  let put = 0;
  try {
    for (const entry of entries) {
      await producer.put(entry);
      put += 1;
    }
    return { put, stopped: false };
  } catch (error) {
    if (error instanceof StreamProducerError) return { put, stopped: true };
    throw error;
  }
}
