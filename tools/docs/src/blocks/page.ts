/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Line of the page at which its text begins, from 1. */
  readonly line: number;
  /** What stands behind the opening fence; empty for a plain block. */
  readonly language: string;
  readonly text: string;
  /** The nearest heading above it; empty before the first. */
  readonly heading: string;
  /** Text from the block, command line or heading before it to here: what introduces it. */
  readonly lead: string;
}

/** What stands between backticks in running text or a table. */
interface Span {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

/** A Markdown file, as far as what it shows is concerned. */
export interface Page {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly spans: readonly Span[];
  /** Lines that show code in a way that nobody looks at, each with what to do. */
  readonly complaints: readonly string[];
}

/** `README.md:36`, as editors open it. */
export const placeOf = ({ page, line }: Pick<Block, 'page' | 'line'>): string => `${page}:${line}`;

interface Fence {
  readonly mark: string;
  readonly indent: string;
  readonly language: string;
  readonly line: number;
}

const OPENING = /^(\s*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/;
const HEADING = /^#{1,6} +(.*?)(?: +#+)?$/;
const LIST_ITEM = /^\s*(?:[-*+]|\d+[.)]) /;

const closes = (line: string, { mark }: Fence): boolean => {
  const text = line.trim();
  return text.length >= mark.length && text === mark.charAt(0).repeat(text.length);
};

/** Reads the blocks and code spans of a Markdown text. */
export function parsePage(file: string, text: string): Page {
  const reader = new PageReader(file);
  for (const line of text.split('\n')) reader.read(line);
  return { file, text, ...reader.end() };
}

class PageReader {
  readonly #file: string;
  readonly #blocks: Block[] = [];
  readonly #complaints: string[] = [];
  /** The page without its blocks: their lines are empty. */
  readonly #prose: string[] = [];
  #line = 0;
  #heading = '';
  #lead: string[] = [];
  #inList = false;
  #fence: Fence | undefined;
  #inside: string[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  read(line: string): void {
    this.#line += 1;
    if (this.#fence) this.#readInside(line, this.#fence);
    else this.#readProse(line);
  }

  end(): Pick<Page, 'blocks' | 'spans' | 'complaints'> {
    if (this.#fence) this.#complain(this.#fence.line, 'opens a block that never ends: close it with the same fence.');
    return {
      blocks: this.#blocks,
      spans: spansOf(this.#file, this.#prose.join('\n')),
      complaints: this.#complaints,
    };
  }

  #readInside(line: string, fence: Fence): void {
    this.#prose.push('');
    if (!closes(line, fence)) {
      this.#inside.push(line.startsWith(fence.indent) ? line.slice(fence.indent.length) : line.trimStart());
      return;
    }
    this.#blocks.push({
      page: this.#file,
      line: fence.line + 1,
      language: fence.language,
      text: this.#inside.map((inside) => `${inside}\n`).join(''),
      heading: this.#heading,
      lead: this.#lead.join('\n').trim(),
    });
    this.#fence = undefined;
    this.#inside = [];
    this.#lead = [];
  }

  #readProse(line: string): void {
    const [, indent = '', mark, language = ''] = OPENING.exec(line) ?? [];
    if (mark !== undefined) {
      this.#fence = { mark, indent, language, line: this.#line };
      this.#prose.push('');
      return;
    }
    this.#lookForHiddenCode(line);
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) {
      this.#heading = heading;
      this.#lead = [];
    } else this.#lead.push(line);
    this.#prose.push(line);
  }

  #lookForHiddenCode(line: string): void {
    if (LIST_ITEM.test(line)) this.#inList = true;
    else if (/^\S/.test(line)) this.#inList = false;
    const afterEmpty = (this.#prose.at(-1) ?? '').trim() === '';
    if (/^(?: {4}|\t)\s*\S/.test(line) && afterEmpty && !this.#inList)
      this.#complain(this.#line, 'is code by its indent alone, which no test reads: put it between fences.');
    if (/^\s*<pre\b/i.test(line))
      this.#complain(this.#line, 'is code in HTML, which no test reads: put it between fences.');
  }

  #complain(line: number, what: string): void {
    this.#complaints.push(`${placeOf({ page: this.#file, line })} ${what}`);
  }
}

/** A span may go over the end of a line, never over an empty one. */
const SPAN = /(?<!`)(`+)(?!`)((?:(?!\n\s*\n)[^])*?[^`])\1(?!`)/g;

const spansOf = (page: string, prose: string): Span[] =>
  [...prose.matchAll(SPAN)].map(({ index, 2: text = '' }) => ({
    page,
    line: prose.slice(0, index).split('\n').length,
    // In a table a bar is written with a backslash.
    text: text
      .replaceAll(/\s+/g, ' ')
      .replaceAll(String.raw`\|`, '|')
      .trim(),
  }));
