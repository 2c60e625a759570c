import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository that is tried. */
export const ROOT = join(import.meta.dirname, '../../..');

/** What this part reads of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly repository?: { readonly type: string; readonly url: string; readonly directory: string };
  readonly sideEffects?: unknown;
  readonly engines?: { readonly node: string };
  readonly files?: readonly string[];
  readonly exports?: Record<string, string | Record<string, string>>;
  readonly bin?: Record<string, string>;
  readonly publishConfig?: Record<string, unknown>;
  readonly dependencies?: Record<string, string>;
}

/** The package.json of a folder, taken at its word. */
export function readManifest(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return manifest;
}

export interface PublishedPackage {
  /** Relative to the repository: `libs/record-schema`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace that is not private. */
export const PUBLISHED: readonly PublishedPackage[] = globSync('{libs,apps,tools}/*/package.json', { cwd: ROOT })
  .map((path) => ({ folder: dirname(path), manifest: readManifest(join(ROOT, dirname(path))) }))
  .filter(({ manifest }) => manifest.private !== true)
  .toSorted((one, other) => one.folder.localeCompare(other.folder));

/** The libraries among them: what a program imports. */
export const LIBRARIES = PUBLISHED.filter(({ folder }) => folder.startsWith('libs/'));

/** The first TypeScript program of a README. */
export function readmeProgram(folder: string): string {
  const readme = readFileSync(join(ROOT, folder, 'README.md'), 'utf8');
  const [, program] = /```ts\n(.*?)```/su.exec(readme) ?? [];
  if (program === undefined) throw new Error(`${folder}/README.md shows no program: add a \`\`\`ts block.`);
  return program;
}

/** What the comments beside a program's `console.log` say that it prints. */
export const promisedBy = (program: string): string[] =>
  [...program.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gmu)].map(([, said]) => said ?? '');
