/** A cell of Athena's CSV: the text, or nothing for NULL. */
export type CsvCell = string | undefined;

/** A cell, and where it ends in the text: at a comma or a line's end. */
interface Found {
  readonly cell: CsvCell;
  readonly end: number;
}

/** Where the quote is that closes a cell, or -1 when the text ends before. A doubled quote is one that belongs to the cell. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function quotedCell(text: string, from: number): Found | undefined {
  const close = closingQuote(text, from + 1);
  if (close === -1) return undefined;
  return { cell: text.slice(from + 1, close).replaceAll('""', '"'), end: close + 1 };
}

/** A cell without quotes: NULL is such a one, and nothing; a text that is empty has quotes. */
function bareCell(text: string, from: number): Found | undefined {
  const line = text.indexOf('\n', from);
  const comma = text.indexOf(',', from);
  const end = comma !== -1 && (line === -1 || comma < line) ? comma : line;
  if (end === -1) return undefined;
  return { cell: end === from ? undefined : text.slice(from, end), end };
}

/** The row that begins there, and where the next one does; `undefined` while the text does not hold all of it. */
function rowAt(text: string, from: number): { readonly row: CsvCell[]; readonly next: number } | undefined {
  const row: CsvCell[] = [];
  for (let at = from; ;) {
    const found = text[at] === '"' ? quotedCell(text, at) : bareCell(text, at);
    const after = found && text[found.end];
    if (found === undefined || after === undefined) return undefined;
    row.push(found.cell);
    if (after === '\n') return { row, next: found.end + 1 };
    if (after !== ',') throw new SyntaxError(`a quoted cell is followed by ${JSON.stringify(after)}`);
    at = found.end + 1;
  }
}

/**
 * The rows of a result file as Athena writes it: every value in quotes, quotes doubled, line breaks as they are, NULL an
 * empty cell without quotes; lines end with `\n`. Nothing but the row that is being read is kept.
 * @throws {SyntaxError} for bytes that are no such file, one that breaks off within a row included.
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvCell[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for await (const chunk of bytes) {
    const text = rest + decoder.decode(chunk, { stream: true });
    let at = 0;
    for (let found = rowAt(text, at); found; found = rowAt(text, at)) {
      yield found.row;
      at = found.next;
    }
    rest = text.slice(at);
  }
  rest += decoder.decode();
  if (rest !== '') throw new SyntaxError(`it breaks off within a row, after ${rest.length} characters of it`);
}
