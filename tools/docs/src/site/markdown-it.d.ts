/** The little of the parser that is used here; it comes without types. */
declare module 'markdown-it' {
  export interface Token {
    readonly type: string;
    /** First line, from 0, and the line after the last. */
    readonly map: readonly [number, number] | null;
    readonly content: string;
    readonly children: readonly Token[] | null;
    attrGet(name: string): string | null;
  }

  export default class MarkdownIt {
    readonly linkify: { set(options: { readonly fuzzyLink: boolean; readonly fuzzyEmail: boolean }): void };
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    parse(text: string, environment: object): Token[];
  }
}
