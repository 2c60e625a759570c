import { encodeRecord, type MarketRecord } from '@tickerlake/record-schema';
import {
  createProducer,
  InvalidPartitionKeyError,
  type Producer,
  type RawEntry,
  RecordTooLargeError,
  type Rejection,
  type Sink,
  StreamProducerError,
} from '@tickerlake/stream-producer';
import type { LogTarget } from './log-target.ts';

export interface StreamLogOptions {
  /** Makes what puts onto the stream: anew each time a stream that refused for good is tried again. */
  readonly sink: () => Sink;
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
 * Puts records onto a stream, a batch at a time. What the stream refuses is put again, in order, for as long as the feed
 * runs: a stream that is throttled, gone or not there yet delays the log and loses nothing of it.
 */
export class StreamLog implements LogTarget {
  readonly #options: StreamLogOptions;
  #producer: Producer | undefined;
  readonly #counts = { accepted: 0, delivered: 0, rejected: 0 };
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
    const producer = (this.#producer ??= createProducer({ sink: this.#options.sink(), signal: this.#options.signal }));
    const { put, stopped } = await putUntilStopped(producer, entries);
    const { delivered, rejected } = await producer.flush(this.#options.signal);
    const again = new Set(rejected.filter((rejection) => !isHopeless(rejection)).map(({ entry }) => entry.data));
    this.#counts.delivered += delivered;
    this.#counts.rejected += rejected.length - again.size;
    this.#tell(stopped ?? rejected.find((rejection) => !isHopeless(rejection))?.reason);
    if (stopped) this.#forgetProducer(producer);
    return entries.filter((entry, index) => index >= put || again.has(entry.data));
  }

  /** A producer that stopped takes no more; the next one begins anew. */
  #forgetProducer(producer: Producer): void {
    this.#producer = undefined;
    void producer.close();
  }

  #tell(reason: Error | undefined): void {
    const trouble = reason?.message;
    if (trouble === this.#trouble || this.#options.signal.aborted) return;
    this.#trouble = trouble;
    this.#options.onTrouble(trouble);
  }
}

/** How many entries the producer took, and why it took no more. */
async function putUntilStopped(
  producer: Producer,
  entries: readonly RawEntry[],
): Promise<{ put: number; stopped?: StreamProducerError }> {
  let put = 0;
  try {
    for (const entry of entries) {
      await producer.put(entry);
      put += 1;
    }
    return { put };
  } catch (error) {
    if (error instanceof StreamProducerError) return { put, stopped: error };
    throw error;
  }
}
