/** What the reader of stdout can show. */
export interface Screen {
  /** Cells of a line of the terminal; absent where stdout is a pipe or a file, which take lines of any length. */
  readonly columns?: number;
  readonly colour: boolean;
}

/** A pipe or a file: whole lines, no colours. */
export const PIPE: Screen = { colour: false };

/** Of a terminal that does not say how wide it is, such as that of a session without a window. */
const DEFAULT_COLUMNS = 80;

/** The part of `process.stdout` that says what is behind it. */
export interface ScreenStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is behind a stream. */
export function screenOf({ isTTY = false, columns = 0 }: ScreenStream, env: Environment): Screen {
  const colour = hasColour(isTTY, env);
  return isTTY ? { columns: columns > 0 ? columns : DEFAULT_COLUMNS, colour } : { colour };
}

/**
 * `NO_COLOR` refuses colours whoever else asks for them, `FORCE_COLOR` asks for them in a pipe too (`0` or `false` refuses
 * them), else a terminal has them that can do more than print. https://no-color.org, https://force-color.org
 */
function hasColour(isTerminal: boolean, { NO_COLOR: no = '', FORCE_COLOR: force, TERM: term }: Environment): boolean {
  if (no !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && term !== 'dumb';
}
