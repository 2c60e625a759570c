import { gzipSync } from 'node:zlib';
import { z } from 'zod';

/** What is read of esbuild's metafile. https://esbuild.github.io/api/#metafile */
const metafileSchema = z.object({
  inputs: z.record(
    z.string(),
    z.object({ imports: z.array(z.object({ path: z.string(), external: z.boolean().optional() })) }),
  ),
  outputs: z.record(
    z.string(),
    z.object({
      entryPoint: z.string().optional(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.int() })),
    }),
  ),
});

type Metafile = z.output<typeof metafileSchema>;

/** A package in a bundle, and how many bytes of the bundle come from it, minified. */
interface PackageWeight {
  readonly name: string;
  readonly bytes: number;
}

/** What a bundle weighs and is made of. */
export interface BundleWeight {
  /** Minified. */
  readonly bytes: number;
  readonly gzipBytes: number;
  /** What is left of `gzipBytes` without the AWS SDK, and without what is in the bundle for its sake alone. */
  readonly ownGzipBytes: number;
  /** The heaviest first. */
  readonly packages: readonly PackageWeight[];
}

/** `@smithy/core` of a path in node_modules; `libs/record-schema` or the app's `src` of a path of ours. */
function packageOf(path: string): string {
  const dependency = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return dependency ?? /libs\/[^/]+/.exec(path)?.[0] ?? 'src';
}

const isSdk = (path: string): boolean => /^@(?:aws-sdk|aws-crypto|smithy)\//.test(packageOf(path));

/** The files that the entry needs when the SDK is somewhere else: what is left is there for the SDK's sake. */
function ownFiles({ inputs }: Metafile, entry: string): Set<string> {
  const found = new Set<string>([entry]);
  for (const path of found) {
    for (const { path: imported, external } of inputs[path]?.imports ?? []) {
      if (external !== true && !isSdk(imported)) found.add(imported);
    }
  }
  return found;
}

/**
 * The bundle without what is not ours. esbuild writes one file's code after the other, in the metafile's order, and a little
 * between them that belongs to none: slices are off by that, up to 2 kB in all, which gzip does not mind.
 */
function ownCode(code: Buffer, inputs: Metafile['outputs'][string]['inputs'], own: ReadonlySet<string>): Buffer {
  const slices: Buffer[] = [];
  let offset = 0;
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    if (own.has(path)) slices.push(code.subarray(offset, offset + bytesInOutput));
    offset += bytesInOutput;
  }
  return Buffer.concat([...slices, code.subarray(offset)]);
}

function packagesOf(inputs: Metafile['outputs'][string]['inputs']): PackageWeight[] {
  const bytesOf = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = packageOf(path);
    bytesOf.set(name, (bytesOf.get(name) ?? 0) + bytesInOutput);
  }
  return [...bytesOf].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes);
}

const gzipBytesOf = (code: Buffer): number => gzipSync(code, { level: 9 }).length;

/**
 * Weighs a bundle.
 *
 * @param code The built file `handler.mjs`.
 * @param json What esbuild wrote as the metafile of that build.
 * @throws {TypeError} when the metafile tells of no such file.
 */
export function bundleWeight(code: Buffer, json: unknown): BundleWeight {
  const metafile = metafileSchema.parse(json);
  const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith('handler.mjs'))?.[1];
  if (output?.entryPoint === undefined) throw new TypeError('The metafile tells of no entry point handler.mjs');
  const { inputs, entryPoint } = output;
  return {
    bytes: code.length,
    gzipBytes: gzipBytesOf(code),
    ownGzipBytes: gzipBytesOf(ownCode(code, inputs, ownFiles(metafile, entryPoint))),
    packages: packagesOf(inputs),
  };
}
