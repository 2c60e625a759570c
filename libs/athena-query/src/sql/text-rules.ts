import { QueryTextError, ReadOnlyError } from '../errors.ts';
import { type Token, tokenise } from './tokens.ts';

/** Bytes of a query's text. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const MAX_QUERY_BYTES = 262_144;

interface Rule {
  /** Token texts in a row. */
  readonly found: readonly string[];
  readonly instead: string;
}

/** What Kysely, DuckDB or PostgreSQL know and Trino does not, or understands otherwise. */
const REFUSED: readonly Rule[] = [
  { found: ['::'], instead: 'write CAST(value AS type)' },
  { found: ['`'], instead: 'quote names with "' },
  { found: ['ilike'], instead: 'compare lower(column) with LIKE' },
  { found: ['qualify'], instead: 'filter on the window function in an outer query' },
  { found: ['distinct', 'on', '('], instead: 'use row_number() in a subquery' },
  { found: ['in', '(', ')'], instead: 'leave the condition out, or give at least one value' },
  { found: ['asof', 'join'], instead: 'use a window function' },
  { found: ['order', 'by', 'all'], instead: 'name the columns' },
  { found: ['group', 'by', 'all'], instead: 'name the columns' },
];

const matches = (tokens: readonly Token[], at: number, { found }: Rule): boolean =>
  found.every((text, offset) => {
    const token = tokens[at + offset];
    return token?.text === text && (token.kind === 'word' || token.kind === 'symbol');
  });

function assertNothingRefused(tokens: readonly Token[]): void {
  for (const at of tokens.keys()) {
    const rule = REFUSED.find((candidate) => matches(tokens, at, candidate));
    if (!rule) continue;
    const construct = rule.found.join(' ').toUpperCase();
    throw new QueryTextError(construct, `Athena does not know ${construct}: ${rule.instead}.`);
  }
}

/** @throws {QueryTextError} beyond 262,144 bytes. */
export function assertQuerySize(text: string): void {
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes <= MAX_QUERY_BYTES) return;
  throw new QueryTextError(
    `${text.slice(0, 40)}…`,
    `The query's text has ${bytes} bytes and Athena takes at most ${MAX_QUERY_BYTES}: ask for fewer symbols or days at a time.`,
  );
}

/**
 * Holds a compiled query against Athena's rules, those that hand-written fragments could break included.
 * @throws {QueryTextError} naming the construct and what to write instead.
 */
export function assertTrinoText(text: string, parameterCount: number): void {
  const tokens = tokenise(text);
  assertNothingRefused(tokens);
  const marks = tokens.filter(({ kind }) => kind === 'parameter').length;
  if (marks !== parameterCount) {
    throw new QueryTextError('?', `The query has ${marks} "?" for ${parameterCount} values: do not write "?" by hand.`);
  }
  assertQuerySize(text);
}

const READING = new Set(['select', 'with', 'values']);

/** Where the statement that EXPLAIN explains begins: after ANALYZE, VERBOSE and a list of options. */
function explained(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens.slice(1);
  while (rest[0]?.text === 'analyze' || rest[0]?.text === 'verbose') rest = rest.slice(1);
  const options = rest[0]?.text === '(' && !READING.has(firstWord(rest)?.text ?? '');
  return options ? rest.slice(rest.findIndex(({ text }) => text === ')') + 1) : rest;
}

const firstWord = (tokens: readonly Token[]): Token | undefined => tokens.find(({ text }) => text !== '(');

/** A text that was found to be one reading statement. */
export interface ReadingText {
  /** The statement, without a closing `;`. */
  readonly statement: string;
  /** The statement that is explained, when it is an EXPLAIN. */
  readonly explains?: string;
}

/**
 * Holds a text against the rule that only one SELECT, WITH, VALUES or EXPLAIN of these may run.
 * @throws {ReadOnlyError} for anything else, {@link QueryTextError} for a text that cannot be told apart.
 */
export function readingStatement(text: string): ReadingText {
  const all = tokenise(text);
  const end = all.findIndex((token) => token.kind === 'symbol' && token.text === ';');
  if (end !== -1 && end < all.length - 1) throw new ReadOnlyError('there are several');
  const tokens = end === -1 ? all : all.slice(0, end);
  const statement = end === -1 ? text : text.slice(0, all[end]?.start);
  const isExplain = tokens[0]?.text === 'explain';
  const body = isExplain ? explained(tokens) : tokens;
  const first = firstWord(body);
  if (first?.kind !== 'word' || !READING.has(first.text)) {
    throw new ReadOnlyError(first ? `this one begins with ${first.text.toUpperCase()}` : 'there is none');
  }
  return isExplain ? { statement, explains: statement.slice(body[0]?.start) } : { statement };
}
