import { DamagedStateError } from '../errors.ts';
import { isObject } from '../json-value.ts';
import { type DiskFault, readJsonFile, writeJsonFile } from './disk.ts';
import type { RecordLog } from './record-log.ts';

/** Where a reader stands: the next offset of each log. */
export type Position = ReadonlyMap<string, number>;

/** A log that is read, and its name in the checkpoint. */
export interface CheckpointedLog {
  readonly id: string;
  readonly log: RecordLog;
}

/** Where a reader stands in its logs, kept in a file: it goes on there after a restart. */
export class Checkpoint {
  readonly #file: string;
  readonly #logs: readonly CheckpointedLog[];
  readonly #fault: DiskFault;
  #position: Position;

  /** A new log is begun with the oldest record that it keeps. */
  constructor(file: string, logs: readonly CheckpointedLog[], fault: DiskFault) {
    this.#file = file;
    this.#logs = logs;
    this.#fault = fault;
    const { offsets = {} } = readJsonFile(file) ?? {};
    if (!isObject(offsets)) throw new DamagedStateError(file, 'it has no offsets');
    this.#position = new Map(logs.map((one) => [one.id, this.#checked(one, offsets[one.id] ?? one.log.first)]));
  }

  #checked({ id, log }: CheckpointedLog, offset: unknown): number {
    if (typeof offset === 'number' && offset >= log.first && offset <= log.next) return offset;
    const where = `it stands at ${JSON.stringify(offset)} in ${id}, which keeps ${log.first} to ${log.next}`;
    throw new DamagedStateError(this.#file, where);
  }

  get position(): Position {
    return this.#position;
  }

  offset({ id, log }: CheckpointedLog): number {
    return this.#position.get(id) ?? log.first;
  }

  /** Moves on. What was read until there is brought to the device before: after a power cut no log ends short of the checkpoint. */
  advance(to: Position): void {
    for (const { log } of this.#logs) log.sync();
    const position = new Map([...this.#position, ...to]);
    writeJsonFile(this.#file, { offsets: Object.fromEntries(position) }, this.#fault);
    this.#position = position;
  }
}
