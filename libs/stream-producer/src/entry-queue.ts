import type { Entry, OutgoingRecord, Placement, Sink } from './sink.ts';

/** An entry from its first record until it is delivered or rejected. */
export interface PendingEntry extends Entry {
  readonly records: OutgoingRecord[];
  /** Exact once the entry is taken to be sent. */
  bytes: number;
  /** What it takes with its records joined: more than `bytes` when a sink sends a single record plain. */
  joinedBytes: number;
  /** Rises by one with every entry made. */
  readonly id: number;
  readonly alone: boolean;
  readonly openedAtMs: number;
  /** May be sent; until it is, records still join. */
  due: boolean;
  /** How often it was sent. */
  attempts: number;
}

interface Lane {
  readonly id: string;
  /** In the order of their records; what is on its way is not among them. */
  readonly waiting: PendingEntry[];
  onTheirWay: number;
  /** Not before then is the lane sent from again. 0: now. */
  restUntilMs: number;
}

/** The part of a sink that packing needs. */
export type Packing = Pick<Sink, 'limits' | 'entryBytes' | 'recordBytes'>;

/**
 * Packs records into entries and entries into requests, with no clock and no I/O of its own.
 *
 * Order rests on one rule: of a lane, one entry is on its way at a time, and what failed goes back to its head. Services give
 * no other way: within one request a later entry can be taken where an earlier one is refused.
 */
export class EntryQueue {
  readonly #sink: Packing;
  readonly #ordered: boolean;
  readonly #lanes = new Map<string, Lane>();
  /** Lanes whose head can be sent now, longest ready first. */
  readonly #ready = new Set<Lane>();
  readonly #resting = new Set<Lane>();
  /** Entries that are not yet due, oldest first. */
  readonly #open = new Set<PendingEntry>();
  /** Those of them that nothing joins: they wait only to fill a request. */
  readonly #openAlone = { entries: 0, bytes: 0 };
  /** Every entry that is neither delivered nor rejected, oldest first. */
  readonly #pending = new Set<PendingEntry>();
  #lastId = 0;
  #pendingRecords = 0;

  constructor(sink: Packing, ordered: boolean) {
    this.#sink = sink;
    this.#ordered = ordered;
  }

  /** Records that are neither delivered nor rejected. */
  get pendingRecords(): number {
    return this.#pendingRecords;
  }

  /** Lanes that hold something. */
  get lanes(): number {
    return this.#lanes.size;
  }

  get hasReady(): boolean {
    return this.#ready.size > 0;
  }

  /** Identity of the newest entry; 0 when there never was one. */
  get lastId(): number {
    return this.#lastId;
  }

  /** Identity of the oldest entry that is neither delivered nor rejected. */
  get oldestPendingId(): number {
    return first(this.#pending)?.id ?? Number.POSITIVE_INFINITY;
  }

  add(record: OutgoingRecord, { lane: id, alone }: Placement, nowMs: number): void {
    const lane = this.#lane(id);
    const joined = this.#join(lane, record, alone) ?? this.#openEntry(lane, record, alone, nowMs);
    this.#pendingRecords += 1;
    const { limits } = this.#sink;
    if (!alone && joined.joinedBytes >= limits.targetEntryBytes) this.#makeDue(joined);
    const { entries, bytes } = this.#openAlone;
    if (entries >= limits.maxEntriesPerRequest || bytes >= limits.maxRequestBytes) this.#makeAloneDue();
  }

  /** Lets everything be sent. */
  makeAllDue(): void {
    for (const entry of this.#open) this.#makeDue(entry);
  }

  /** Lets be sent what was opened at or before the instant. */
  makeDueOpenedBy(instantMs: number): void {
    for (const entry of this.#open) {
      if (entry.openedAtMs > instantMs) return;
      this.#makeDue(entry);
    }
  }

  /** Ends the rests that are over. */
  wakeRested(nowMs: number): void {
    for (const lane of this.#resting) {
      if (lane.restUntilMs > nowMs) continue;
      lane.restUntilMs = 0;
      this.#update(lane);
    }
  }

  /** When the oldest open entry was opened, or undefined. */
  get oldestOpenedAtMs(): number | undefined {
    return first(this.#open)?.openedAtMs;
  }

  /** When the first rest ends, or undefined. */
  get firstRestEndsMs(): number | undefined {
    let end: number | undefined;
    for (const { restUntilMs } of this.#resting) if (end === undefined || restUntilMs < end) end = restUntilMs;
    return end;
  }

  /** The entries of the next request, within the limits; they are then on their way. Empty when nothing can be sent. */
  take(): PendingEntry[] {
    const batch: PendingEntry[] = [];
    let bytes = 0;
    const { maxEntriesPerRequest, maxRequestBytes } = this.#sink.limits;
    for (const lane of this.#ready) {
      for (let head = dueHead(lane); head !== undefined; head = dueHead(lane)) {
        head.bytes = this.#sink.entryBytes(lane.id, head.records);
        const fits = batch.length < maxEntriesPerRequest && bytes + head.bytes <= maxRequestBytes;
        if (batch.length > 0 && !fits) return batch;
        lane.waiting.shift();
        lane.onTheirWay += 1;
        batch.push(head);
        bytes += head.bytes;
        if (this.#ordered) break;
      }
      this.#update(lane);
    }
    return batch;
  }

  /** Puts an entry that failed back at the head of its lane, which rests. */
  putBack(entry: PendingEntry, restUntilMs: number): void {
    const lane = this.#lane(entry.lane);
    lane.onTheirWay -= 1;
    lane.waiting.unshift(entry);
    lane.restUntilMs = Math.max(lane.restUntilMs, restUntilMs);
    this.#update(lane);
  }

  /** Forgets an entry that was on its way and is delivered or rejected. */
  settle(entry: PendingEntry): void {
    this.#forget(entry);
    const lane = this.#lane(entry.lane);
    lane.onTheirWay -= 1;
    this.#update(lane);
  }

  /** Forgets, and returns, what is not on its way. */
  takeWaiting(): PendingEntry[] {
    this.makeAllDue();
    const taken = [...this.#lanes.values()].flatMap((lane) => lane.waiting.splice(0));
    for (const entry of taken) this.#forget(entry);
    for (const lane of this.#lanes.values()) {
      lane.restUntilMs = 0;
      this.#update(lane);
    }
    return taken.toSorted((a, b) => a.id - b.id);
  }

  /** Forgets, and returns, everything; what is on its way too. */
  takeAll(): PendingEntry[] {
    const all = [...this.#pending];
    this.takeWaiting();
    for (const entry of all) if (this.#pending.has(entry)) this.settle(entry);
    return all;
  }

  #join(lane: Lane, record: OutgoingRecord, alone: boolean): PendingEntry | undefined {
    const last = lane.waiting.at(-1);
    if (last === undefined || last.alone || last.attempts > 0) return undefined;
    const { limits } = this.#sink;
    const bytes = this.#sink.recordBytes(record);
    const fits = last.joinedBytes + bytes <= limits.targetEntryBytes && last.records.length < limits.maxRecordsPerEntry;
    if (alone || !fits) {
      this.#makeDue(last);
      return undefined;
    }
    last.records.push(record);
    last.joinedBytes += bytes;
    return last;
  }

  #openEntry(lane: Lane, record: OutgoingRecord, alone: boolean, nowMs: number): PendingEntry {
    const entry: PendingEntry = {
      id: (this.#lastId += 1),
      lane: lane.id,
      records: [record],
      bytes: 0,
      joinedBytes: this.#sink.entryBytes(lane.id, []) + this.#sink.recordBytes(record),
      alone,
      openedAtMs: nowMs,
      due: false,
      attempts: 0,
    };
    lane.waiting.push(entry);
    this.#pending.add(entry);
    this.#open.add(entry);
    this.#countAlone(entry, 1);
    return entry;
  }

  #countAlone(entry: PendingEntry, change: 1 | -1): void {
    if (!entry.alone) return;
    this.#openAlone.entries += change;
    this.#openAlone.bytes += change * entry.joinedBytes;
  }

  #makeAloneDue(): void {
    for (const entry of this.#open) if (entry.alone) this.#makeDue(entry);
  }

  #makeDue(entry: PendingEntry): void {
    if (entry.due) return;
    this.#open.delete(entry);
    this.#countAlone(entry, -1);
    entry.due = true;
    this.#update(this.#lane(entry.lane));
  }

  #forget(entry: PendingEntry): void {
    this.#pending.delete(entry);
    this.#pendingRecords -= entry.records.length;
  }

  #lane(id: string): Lane {
    let lane = this.#lanes.get(id);
    if (lane === undefined) {
      lane = { id, waiting: [], onTheirWay: 0, restUntilMs: 0 };
      this.#lanes.set(id, lane);
    }
    return lane;
  }

  /** Files the lane where it now belongs; one that holds nothing is dropped, for keys may be without number. */
  #update(lane: Lane): void {
    const isFree = !this.#ordered || lane.onTheirWay === 0;
    const canSend = isFree && dueHead(lane) !== undefined;
    setMember(this.#ready, lane, canSend && lane.restUntilMs === 0);
    setMember(this.#resting, lane, canSend && lane.restUntilMs > 0);
    if (lane.waiting.length === 0 && lane.onTheirWay === 0) this.#lanes.delete(lane.id);
  }
}

const dueHead = (lane: Lane): PendingEntry | undefined => (lane.waiting[0]?.due === true ? lane.waiting[0] : undefined);

const first = <T>(set: ReadonlySet<T>): T | undefined => set.values().next().value;

function setMember<T>(set: Set<T>, value: T, isMember: boolean): void {
  if (isMember) set.add(value);
  else set.delete(value);
}
