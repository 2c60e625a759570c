import { inflateSync } from 'node:zlib';

/** `window.navigationData = "…"`: JSON that typedoc deflates, so that it loads from file:// too. */
const DATA = /^window\.\w+ = "([\w+/=]*)"/u;

/** What a script of the site carries for its navigation and search, as text; `undefined` for other scripts. */
export function readSiteData(script: string): string | undefined {
  const [, encoded] = DATA.exec(script) ?? [];
  return encoded === undefined ? undefined : inflateSync(Buffer.from(encoded, 'base64')).toString('utf8');
}

/** The pages that such data leads to: every `path` of the navigation, every `url` of the search, however deep. */
export function linksOfData(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    typeof value === 'string' && (key === 'path' || key === 'url') ? [value] : linksOfData(value),
  );
}
