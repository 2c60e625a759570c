const SVG = 'http://www.w3.org/2000/svg';

type Child = Node | string;
type Attributes = Readonly<Record<string, string | number>>;

const furnish = <Made extends Element>(element: Made, attributes: Attributes, children: readonly Child[]): Made => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  // Strings become text nodes: nothing of the market is ever read as markup.
  element.append(...children);
  return element;
};

/** An HTML element with attributes and children. */
export const el = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => furnish(document.createElement(tag), attributes, children);

/** An SVG element with attributes and children. */
export const svg = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] => furnish(document.createElementNS(SVG, tag), attributes, children);

/** Text that only assistive technology reads. */
export const spoken = (text: string): HTMLElement => el('span', { class: 'hidden' }, text);

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}

/** Writes a text only where it differs: what did not change costs the browser nothing. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute only where it differs. */
export function setAttribute(element: Element, name: string, value: string | number): void {
  const text = String(value);
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

/** Puts children in place, moving only those that are not where they belong, so that focus and selection stay. */
export function setChildren(parent: Element, children: readonly Element[]): void {
  children.forEach((child, i) => {
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
  });
  while (parent.children.length > children.length) parent.lastElementChild?.remove();
}
