import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../failures.ts';

/** A file of the page as it is served. */
export interface Asset {
  readonly body: string;
  readonly type: string;
  /** Names this content: a browser that has it is told so. */
  readonly etag: string;
}

const FILES = {
  '/': ['page.html', 'text/html; charset=utf-8'],
  '/style.css': ['style.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/favicon.svg': ['favicon.svg', 'image/svg+xml'],
  // Browsers ask for it unasked, for instance beside the answer of an address that does not exist.
  '/favicon.ico': ['favicon.svg', 'image/svg+xml'],
} as const;

/** Beside the built command, or where the build puts them as seen from the sources. */
const FOLDERS = [join(import.meta.dirname, 'page'), join(import.meta.dirname, '../../dist/page')];

/** Reads the page's files, by the path under which they are served. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const folder = FOLDERS.find((candidate) => existsSync(join(candidate, 'page.html')));
  if (folder === undefined) {
    throw new CommandError('The files of the page are not built. Build them with: npx nx build tickerlake');
  }
  const assets = Object.entries(FILES).map(async ([path, [file, type]]) => {
    const body = await readFile(join(folder, file), 'utf8');
    return [
      path,
      { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` },
    ] as const;
  });
  return new Map(await Promise.all(assets));
}
