import { posix } from 'node:path';
import * as z from 'zod';

/** What is read of esbuild's metafile. https://esbuild.github.io/api/#metafile */
const metafileSchema = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.int().nonnegative() })) }),
  ),
});

/** `node_modules/zod` of a file in it; nothing for a file of ours. */
const packagePath = (file: string): string | undefined => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file)?.[0];

/**
 * The packages of others whose code is in a bundle: where they lie, relative to the repository. What was read but left out,
 * because nothing of it is used, is not in it.
 *
 * @param metafile What esbuild wrote of the build.
 * @param folder Where the build ran, relative to the repository: `apps/analysis`.
 */
export function inlinedPackages(metafile: unknown, folder: string): Set<string> {
  const found = new Set<string>();
  for (const { inputs } of Object.values(metafileSchema.parse(metafile).outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const path = packagePath(posix.join(folder, file));
      if (path !== undefined && bytesInOutput > 0) found.add(path);
    }
  return found;
}
