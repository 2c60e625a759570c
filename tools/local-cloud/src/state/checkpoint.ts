import { DamagedStateError } from '../errors.ts';
import { isObject } from '../json-value.ts';
import { type DiskFault, readJsonFile, writeJsonFile } from './disk.ts';
import type { RecordLog } from './record-log.ts';

/** Where a reader stands: the next offset of each log. */
export type Position = ReadonlyMap<string, number>;

/** Where a new reader begins: with the oldest record that is kept (TRIM_HORIZON), or with the next that comes (LATEST). */
export type Begin = 'oldest' | 'latest';

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

  /** A new reader begins with the oldest record that a log keeps, or behind the latest; a new log of an old one with its oldest. */
  constructor(file: string, logs: readonly CheckpointedLog[], fault: DiskFault, begin: Begin = 'oldest') {
    this.#file = file;
    this.#logs = logs;
    this.#fault = fault;
    const state = readJsonFile(file);
    const { offsets = {} } = state ?? {};
    if (!isObject(offsets)) throw new DamagedStateError(file, 'it has no offsets');
    this.#position = new Map(logs.map((one) => [one.id, this.#checked(one, offsets[one.id] ?? one.log.first)]));
    // Noted at once: what comes from now on is its own, also after a restart.
    if (!state && begin === 'latest') this.advance(new Map(logs.map(({ id, log }) => [id, log.next])));
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
