import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { DamagedStateError, DeliveryError } from '../errors.ts';
import type { Faults } from '../faults.ts';
import { isObject } from '../json-value.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { Bucket } from '../s3/bucket.ts';
import { ACCOUNT_ID } from '../service.ts';
import { readJsonFile, writeJsonFile } from '../state/disk.ts';
import { emptyTally, type Output, type OutputSetup, planOutputs, TALLY_KEYS } from './plan-outputs.ts';
import { type Position, readWindow, type Source, type Window } from './source-record.ts';
import { transform, type Transformed } from './transform.ts';

/** A flush gives up when so many tries in a row have not got one object further. */
const FLUSH_TRIES = 6;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 30_000;
const STOPPED = 'The local cloud was stopped.';

export interface DeliverySetup extends OutputSetup {
  readonly dir: string;
  readonly region: string;
  readonly bucket: Bucket;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  readonly sourceStreamArn?: string | undefined;
  readonly transform?: LambdaFunction | undefined;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** A window on its way: what of it is not in the bucket yet. */
interface Delivery {
  readonly window: Window;
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
  readonly #checkpoint: string;
  #position: Position;
  #current: Delivery | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #disarm: (() => void) | undefined;
  #urgent = false;
  #failures = 0;
  #stopped = false;

  constructor(setup: DeliverySetup, sources: readonly Source[]) {
    this.setup = setup;
    this.arn = `arn:aws:firehose:${setup.region}:${ACCOUNT_ID}:deliverystream/${setup.name}`;
    this.#sources = sources;
    this.#checkpoint = join(setup.dir, 'checkpoint.json');
    this.#position = readCheckpoint(this.#checkpoint, sources);
  }

  /** Where it stands in a source. */
  position(source: Source): number {
    return this.#position.get(source.id) ?? source.log.first;
  }

  /** Records of the sources that are accepted and not delivered yet. */
  get pending(): number {
    return this.#sources.reduce((count, source) => count + source.log.next - this.position(source), 0);
  }

  /** Looks whether there is something to deliver, now or when the buffer's time is over. Called after each put, and at the start. */
  wake(): void {
    if (this.#stopped || this.#urgent || this.pending === 0) return;
    const bytes = this.#sources.reduce((sum, source) => sum + source.log.bytesFrom(this.position(source)), 0);
    this.#urgent = bytes >= this.setup.bufferBytes;
    if (this.#urgent) this.#arm(0);
    else if (!this.#disarm) this.#arm(this.setup.bufferMs);
  }

  #arm(ms: number): void {
    this.#disarm?.();
    this.#disarm = this.setup.clock.schedule(() => void this.#deliverInBackground(), ms);
  }

  async #deliverInBackground(): Promise<void> {
    try {
      await this.#inTurn(() => this.#deliverWindow());
      this.#rest();
      this.wake();
    } catch {
      this.#arm(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures));
    }
  }

  #rest(): void {
    this.#disarm?.();
    this.#disarm = undefined;
    this.#urgent = false;
  }

  /**
   * Delivers, without waiting for buffers to fill, what is accepted by now.
   * Rejects with `DeliveryError` when several tries in a row get nowhere; what is left then is tried again later.
   */
  async flush(): Promise<void> {
    const goal = this.#sources.map((source) => ({ source, offset: source.log.next }));
    const done = () => goal.every(({ source, offset }) => this.position(source) >= offset);
    while (!done()) {
      try {
        await this.#inTurn(async () => done() || (await this.#deliverWindow()));
      } catch (error) {
        if (this.#stopped || this.#failures >= FLUSH_TRIES) {
          this.wake();
          throw new DeliveryError(this.setup.name, error);
        }
        await this.setup.clock.sleep(FIRST_RETRY_MS * 2 ** this.#failures);
      }
    }
    if (this.pending === 0) this.#rest();
  }

  /** One delivery at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#stopped) throw new Error(STOPPED);
      return work();
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #deliverWindow(): Promise<void> {
    if (this.pending === 0) return;
    try {
      this.#current ??= await this.#prepare();
      const { window, outputs } = this.#current;
      for (let [output] = outputs; output; [output] = outputs) {
        await this.setup.bucket.put(output.key, output.body);
        outputs.shift();
        this.#countObject(output);
        this.#failures = 0;
      }
      this.#advance(window.end);
      this.#current = undefined;
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.counts.retries += 1;
      throw error;
    }
  }

  async #prepare(): Promise<Delivery> {
    const window = readWindow(this.#sources, this.#position, this.setup.bufferBytes);
    const { outputs, tally } = planOutputs(this.setup, await this.#transform(window), this.setup.clock.now());
    this.counts.received += window.received;
    for (const key of TALLY_KEYS) this.counts[key] += tally[key];
    return { window, outputs };
  }

  async #transform({ records }: Window): Promise<Transformed[]> {
    const { transform: lambda, faults, region, sourceStreamArn, clock } = this.setup;
    if (!lambda) return records.map((record) => ({ result: 'Ok', record, data: record.data, partitionKeys: {} }));
    const invoke = (payload: Buffer) =>
      faults.strikes('transformFailureRate') ? Promise.reject(new Error('Injected failure')) : lambda.invoke(payload);
    const setup = { deliveryStreamArn: this.arn, sourceStreamArn, region, invoke, clock };
    const transformed = await transform(setup, records);
    // A stop ends the functions too: what failed for that is not the records' fault.
    if (this.#stopped) throw new Error(STOPPED);
    return transformed;
  }

  #countObject({ rows, body, failed }: Output): void {
    const count = failed ? this.counts.errorOutput : this.counts.delivered;
    count.rows += rows;
    count.objects += 1;
    count.bytes += body.length;
  }

  /** Writes the checkpoint. What it says was read is brought to the device before: after a power cut no log ends short of it. */
  #advance(end: Position): void {
    for (const { log } of this.#sources) log.sync();
    writeJsonFile(this.#checkpoint, { offsets: Object.fromEntries(end) }, () => this.setup.faults.diskError());
    this.#position = end;
    for (const source of this.#sources) source.trim(this.position(source));
  }

  /** Resolves when nothing is under way any more. What is pending stays for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm?.();
    await this.#turn;
  }
}

/** Offsets by source; a new source begins with the oldest record kept. */
function readCheckpoint(file: string, sources: readonly Source[]): Position {
  const { offsets = {} } = readJsonFile(file) ?? {};
  if (!isObject(offsets)) throw new DamagedStateError(file, 'it has no offsets');
  return new Map(
    sources.map(({ id, log }) => {
      const offset = offsets[id] ?? log.first;
      if (typeof offset === 'number' && offset >= log.first && offset <= log.next) return [id, offset];
      throw new DamagedStateError(
        file,
        `it stands at ${JSON.stringify(offset)} in ${id}, which keeps ${log.first} to ${log.next}`,
      );
    }),
  );
}
