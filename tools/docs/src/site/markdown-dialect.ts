interface Token {
  readonly type: string;
  readonly content: string;
  info: string;
  children: Token[] | null;
}

/** The little of a markdown-it parser that is used here; typedoc hands it over untyped. */
export interface MarkdownParser {
  readonly linkify: { set(options: { readonly fuzzyLink: boolean; readonly fuzzyEmail: boolean }): void };
  readonly core: {
    readonly ruler: { push(name: string, rule: (state: { readonly tokens: readonly Token[] }) => void): void };
  };
}

/** A block without a language is a picture or output; typedoc would colour it as TypeScript. */
function keepPlain(token: Token): void {
  if (token.type === 'fence' && token.info === '') token.info = 'text';
}

/** Typedoc makes anchors of the plain text in a heading, and takes none from code unless it lies below it. */
function giveText(token: Token): void {
  for (const child of token.children ?? [])
    if (child.type === 'code_inline')
      child.children = [{ type: 'text', content: child.content, info: '', children: null }];
}

/** Makes typedoc read pages as GitHub does: plain blocks, anchors of headings with code, `README.md` as no host in Moldova. */
export function readAsGithub({ core, linkify }: MarkdownParser): void {
  linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  core.ruler.push('as-github', ({ tokens }) => {
    for (const [at, token] of tokens.entries()) {
      keepPlain(token);
      const text = tokens[at + 1];
      if (token.type === 'heading_open' && text) giveText(text);
    }
  });
}
