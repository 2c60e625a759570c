import { parseHTML } from 'linkedom';
import MarkdownIt, { type Token } from 'markdown-it';
import { githubAnchors } from './github-anchors.ts';

/** What a page points to. */
export interface Link {
  /** As it is written: `../record-schema`, `#replay`, `https://zod.dev`. */
  readonly href: string;
  /** Line on which it stands, from 1. */
  readonly line: number;
}

/** A Markdown page as far as links are concerned. */
export interface MarkdownPage {
  readonly links: readonly Link[];
  /** What a link to the page may have behind its `#`. */
  readonly anchors: ReadonlySet<string>;
}

// As on GitHub: tables, and addresses that stand there bare; `README.md` is no host in Moldova.
const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const attributesOf = (html: string, selector: string, name: string): string[] =>
  [...parseHTML(`<body>${html}</body>`).document.querySelectorAll(selector)].flatMap(
    (element) => element.getAttribute(name) ?? [],
  );

function hrefsOf(token: Token): string[] {
  if (token.type === 'link_open') return [token.attrGet('href') ?? ''];
  if (token.type === 'image') return [token.attrGet('src') ?? ''];
  if (!token.type.startsWith('html_')) return [];
  return [...attributesOf(token.content, '[href]', 'href'), ...attributesOf(token.content, '[src]', 'src')];
}

const isBreak = ({ type }: Token): boolean => type === 'softbreak' || type === 'hardbreak';

/** Only blocks know their line, and a cell only by its row; within a block, each break begins another line. */
function linksOf(blocks: readonly Token[]): Link[] {
  let line = 1;
  return blocks.flatMap((block) => {
    if (block.map) line = block.map[0] + 1;
    return [block, ...(block.children ?? [])].flatMap((token) => {
      if (isBreak(token)) line += 1;
      return hrefsOf(token).map((href) => ({ href, line }));
    });
  });
}

const textOf = ({ children }: Token): string =>
  (children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

const headingsOf = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(({ type }, at) => {
    const text = tokens[at + 1];
    return type === 'heading_open' && text ? [textOf(text)] : [];
  });

function namedPlaces(tokens: readonly Token[]): string[] {
  return tokens
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => type.startsWith('html_'))
    .flatMap(({ content }) => [...attributesOf(content, '[id]', 'id'), ...attributesOf(content, 'a[name]', 'name')]);
}

/** Reads links and anchors of a Markdown text. */
export function readMarkdown(text: string): MarkdownPage {
  const tokens = parser.parse(text, {});
  return {
    links: linksOf(tokens),
    anchors: new Set([...githubAnchors(headingsOf(tokens)), ...namedPlaces(tokens)]),
  };
}
