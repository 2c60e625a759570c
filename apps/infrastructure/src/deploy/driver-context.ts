/** A program to run, the AWS place and the switches of cdk in its environment. */
export interface Program {
  /** Absolute path of a script that Node runs. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** Absolute. */
  readonly cwd: string;
}

/** How a program ended. */
export interface Ended {
  readonly exitCode: number;
  /** Whether this process was asked to end meanwhile (Ctrl-C). */
  readonly interrupted: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the driver may touch of the world; tests pass their own. */
export interface DriverContext {
  readonly env: Environment;
  /** Folder that `cdk synth` writes to. */
  readonly assemblyDir: string;
  /** Results, to stdout. */
  readonly print: (text: string) => void;
  /** Everything else that is worth saying, to stderr. */
  readonly note: (text: string) => void;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
  /** Runs a program to its end, on this process's terminal. */
  readonly run: (program: Program) => Promise<Ended>;
}
