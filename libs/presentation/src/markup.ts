/** A piece of HTML that is safe to put into a page. Only `html` and `trusted` make one. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in an `html` template: text is escaped, markup is not, lists are joined, nothing leaves nothing. */
export type Insert = Markup | string | number | undefined | false | readonly Insert[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const textOf = (insert: Insert): string => {
  if (insert instanceof Markup) return insert.text;
  if (typeof insert === 'string') return escape(insert);
  if (typeof insert === 'number') return String(insert);
  return insert ? insert.map(textOf).join('') : '';
};

const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

/** A template's own text with its indentation taken out: the source may be laid out well and the page stay small. */
const textsOf = (template: TemplateStringsArray): readonly string[] => {
  const known = compacted.get(template);
  if (known) return known;
  const texts = template.map((text) => text.replace(/\s*\n\s*/g, '\n'));
  compacted.set(template, texts);
  return texts;
};

/**
 * Builds HTML or SVG. Every string put in is escaped for text and for quoted attributes alike, so that no value of
 * the data can end a tag or an attribute; write attributes in double quotes always.
 */
export const html = (template: TemplateStringsArray, ...inserts: readonly Insert[]): Markup =>
  new Markup(textsOf(template).reduce((page, text, i) => page + textOf(inserts[i - 1]) + text));

/** Markup from a constant of this program, such as its style sheet; never from data. */
export const trusted = (constant: string): Markup => new Markup(constant);
