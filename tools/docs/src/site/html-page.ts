import { parseHTML } from 'linkedom';

/** A reference of an element to another resource. */
export interface Reference {
  readonly href: string;
  /** Whether a browser fetches it to show the page; a link waits for a click. */
  readonly isLoaded: boolean;
}

/** A page or picture of the site as far as references are concerned. */
export interface HtmlPage {
  readonly references: readonly Reference[];
  /** What a link may have behind its `#`. */
  readonly anchors: ReadonlySet<string>;
}

/** Reads the references and anchors of an HTML or SVG text. */
export function readHtml(text: string): HtmlPage {
  const elements = [...parseHTML(text).document.querySelectorAll('[href], [src], [id]')];
  const attributes = (...names: string[]): string[] =>
    elements.flatMap((element) => names.flatMap((name) => element.getAttribute(name) ?? []));
  const references = elements.flatMap((element) =>
    ['href', 'src'].flatMap((name) => {
      const href = element.getAttribute(name);
      return href === null ? [] : [{ href, isLoaded: element.localName !== 'a' }];
    }),
  );
  return { references, anchors: new Set(attributes('id')) };
}
