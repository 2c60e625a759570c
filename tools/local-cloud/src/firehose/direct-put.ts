import { join } from 'node:path';
import type { Faults } from '../faults.ts';
import { internalFailure, ServiceError } from '../service.ts';
import { RecordLog } from '../state/record-log.ts';
import type { Source } from './source-record.ts';

/** The log of what is put to a delivery stream directly. */
export class DirectPut {
  readonly source: Source;
  readonly counts = { accepted: 0, refused: 0, bytes: 0 };
  readonly #log: RecordLog;
  readonly #faults: Faults;
  readonly #now: () => number;
  readonly #onRecords: () => void;

  constructor(dir: string, faults: Faults, now: () => number, onRecords: () => void) {
    this.#log = new RecordLog(join(dir, 'direct-put'), () => faults.diskError());
    this.#faults = faults;
    this.#now = now;
    this.#onRecords = onRecords;
    const sequenceNumber = (offset: number) => `49${String(offset).padStart(54, '0')}`;
    const trim = (consumedOffset: number) => this.#log.trim(consumedOffset, () => true);
    this.source = { id: 'direct-put', log: this.#log, sequenceNumber, trim };
  }

  /** Appends entries; outcomes, in their order, are record ids or why an entry was refused. */
  put(entries: readonly Uint8Array[]): (string | ServiceError)[] {
    const throttled = this.#faults.strikes('throttleRate');
    const arrivalMs = this.#now();
    const refusals = entries.map(() => throttled || this.#faults.strikes('rejectRate'));
    const taken = entries.filter((_, i) => !refusals[i]);
    let next = 0;
    let failure = SLOW_DOWN;
    try {
      next = this.#log.append(taken.map((data) => ({ arrivalMs, partitionKey: '', data })));
    } catch (error) {
      refusals.fill(true);
      failure = internalFailure(error);
    }
    const outcomes = refusals.map((refused) => (refused ? failure : this.source.sequenceNumber(next++)));
    this.#count(entries, outcomes);
    return outcomes;
  }

  #count(entries: readonly Uint8Array[], outcomes: readonly (string | ServiceError)[]): void {
    const taken = entries.filter((_, i) => typeof outcomes[i] === 'string');
    this.counts.refused += entries.length - taken.length;
    this.counts.accepted += taken.length;
    for (const data of taken) this.counts.bytes += data.length;
    if (taken.length > 0) this.#onRecords();
  }

  close(): void {
    this.#log.close();
  }
}

const SLOW_DOWN = new ServiceError('ServiceUnavailableException', 'Slow down.', 503);
