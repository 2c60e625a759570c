import type { Clock } from './clock.ts';
import type { LiveBoard } from './live-board.ts';
import type { SourcePart } from './live-patch.ts';
import type { PageSource } from './page-source.ts';

/** Counts are read once a second: what rates and curves are made of. */
const STAGES_EVERY_MS = 1_000;
/** A query over the lake is work for the engine: a table of hours is fresh enough at half a minute. */
const HIGHS_EVERY_MS = 30_000;
const RETRY_AFTER_MS = 5_000;
/** As much of a failure as one line of the page holds. */
const MAX_TEXT_CHARS = 200;

const textOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS)}…` : line;
};

/** Keeps the board as new as the source is; a part that fails is told on the board and asked again. */
export class LiveFeed {
  readonly #source: PageSource;
  readonly #board: LiveBoard;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(source: PageSource, board: LiveBoard, clock: Clock, signal: AbortSignal) {
    this.#source = source;
    this.#board = board;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Runs until the signal aborts; never rejects. */
  async run(): Promise<void> {
    await Promise.all([
      // Counts come first, and market time with them: records find the session that they belong to.
      this.#every(STAGES_EVERY_MS, () => this.#readCounts()),
      this.#every(HIGHS_EVERY_MS, () => this.#readHighs()),
      // Listening begins first, so that nothing falls between what came before and what comes from now on.
      this.#untilDone('events', () => this.#followEvents()),
      this.#untilDone('recent', () => this.#readRecent()),
    ]);
  }

  async #every(periodMs: number, read: () => void | Promise<void>): Promise<void> {
    while (!this.#signal.aborted) {
      await read();
      await this.#clock.sleep(periodMs, this.#signal);
    }
  }

  async #untilDone(part: SourcePart, work: () => Promise<void>): Promise<void> {
    while (!this.#signal.aborted && !(await this.#attempt(part, work))) {
      await this.#clock.sleep(RETRY_AFTER_MS, this.#signal);
    }
  }

  /** Does one thing that may fail, and notes on the board whether it did. */
  async #attempt(part: SourcePart, work: () => void | Promise<void>): Promise<boolean> {
    try {
      await work();
      this.#board.note(part, undefined);
      return true;
    } catch (error) {
      if (!this.#signal.aborted) this.#board.note(part, textOf(error));
      return false;
    }
  }

  /** As `#attempt`, for what answers at once. */
  #try(part: SourcePart, read: () => void): void {
    try {
      read();
      this.#board.note(part, undefined);
    } catch (error) {
      this.#board.note(part, textOf(error));
    }
  }

  #readCounts(): void {
    this.#try('clock', () => this.#board.advance(this.#source.marketTimeMs()));
    this.#try('stages', () => this.#board.takeStages(this.#source.stages()));
    this.#try('notices', () => this.#board.takeNotices(this.#source.notices()));
  }

  async #readHighs(): Promise<void> {
    await this.#attempt('highs', async () => this.#board.takeHighs(await this.#source.hourlyHighs()));
  }

  async #readRecent(): Promise<void> {
    const { bars, forex, news } = await this.#source.recent();
    for (const records of [bars, forex, news]) for (const record of records) this.#take(record);
  }

  async #followEvents(): Promise<void> {
    for await (const record of this.#source.events(this.#signal)) {
      this.#board.note('events', undefined);
      this.#take(record);
    }
    if (!this.#signal.aborted) this.#board.end();
  }

  /** One record that cannot be shown costs only itself. */
  #take(record: Parameters<LiveBoard['take']>[0]): void {
    this.#try('records', () => {
      // Market time may have passed a session's opening since it was last read.
      this.#board.advance(this.#source.marketTimeMs());
      this.#board.take(record);
    });
  }
}
