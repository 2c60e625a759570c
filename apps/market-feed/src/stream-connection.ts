import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Bytes that wait for a client at most before it is cut off: half a minute of a busy market at full speed. */
const MAX_WAITING_BYTES = 1_048_576;
/** Milliseconds after which a client that takes nothing of what it is to catch up with is cut off. */
const MAX_STALL_MS = 30_000;

const HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Proxies such as nginx would hold events back.
  'x-accel-buffering': 'no',
};

/** Who follows the event stream. */
export interface StreamClient {
  readonly isOpen: boolean;
  onClose(listener: () => void): void;
  /** Sends, unless too much waits for the client already: then it is cut off. */
  send(chunk: string | Uint8Array): void;
  /** Sends at the client's own pace: resolves when it can take more, or is gone. */
  sendInTime(chunk: string | Uint8Array): Promise<void>;
  /** Ends the stream in order. */
  end(): void;
}

/** A client at the other end of a connection. What it does not take in time is not kept for it: it is cut off, and resumes. */
export class StreamConnection implements StreamClient {
  readonly #outgoing: ServerResponse;

  constructor(outgoing: ServerResponse) {
    this.#outgoing = outgoing;
    outgoing.socket?.setNoDelay(true);
    outgoing.writeHead(200, HEAD);
  }

  get isOpen(): boolean {
    return !this.#outgoing.writableEnded && !this.#outgoing.destroyed;
  }

  onClose(listener: () => void): void {
    this.#outgoing.once('close', listener);
  }

  send(chunk: string | Uint8Array): void {
    if (this.#outgoing.writableLength > MAX_WAITING_BYTES) this.#outgoing.destroy();
    if (this.isOpen) this.#outgoing.write(chunk);
  }

  async sendInTime(chunk: string | Uint8Array): Promise<void> {
    if (!this.isOpen || this.#outgoing.write(chunk)) return;
    const stalled = setTimeout(() => this.#outgoing.destroy(), MAX_STALL_MS).unref();
    const gone = new AbortController();
    const onClose = () => gone.abort();
    this.#outgoing.once('close', onClose);
    await once(this.#outgoing, 'drain', { signal: gone.signal }).catch(() => undefined);
    this.#outgoing.off('close', onClose);
    clearTimeout(stalled);
  }

  end(): void {
    this.#outgoing.end();
  }
}
