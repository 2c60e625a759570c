import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { readCarriedPackage } from './carried-packages.ts';
import { inlinedPackages } from './inlined.ts';
import { licenceNotices } from './licence-notices.ts';

/** What a package ships, and where it says whose code that is. */
export interface ThirdPartyOptions {
  /** The repository. */
  readonly root: string;
  /** The package that is built. */
  readonly folder: string;
  /** The file to write, relative to `folder`. */
  readonly file: string;
  /** Bundles of other packages that are shipped along: the folders that they were built in, relative to `folder`. */
  readonly along?: readonly string[];
}

/** The metafile that tsup writes of an ESM build. */
const METAFILE = 'dist/metafile-esm.json';

/**
 * An esbuild plugin that writes the licences of all that the builds it takes part in have inlined. Several builds may share
 * it: the file holds what all of them carry, whichever ends last.
 */
export function thirdPartyLicences({ root, folder, file, along = [] }: ThirdPartyOptions): Plugin {
  const inlined = new Set<string>();
  const add = (metafile: unknown, built: string): void => {
    const place = relative(root, built).split(sep).join('/');
    for (const path of inlinedPackages(metafile, place)) inlined.add(path);
  };
  return {
    name: 'third-party-licences',
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile, errors }) => {
        if (errors.length > 0) return;
        add(metafile, folder);
        for (const other of along.map((name) => join(folder, name)))
          add(JSON.parse(readFileSync(join(other, METAFILE), 'utf8')), other);
        const notices = licenceNotices([...inlined].map((path) => readCarriedPackage(join(root, path))));
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), notices);
      });
    },
  };
}
