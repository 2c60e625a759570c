import { join } from 'node:path';
import { earliest } from '../earliest.ts';
import type { Stream } from '../kinesis/stream.ts';
import { Checkpoint } from '../state/checkpoint.ts';
import { type EventSourceMapping, type MappingSetup, noCounts } from './event-source-mapping.ts';
import { ShardReader } from './shard-reader.ts';

export interface StreamMappingSetup extends MappingSetup {
  readonly stream: Stream;
  readonly maximumRetryAttempts: number;
  /** Folder of the checkpoint. A mapping without one begins with the oldest records that the stream keeps (TRIM_HORIZON). */
  readonly dir: string;
}

/** Stream → function: each shard in its order, one invocation a shard. At least once, over any end of this process. */
export class StreamMapping implements EventSourceMapping {
  readonly name: string;
  readonly counts = noCounts();
  readonly #setup: StreamMappingSetup;
  readonly #readers: readonly ShardReader[];

  constructor(setup: StreamMappingSetup) {
    const { stream, lambda, faults, dir } = setup;
    this.name = `${stream.name}→${lambda.name}`;
    this.#setup = setup;
    const checkpoint = new Checkpoint(join(dir, 'checkpoint.json'), stream.shards, () => faults.diskError());
    const { counts } = this;
    this.#readers = stream.shards.map((shard) => new ShardReader({ ...setup, checkpoint, counts }, shard));
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
    this.#setup.stream.onRecords(wake);
    wake();
  }

  async flush(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.flush()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop()));
  }
}
