/** Something that a reader would stumble over. */
export interface Problem {
  /** File, and line where it has one, as editors open it: `README.md:36`. */
  readonly place: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** One problem a line. */
export const listProblems = (problems: readonly Problem[]): string =>
  problems.map(({ place, message }) => `${place}: ${message}\n`).join('');
