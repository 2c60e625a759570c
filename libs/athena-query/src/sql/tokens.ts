import { QueryTextError } from '../errors.ts';

/** A piece of SQL text; space and comments are left out. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  /** Words lower case, everything else as written. */
  readonly text: string;
  /** Where the token starts in the text. */
  readonly start: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+|--[^\n]*|\/\*[^]*?\*\//y],
  ['string', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['number', /\d[\w.]*/y],
  ['word', /[\p{L}_$][\p{L}\p{N}_$]*/uy],
  ['parameter', /\?/y],
  ['symbol', /::|[^]/y],
];

/** What starts a token that must end too. */
const OPENERS: Readonly<Record<string, string>> = { "'": 'string', '"': 'quoted name', '/*': 'comment' };

function tokenAt(text: string, start: number): { kind: Token['kind'] | 'space'; end: number } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return { kind, end: pattern.lastIndex };
  }
  throw new TypeError(`No token at ${start}`);
}

/**
 * Cuts SQL text into tokens, so that rules can look at it without taking the inside of a string for SQL.
 * @throws {QueryTextError} for a string, quoted name or comment without end.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    const { kind, end } = tokenAt(text, start);
    const raw = text.slice(start, end);
    const open = OPENERS[raw] ?? OPENERS[text.slice(start, start + 2)];
    if (kind === 'symbol' && open !== undefined) throw new QueryTextError(raw, `The query has a ${open} without end.`);
    if (kind !== 'space') tokens.push({ kind, text: kind === 'word' ? raw.toLowerCase() : raw, start });
    start = end;
  }
  return tokens;
}
