import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { earliest } from '../earliest.ts';
import type { Stream } from '../kinesis/stream.ts';
import { type Begin, Checkpoint } from '../state/checkpoint.ts';
import { type EventSourceMapping, type MappedFunction, noCounts } from './event-source-mapping.ts';
import { ShardReader, type ShardReaderSetup } from './shard-reader.ts';

export interface StreamMappingSetup extends Omit<ShardReaderSetup, 'checkpoint' | 'counts'> {
  /** Folder of the checkpoint. */
  readonly dir: string;
  /** Where a mapping without a checkpoint begins. @default 'oldest' */
  readonly begin?: Begin | undefined;
}

/** Stream → function: each shard in its order, one invocation a shard. At least once, over any end of this process. */
export class StreamMapping implements EventSourceMapping {
  readonly name: string;
  readonly counts = noCounts();
  readonly #setup: StreamMappingSetup;
  readonly #readers: readonly ShardReader[];
  #disconnect: (() => void) | undefined;

  constructor(setup: StreamMappingSetup) {
    const { stream, lambda, faults, dir, begin } = setup;
    this.name = `${stream.name}→${lambda.name}`;
    this.#setup = setup;
    const checkpoint = new Checkpoint(join(dir, 'checkpoint.json'), stream.shards, () => faults.diskError(), begin);
    const { counts } = this;
    this.#readers = stream.shards.map((shard) => new ShardReader({ ...setup, checkpoint, counts }, shard));
  }

  get isPaused(): boolean {
    return this.#setup.isPaused ?? false;
  }

  get lambda(): MappedFunction {
    return this.#setup.lambda;
  }

  get source(): Stream {
    return this.#setup.stream;
  }

  get pending(): number {
    return this.#readers.reduce((sum, { pending }) => sum + pending, 0);
  }

  get oldestMs(): number | undefined {
    return earliest(this.#readers.map(({ oldestMs }) => oldestMs));
  }

  begin(): void {
    const wake = () => this.#readers.forEach((reader) => reader.wake());
    this.#setup.lambda.warm();
    this.#disconnect = this.#setup.stream.onRecords(wake);
    wake();
  }

  async flush(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.flush()));
  }

  async stop(): Promise<void> {
    this.#disconnect?.();
    await Promise.all(this.#readers.map((reader) => reader.stop()));
  }

  async remove(): Promise<void> {
    for (const reader of this.#readers) reader.release();
    await rm(this.#setup.dir, { recursive: true, force: true });
  }
}
