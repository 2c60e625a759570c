import type { Progress } from './progress.ts';
import type { Screen } from './terminal/screen.ts';

/** What a command may touch of the world; tests pass their own. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Results for people and pipes. */
  readonly print: (text: string) => void;
  /** What shows them; a pipe when absent. */
  readonly screen?: Screen;
  /** Everything else that is worth saying. */
  readonly progress: Progress;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Set by a command that an interrupt is to end in order. */
  handlesInterrupt?: boolean;
  /** What the command ends with when it did its work. */
  exitCode: number;
}
