/** A command as a shell runs it: a pipeline, cut off from what stands before and behind `&&` and `;`. */
export interface Command {
  /** Line at which it begins, counted from that of the text. */
  readonly line: number;
  /** As it is written. */
  readonly text: string;
  /** The words of each program of the pipeline, without quotes; what is substituted (`$(…)`) stands as it is written. */
  readonly stages: readonly (readonly string[])[];
}

/** What a shell finds at a place: a word, something between commands, or nothing that counts. */
type Token =
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'pipe' | 'end' | 'newline' | 'nothing' | 'redirection' };

const TOKENS: readonly (readonly [RegExp, Token['kind']])[] = [
  [/(?:\\\n|[ \t])+/y, 'nothing'],
  [/#[^\n]*/y, 'nothing'],
  [/\n/y, 'newline'],
  [/&&|\|\||;|&(?!>)/y, 'end'],
  [/\|/y, 'pipe'],
  [/\d?>&\d|\d?(?:>>?|<)[ \t]*[^\s;|&]+/y, 'redirection'],
];

/** A bare piece, quoted text, or what is taken as one: `$(…)`, `${…}`, a group `{ …; }`. */
const PIECES: readonly RegExp[] = [
  /'(?<single>[^']*)'/y,
  /"(?<double>(?:\\[^]|\$\((?:[^()]|\([^()]*\))*\)|[^"\\])*)"/y,
  /\$\((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*\)/y,
  /\$\{[^}]*\}/y,
  /\{\s(?:[^{}"']|"[^"]*"|'[^']*'|\$\{[^}]*\})*\s\}/y,
  /\\(?<escaped>[^\n])/y,
  /[^\s'"\\;|&<>]/y,
];

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Takes a text of a shell apart into commands. */
export function parseShell(text: string): Command[] {
  const commands: Command[] = [];
  let stages: string[][] = [[]];
  let [began, at] = [0, 0];
  const finish = (end: number): void => {
    const words = stages.filter((stage) => stage.length > 0);
    const written = text.slice(began, end).trim();
    if (words.length > 0) commands.push({ line: lineAt(text, began), text: written, stages: words });
    stages = [[]];
  };
  while (at < text.length) {
    const [token, next] = readToken(text, at);
    const isFirst = stages.length === 1 && stages[0]?.length === 0;
    if (token.kind === 'word') {
      if (isFirst) began = at;
      stages.at(-1)?.push(token.value);
    } else if (token.kind === 'pipe') stages.push([]);
    // Behind a pipe the command goes on in the next line.
    else if (token.kind === 'end' || (token.kind === 'newline' && (stages.at(-1)?.length ?? 0) > 0)) finish(at);
    at = next;
  }
  finish(text.length);
  return commands.map((command) => ({ ...command, text: command.text.replace(/[ \t]+#[^\n"']*$/, '') }));
}

function readToken(text: string, at: number): readonly [Token, number] {
  for (const [pattern, kind] of TOKENS) {
    const found = matchAt(pattern, text, at)?.[0];
    if (found !== undefined && kind !== 'word') return [{ kind }, at + found.length];
  }
  let [value, next] = ['', at];
  for (let piece = readPiece(text, next); piece; piece = readPiece(text, next)) {
    value += piece.value;
    next += piece.length;
  }
  // A quote that never ends: its shell says so too.
  return next === at ? [{ kind: 'nothing' }, at + 1] : [{ kind: 'word', value }, next];
}

function readPiece(text: string, at: number): { value: string; length: number } | undefined {
  for (const pattern of PIECES) {
    const found = matchAt(pattern, text, at);
    if (!found) continue;
    const { single, double, escaped } = found.groups ?? {};
    return { value: single ?? double ?? escaped ?? found[0], length: found[0].length };
  }
  return undefined;
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The words of a program without the variables that are set for it alone. */
export const withoutVariables = (words: readonly string[]): string[] => {
  const first = words.findIndex((word) => !/^\w+=/.test(word));
  return first === -1 ? [] : words.slice(first);
};
