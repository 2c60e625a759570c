/** How the command ends. */
export const EXIT = {
  /** Everything asked for was done. */
  done: 0,
  /** Nothing useful came of it. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** Done, but some symbols or records failed; they are listed on stderr. */
  partial: 3,
} as const;

/** The command cannot go on; the message is the one sentence that the user reads. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = EXIT.failed;
}

/** What was typed is wrong: says what came, what is allowed and what to do. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}
