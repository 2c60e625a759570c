import { join } from 'node:path';
import type { ParquetTable } from '@tickerlake/parquet-file';
import type { Clock } from '../clock.ts';
import { earliest } from '../earliest.ts';
import type { Faults } from '../faults.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import { Pump, STOPPED } from '../pump.ts';
import type { Bucket } from '../s3/bucket.ts';
import { ACCOUNT_ID } from '../service.ts';
import { type Begin, Checkpoint, type Position } from '../state/checkpoint.ts';
import { emptyTally, type Output, type OutputSetup, planOutputs, TALLY_KEYS } from './plan-outputs.ts';
import { planBackup, type SourceBackup } from './source-backup.ts';
import { readWindow, type Source, type Window } from './source-record.ts';
import { transform } from './transform.ts';
import type { Transformed } from './transformed.ts';

export interface DeliverySetup extends Omit<OutputSetup, 'table'> {
  /** Makes the objects Parquet files of this table; asked for each delivery, for a table can get columns. */
  readonly table?: (() => ParquetTable) | undefined;
  readonly dir: string;
  readonly region: string;
  readonly bucket: Bucket;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  /** Keeps the source records too. */
  readonly backup?: SourceBackup | undefined;
  readonly sourceStreamArn?: string | undefined;
  readonly transform?: LambdaFunction | undefined;
  /** Where a delivery stream that was never there begins in its sources. @default 'oldest' */
  readonly begin?: Begin | undefined;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** A window on its way: what of it is not in the bucket yet. */
interface Delivery {
  readonly window: Window;
  /** Source records to be kept beside. */
  readonly backups: { readonly key: string; readonly body: Buffer }[];
  readonly outputs: Output[];
}

/**
 * Reads its sources window by window: takes records apart, transforms, sorts them into objects, puts these, and only then
 * writes the checkpoint. Killed at any moment, it begins again behind the last checkpoint: at least once.
 */
export class DeliveryStream {
  readonly setup: DeliverySetup;
  readonly arn: string;
  readonly counts = {
    received: 0,
    ...emptyTally(),
    delivered: { rows: 0, objects: 0, bytes: 0 },
    errorOutput: { rows: 0, objects: 0, bytes: 0 },
    retries: 0,
  };
  readonly #sources: readonly Source[];
  readonly #checkpoint: Checkpoint;
  readonly #pump: Pump;
  #current: Delivery | undefined;

  constructor(setup: DeliverySetup, sources: readonly Source[]) {
    this.setup = setup;
    this.arn = `arn:aws:firehose:${setup.region}:${ACCOUNT_ID}:deliverystream/${setup.name}`;
    this.#sources = sources;
    const file = join(setup.dir, 'checkpoint.json');
    this.#checkpoint = new Checkpoint(file, sources, () => setup.faults.diskError(), setup.begin);
    const plight = `Delivery stream ${setup.name} cannot deliver`;
    const work = { plight, dueMs: () => this.#dueMs(), step: () => this.#deliverWindow() };
    this.#pump = new Pump(work, setup.clock);
  }

  /** Where it stands in a source. */
  position(source: Source): number {
    return this.#checkpoint.offset(source);
  }

  /** Records of the sources that are accepted and not delivered yet. */
  get pending(): number {
    return this.#sources.reduce((count, source) => count + source.log.next - this.position(source), 0);
  }

  /** When the oldest of them came, milliseconds since 1970 UTC; `undefined` when there are none. */
  get oldestMs(): number | undefined {
    return earliest(this.#sources.map((source) => source.log.arrivalMs(this.position(source))));
  }

  /** To be called after each put, and at the start. */
  wake(): void {
    this.#pump.wake();
  }

  #dueMs(): number | undefined {
    if (this.pending === 0) return undefined;
    const bytes = this.#sources.reduce((sum, source) => sum + source.log.bytesFrom(this.position(source)), 0);
    return bytes >= this.setup.bufferBytes ? 0 : this.setup.bufferMs;
  }

  /**
   * Delivers, without waiting for buffers to fill, what is accepted by now.
   * Rejects with `DeliveryError` when several tries in a row get nowhere; what is left then is tried again later.
   */
  flush(): Promise<void> {
    const goal = this.#sources.map((source) => ({ source, offset: source.log.next }));
    return this.#pump.flush(() => goal.every(({ source, offset }) => this.position(source) >= offset));
  }

  async #deliverWindow(): Promise<void> {
    if (this.pending === 0) return;
    try {
      this.#current ??= await this.#prepare();
      const { window, outputs, backups } = this.#current;
      await this.#backUp(backups);
      for (let [output] = outputs; output; [output] = outputs) {
        await this.setup.bucket.put(output.key, output.body);
        outputs.shift();
        this.#countObject(output);
        this.#pump.progressed();
      }
      this.#advance(window.end);
      this.#current = undefined;
    } catch (error) {
      this.counts.retries += 1;
      throw error;
    }
  }

  async #backUp(backups: Delivery['backups']): Promise<void> {
    for (let [object] = backups; object; [object] = backups) {
      await this.setup.backup?.bucket.put(object.key, object.body);
      backups.shift();
      this.#pump.progressed();
    }
  }

  async #prepare(): Promise<Delivery> {
    const window = readWindow(this.#sources, this.#checkpoint.position, this.setup.bufferBytes);
    const transformed = await this.#transform(window);
    const { backup, name, clock } = this.setup;
    const backups = backup ? planBackup(backup, name, window.records, clock.now()) : [];
    const output = { ...this.setup, table: this.setup.table?.() };
    const { outputs, tally } = planOutputs(output, transformed, clock.now());
    this.counts.received += window.received;
    for (const key of TALLY_KEYS) this.counts[key] += tally[key];
    return { window, outputs, backups };
  }

  async #transform({ records }: Window): Promise<Transformed[]> {
    const { transform: lambda, faults, region, sourceStreamArn, clock } = this.setup;
    if (!lambda) return records.map((record) => ({ result: 'Ok', record, data: record.data, partitionKeys: {} }));
    const invoke = (payload: Buffer) =>
      faults.strikes('transformFailureRate') ? Promise.reject(new Error('Injected failure')) : lambda.invoke(payload);
    const setup = { deliveryStreamArn: this.arn, sourceStreamArn, region, invoke, clock };
    const transformed = await transform(setup, records);
    // A stop ends the functions too: what failed for that is not the records' fault.
    if (this.#pump.stopped) throw new Error(STOPPED);
    return transformed;
  }

  #countObject({ rows, body, failed }: Output): void {
    const count = failed ? this.counts.errorOutput : this.counts.delivered;
    count.rows += rows;
    count.objects += 1;
    count.bytes += body.length;
  }

  #advance(end: Position): void {
    this.#checkpoint.advance(end);
    for (const source of this.#sources) source.trim(this.position(source));
  }

  /** Resolves when nothing is under way any more. What is pending stays for the next start. */
  stop(): Promise<void> {
    return this.#pump.stop();
  }
}
