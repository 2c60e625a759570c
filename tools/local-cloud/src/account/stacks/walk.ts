import { setImmediate as otherWork } from 'node:timers/promises';
import type { Dependencies } from '../template/dependencies.ts';

/** How a walk goes on where a visit has failed. */
interface WalkOptions {
  /** Whether nothing more is begun then; otherwise only what waits for the failed one is left out. */
  readonly stopAtFailure: boolean;
  /** Asked before each visit; once false, nothing more is begun. */
  readonly goesOn?: () => boolean;
}

/**
 * Visits each id after all that it waits for, as many at a time as that allows. A visit says whether it went well.
 * Resolves when no visit is under way and none can be begun.
 */
export async function walk(
  waits: Dependencies,
  visit: (id: string) => Promise<boolean>,
  { stopAtFailure, goesOn = () => true }: WalkOptions,
): Promise<void> {
  const waiting = new Set(waits.keys());
  const done = new Set<string>();
  const running = new Map<string, Promise<void>>();
  let failed = false;
  const visited = async (id: string): Promise<void> => {
    // Whatever else there is to do, such as to answer requests, has its turn between two steps.
    await otherWork();
    const wentWell = await visit(id);
    if (wentWell) done.add(id);
    failed ||= !wentWell;
    running.delete(id);
  };
  const begin = (id: string): void => {
    waiting.delete(id);
    running.set(id, visited(id));
  };
  for (;;) {
    const stops = (failed && stopAtFailure) || !goesOn();
    const ready = stops ? [] : [...waiting].filter((id) => waits.get(id)?.isSubsetOf(done));
    for (const id of ready) begin(id);
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}

/** Who waits for whom when all is taken down: each for those that depend on it. */
export function reversed(dependencies: Dependencies): Dependencies {
  const waits = new Map(Array.from(dependencies.keys(), (id) => [id, new Set<string>()]));
  for (const [id, needed] of dependencies) for (const one of needed) waits.get(one)?.add(id);
  return waits;
}
