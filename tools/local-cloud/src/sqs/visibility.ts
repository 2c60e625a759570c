/** Not to be received before `dueMs`: delayed or, since `takenMs`, with a receiver. */
interface Hidden {
  readonly dueMs: number;
  readonly takenMs?: number | undefined;
}

/** Which messages of a queue can be received, and which are hidden until when. Knows no clock. */
export class Visibility<Entry> {
  readonly #ready = new Set<Entry>();
  readonly #hidden = new Map<Entry, Hidden>();
  #inFlight = 0;
  /** No hidden message is due before. */
  #nextDueMs = Infinity;

  get ready(): number {
    return this.#ready.size;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get delayed(): number {
    return this.#hidden.size - this.#inFlight;
  }

  get nextDueMs(): number {
    return this.#nextDueMs;
  }

  /** Up to `max` of those that can be received. */
  first(max: number): Entry[] {
    const entries: Entry[] = [];
    for (const entry of this.#ready) {
      if (entries.length >= max) break;
      entries.push(entry);
    }
    return entries;
  }

  /** When a receiver got a message that it still has. */
  takenMs(entry: Entry): number | undefined {
    return this.#hidden.get(entry)?.takenMs;
  }

  show(entry: Entry): void {
    this.remove(entry);
    this.#ready.add(entry);
  }

  hide(entry: Entry, hidden: Hidden): void {
    this.remove(entry);
    this.#hidden.set(entry, hidden);
    if (hidden.takenMs !== undefined) this.#inFlight += 1;
    this.#nextDueMs = Math.min(this.#nextDueMs, hidden.dueMs);
  }

  remove(entry: Entry): void {
    this.#ready.delete(entry);
    if (this.#hidden.get(entry)?.takenMs !== undefined) this.#inFlight -= 1;
    this.#hidden.delete(entry);
  }

  /** Those due by now. They stay hidden; the hidden ones are looked through only when one is due. */
  due(nowMs: number): Entry[] {
    if (nowMs < this.#nextDueMs) return [];
    this.#nextDueMs = Infinity;
    const due: Entry[] = [];
    for (const [entry, { dueMs }] of this.#hidden) {
      if (dueMs <= nowMs) due.push(entry);
      else this.#nextDueMs = Math.min(this.#nextDueMs, dueMs);
    }
    return due;
  }
}
