import { isObject, type JsonObject, parseJson } from '../json-value.ts';

/** A JSON object in a record, and its text. */
export interface JsonRow {
  readonly value: JsonObject;
  readonly text: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON objects of a record: one, or several one after the other, with or without white space between them, as
 * Firehose's conversion takes them. `undefined` when the bytes are anything else: an array, half an object, other text.
 * @see https://docs.aws.amazon.com/firehose/latest/dev/enable-record-format-conversion.html
 */
export function jsonRows(data: Uint8Array): JsonRow[] | undefined {
  let text: string;
  try {
    text = utf8.decode(data);
  } catch {
    return undefined;
  }
  const only = parseJson(text);
  if (isObject(only)) return [{ value: only, text: text.trim() }];
  const rows: JsonRow[] = [];
  for (const piece of pieces(text)) {
    const value = parseJson(piece);
    if (!isObject(value)) return undefined;
    rows.push({ value, text: piece });
  }
  return rows.length > 0 ? rows : undefined;
}

/** Cuts text where the outermost braces close. What lies between objects becomes part of the next piece, which then does not parse. */
function* pieces(text: string): Generator<string> {
  const token = /["\\{}]/g;
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [character] = found;
    if (character === '\\') token.lastIndex += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted) depth += character === '{' ? 1 : -1;
    if (character === '}' && !quoted && depth === 0) {
      yield text.slice(start, token.lastIndex).trim();
      start = token.lastIndex;
    }
  }
  const rest = text.slice(start).trim();
  if (rest !== '') yield rest;
}
