interface Waiting {
  readonly bytes: number;
  readonly enter: () => void;
  /** Absent for a barrier, which is never refused. */
  readonly refuse?: (reason: Error) => void;
}

/**
 * Lets records in while there is room, strictly in the order in which they came: one that waits holds back all after it,
 * smaller ones too.
 */
export class Gate {
  readonly #maxBytes: number;
  #heldBytes = 0;
  #onHold = false;
  readonly #waiting: Waiting[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Whether somebody waits. */
  get isCrowded(): boolean {
    return this.#waiting.length > 0;
  }

  /** Calls `admit` at once or when it is its turn; resolves after it, rejects when refused. */
  async enter(bytes: number, admit: () => void): Promise<void> {
    if (this.#waiting.length === 0 && this.#hasRoom(bytes)) {
      this.#heldBytes += bytes;
      admit();
      return;
    }
    await new Promise<void>((resolve, refuse) => {
      const enter = () => {
        admit();
        resolve();
      };
      this.#waiting.push({ bytes, enter, refuse });
    });
  }

  /** Calls `reached` when everything that waits now has entered. */
  async barrier(reached: () => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const enter = () => {
        reached();
        resolve();
      };
      this.#waiting.push({ bytes: 0, enter });
      this.#admitWaiting();
    });
  }

  leave(bytes: number): void {
    this.#heldBytes -= bytes;
    this.#admitWaiting();
  }

  /** Nobody enters until `resume`. */
  hold(): void {
    this.#onHold = true;
  }

  resume(): void {
    this.#onHold = false;
    this.#admitWaiting();
  }

  /** Turns away everybody who waits, barriers excepted. */
  refuseWaiting(reason: Error): void {
    const barriers = this.#waiting.filter(({ refuse }) => refuse === undefined);
    const refused = this.#waiting.splice(0, this.#waiting.length, ...barriers);
    for (const { refuse } of refused) refuse?.(reason);
    this.#admitWaiting();
  }

  #admitWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#hasRoom(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#heldBytes += next.bytes;
      next.enter();
    }
  }

  #hasRoom(bytes: number): boolean {
    return !this.#onHold && (this.#heldBytes === 0 || this.#heldBytes + bytes <= this.#maxBytes);
  }
}
