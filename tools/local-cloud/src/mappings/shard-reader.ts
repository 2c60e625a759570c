import { randomUUID } from 'node:crypto';
import type { Shard, Stream } from '../kinesis/stream.ts';
import { Pump, STOPPED } from '../pump.ts';
import type { Checkpoint } from '../state/checkpoint.ts';
import { EVENT_MAX_BYTES, type EventItem, eventOf, splitIntoEvents } from './event-payload.ts';
import type { MappingCounts, MappingSetup } from './event-source-mapping.ts';
import type { FailureDestination, GivenUp } from './failed-batch.ts';
import { FunctionFailure, invokeBatch } from './invoke-batch.ts';
import { kinesisItem } from './kinesis-event.ts';

export interface ShardReaderSetup extends MappingSetup {
  readonly stream: Stream;
  readonly maximumRetryAttempts: number;
  /** A batch that fails is given up once its oldest record is older than this; -1 for never. @default -1 */
  readonly maximumRecordAgeMs?: number | undefined;
  /** Whether a batch on which the function fails is cut in two, each half tried alone. That is no retry. @default false */
  readonly bisectBatch?: boolean | undefined;
  readonly onGivenUp?: FailureDestination | undefined;
  /** Its `id` for a shard is the shard's. */
  readonly checkpoint: Checkpoint;
  readonly counts: MappingCounts;
}

/** Records that are given to the function together until it is through with them: new ones never join. */
interface Batch {
  items: readonly EventItem[];
  /** The other half of a batch that was cut in two. */
  rest: readonly EventItem[];
  /** Invocations in a row that got not one record further. */
  failures: number;
  /** Whether the function had them before. */
  given: boolean;
}

/** Gives a function the records of a shard in their order, one batch at a time; the next only when it is through with one. */
export class ShardReader {
  readonly #setup: ShardReaderSetup;
  readonly #shard: Shard;
  readonly #consumer: string;
  readonly #pump: Pump;
  #batch: Batch | undefined;

  constructor(setup: ShardReaderSetup, shard: Shard) {
    this.#setup = setup;
    this.#shard = shard;
    this.#consumer = `lambda:${setup.lambda.name}`;
    const plight = `Function ${setup.lambda.name} cannot process what stream ${setup.stream.name} gives it`;
    const work = { plight, dueMs: () => this.#dueMs(), step: () => this.#invoke() };
    this.#pump = new Pump(work, setup.clock);
    setup.stream.addConsumer(this.#consumer, shard, this.#offset);
  }

  get #offset(): number {
    return this.#setup.checkpoint.offset(this.#shard);
  }

  get pending(): number {
    return this.#shard.log.next - this.#offset;
  }

  get oldestMs(): number | undefined {
    return this.#shard.log.arrivalMs(this.#offset);
  }

  #dueMs(): number | undefined {
    if (this.pending === 0) return undefined;
    const { batchSize, batchWindowMs } = this.#setup;
    const encodedBytes = (this.#shard.log.bytesFrom(this.#offset) * 4) / 3;
    return this.pending >= batchSize || encodedBytes >= EVENT_MAX_BYTES ? 0 : batchWindowMs;
  }

  wake(): void {
    this.#pump.wake();
  }

  flush(): Promise<void> {
    const goal = this.#shard.log.next;
    return this.#pump.flush(() => this.#offset >= goal);
  }

  async #invoke(): Promise<void> {
    if (this.pending === 0) return;
    const { counts } = this.#setup;
    const batch = (this.#batch ??= { items: this.#read(), rest: [], failures: 0, given: false });
    const { items } = batch;
    counts[batch.given ? 'retried' : 'received'] += items.length;
    batch.given = true;
    const { failed, error } = await invokeBatch(this.#setup, items, counts);
    if (failed.size === 0) return this.#advance(batch, items.length);
    // A stop ends the functions too: what failed for that is not the records' fault.
    if (this.#pump.stopped) throw new Error(STOPPED);
    const firstFailed = items.findIndex(({ id }) => failed.has(id));
    this.#advance(batch, firstFailed);
    if (error instanceof FunctionFailure) {
      // Where the function tells which records failed, the batch was cut there already.
      if (this.#setup.bisectBatch && failed.size === items.length && items.length > 1) return this.#bisect(batch);
      batch.failures += 1;
    }
    const reason = this.#givenUp(batch);
    if (!reason) throw error;
    const count = batch.items.length;
    await this.#giveUp(batch, reason);
    this.#advance(batch, count);
  }

  #bisect(batch: Batch): void {
    const half = Math.ceil(batch.items.length / 2);
    batch.rest = [...batch.items.slice(half), ...batch.rest];
    batch.items = batch.items.slice(0, half);
  }

  /** Why a batch has failed often or long enough, if it has. */
  #givenUp({ failures }: Batch): GivenUp | undefined {
    const { maximumRetryAttempts, maximumRecordAgeMs = -1, clock } = this.#setup;
    if (maximumRetryAttempts >= 0 && failures > maximumRetryAttempts) return 'RetryAttemptsExhausted';
    const ageMs = clock.now() - (this.oldestMs ?? Infinity);
    return maximumRecordAgeMs >= 0 && ageMs > maximumRecordAgeMs ? 'RecordAgeExceeded' : undefined;
  }

  async #giveUp({ items, failures }: Batch, condition: GivenUp): Promise<void> {
    const { counts, stream, lambda, clock, onGivenUp } = this.#setup;
    await onGivenUp?.({
      stream,
      shard: this.#shard,
      first: this.#offset,
      count: items.length,
      event: eventOf(items).toString(),
      requestId: randomUUID(),
      functionArn: lambda.arn,
      condition,
      invocations: failures,
      nowMs: clock.now(),
    });
    counts.skipped += items.length;
  }

  /** The next records, as many as a batch may have and an event can hold. */
  #read(): EventItem[] {
    const { stream, batchSize } = this.#setup;
    const items: EventItem[] = [];
    let from = this.#offset;
    for (let bytes = 0, read = 1; read > 0 && items.length < batchSize && bytes < EVENT_MAX_BYTES;) {
      const records = this.#shard.log.read(from, EVENT_MAX_BYTES - bytes, batchSize - items.length);
      for (const record of records) {
        items.push(kinesisItem(stream, this.#shard, record));
        bytes += record.data.length;
      }
      read = records.length;
      from += read;
    }
    return splitIntoEvents(items)[0] ?? [];
  }

  /** Moves the checkpoint over the first items of the batch: the function is through with them. */
  #advance(batch: Batch, count: number): void {
    if (count === 0) return;
    const offset = this.#offset + count;
    this.#setup.checkpoint.advance(new Map([[this.#shard.id, offset]]));
    this.#setup.stream.consumed(this.#consumer, this.#shard, offset);
    this.#pump.progressed();
    const items = batch.items.slice(count);
    const isDone = items.length === 0;
    this.#batch = isDone && batch.rest.length === 0 ? undefined : batch;
    Object.assign(batch, isDone ? { items: batch.rest, rest: [] } : { items }, { failures: 0 });
  }

  stop(): Promise<void> {
    return this.#pump.stop();
  }

  /** The stream need keep nothing for it any more. To be called after the end. */
  release(): void {
    this.#setup.stream.removeConsumer(this.#consumer);
  }
}
