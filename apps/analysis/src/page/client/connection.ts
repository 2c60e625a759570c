import type { LivePatch } from '../live-patch.ts';

/** Heartbeats come every 15 seconds: after two that did not, nobody is there, whatever the socket believes. */
const SILENCE_MS = 35_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;

/** Reads a patch; the page and its server are one build, so that its form is not checked again. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const readPatch = (text: string): LivePatch => JSON.parse(text) as LivePatch;

export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

/** What the connection needs of the browser. */
export interface ConnectionEnvironment {
  readonly fetchState: () => Promise<LivePatch>;
  readonly openStream: (afterId: string) => EventSource;
  readonly setTimer: (callback: () => void, ms: number) => number;
  readonly clearTimer: (timer: number) => void;
}

/** Who listens to it. */
export interface ConnectionListener {
  onPatch(patch: LivePatch): void;
  onState(state: ConnectionState): void;
}

/**
 * Fills the page, then follows what changes. The browser itself connects again after a cut and says what it had last;
 * where it gives up (an answer that is no stream) or nothing is heard any more, the page is filled anew.
 */
export class Connection {
  readonly #environment: ConnectionEnvironment;
  readonly #listener: ConnectionListener;
  #stream: EventSource | undefined;
  #silence: number | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(environment: ConnectionEnvironment, listener: ConnectionListener) {
    this.#environment = environment;
    this.#listener = listener;
  }

  /** Fills the page and follows; never rejects. */
  async start(): Promise<void> {
    try {
      const patch = await this.#environment.fetchState();
      this.#listener.onPatch(patch);
      this.#follow(patch.id);
    } catch {
      this.#startLater();
    }
  }

  #follow(id: string): void {
    const stream = this.#environment.openStream(id);
    this.#stream = stream;
    this.#listenForSilence();
    stream.addEventListener('open', () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#heard();
    });
    stream.addEventListener('heartbeat', () => this.#heard());
    stream.addEventListener('patch', ({ data }: MessageEvent<string>) => {
      this.#heard();
      this.#listener.onPatch(readPatch(data));
    });
    stream.addEventListener('error', () => {
      this.#listener.onState('reconnecting');
      if (stream.readyState === stream.CLOSED) this.#startLater();
    });
  }

  #heard(): void {
    this.#listener.onState('live');
    this.#listenForSilence();
  }

  #listenForSilence(): void {
    if (this.#silence !== undefined) this.#environment.clearTimer(this.#silence);
    this.#silence = this.#environment.setTimer(() => this.#startLater(), SILENCE_MS);
  }

  #startLater(): void {
    this.#stream?.close();
    if (this.#silence !== undefined) this.#environment.clearTimer(this.#silence);
    this.#listener.onState('reconnecting');
    this.#environment.setTimer(() => void this.start(), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
  }
}
