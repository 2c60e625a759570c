import type { Clock } from './clock.ts';
import type { LiveBoard } from './live-board.ts';

/** How often a browser hears of changes: as often as an eye can follow numbers. */
const PATCH_EVERY_MS = 250;
/** Proxies and browsers take a connection for dead after about a minute without a byte. */
const HEARTBEAT_AFTER_MS = 15_000;
/** How long a browser waits before it connects again. */
const RECONNECT_MS = 2_000;

const message = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/**
 * The server-sent events of one browser. A message is made up only when it is asked for, of all that changed since the
 * message before: a slow browser gets fewer and newer ones, and nothing waits for it.
 */
export async function* liveEvents(
  board: LiveBoard,
  lastId: string | undefined,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let id = lastId;
  let saidMs = clock.now();
  yield `retry: ${RECONNECT_MS}\n\n`;
  while (!signal.aborted) {
    const patch = board.since(id);
    if (patch) {
      ({ id } = patch);
      saidMs = clock.now();
      yield message('patch', patch, id);
    } else if (clock.now() - saidMs >= HEARTBEAT_AFTER_MS) {
      saidMs = clock.now();
      yield message('heartbeat', { nowMs: saidMs });
    }
    await clock.sleep(PATCH_EVERY_MS, signal);
  }
}
