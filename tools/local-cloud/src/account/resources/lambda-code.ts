import { createHash, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { readJsonFile, writeJsonFile } from '../../state/disk.ts';
import { ResourceError } from '../resource-handler.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const UNZIPPED_MAX_BYTES = 250 << 20;
/** Behind the name of a function. */
const NOTE = '.json';
/** In the order in which Lambda looks for a handler's file. */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/** The code of a function on the disk. */
export interface UnpackedCode {
  /** Folder of the files. */
  readonly dir: string;
  /** As Lambda tells it: base64. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Unpacked code, each package once, in a folder named by its checksum; there whole or not at all. */
export class CodeStore {
  readonly #dir: string;
  /** Under way, by folder: functions that are made at once may have the same code. */
  readonly #unpacking = new Map<string, Promise<void>>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Unpacks a zip. Throws `ResourceError` for what is none, or would reach outside its folder. */
  async unpack(zip: Buffer): Promise<UnpackedCode> {
    return this.#keep(zip, () => filesIn(zip));
  }

  /** Keeps code that a template carries itself. */
  async inline(source: string): Promise<UnpackedCode> {
    return this.#keep(Buffer.from(source), () => new Map([['index.js', Buffer.from(source)]]));
  }

  async #keep(packed: Buffer, files: () => ReadonlyMap<string, Uint8Array>): Promise<UnpackedCode> {
    const digest = createHash('sha256').update(packed).digest();
    const dir = join(this.#dir, digest.toString('hex'));
    if (!existsSync(dir)) await this.#unpackOnce(dir, files);
    return { dir, sha256: digest.toString('base64'), bytes: packed.length };
  }

  async #unpackOnce(dir: string, files: () => ReadonlyMap<string, Uint8Array>): Promise<void> {
    const underWay = this.#unpacking.get(dir) ?? (async () => writeWhole(dir, files()))();
    this.#unpacking.set(dir, underWay);
    await underWay.finally(() => this.#unpacking.delete(dir));
  }

  /** Notes which code a function has: its zip may be gone when it is brought back. */
  note(functionName: string, { dir, sha256, bytes }: UnpackedCode): void {
    writeJsonFile(this.#noteOf(functionName), { folder: basename(dir), sha256, bytes }, () => undefined);
  }

  /** The code that was noted for a function, if it is there. */
  noted(functionName: string): UnpackedCode | undefined {
    const { folder, sha256, bytes } = readJsonFile(this.#noteOf(functionName)) ?? {};
    if (typeof folder !== 'string' || typeof sha256 !== 'string' || typeof bytes !== 'number') return undefined;
    const dir = join(this.#dir, folder);
    return existsSync(dir) ? { dir, sha256, bytes } : undefined;
  }

  #noteOf(functionName: string): string {
    return join(this.#dir, `${functionName}${NOTE}`);
  }

  /** Forgets a function. Its code goes at the next start, unless another has the same. */
  forget(functionName: string): void {
    rmSync(this.#noteOf(functionName), { force: true });
  }

  /** Removes code that no function has, and what a killed process had begun to unpack. */
  async clear(): Promise<void> {
    const names = existsSync(this.#dir) ? await readdir(this.#dir) : [];
    const notes = names.filter((name) => name.endsWith(NOTE));
    const used = new Set(notes.map((note) => this.noted(note.slice(0, -NOTE.length))?.dir));
    const unused = names.filter((name) => !name.endsWith(NOTE) && !used.has(join(this.#dir, name)));
    await Promise.all(unused.map((name) => rm(join(this.#dir, name), { recursive: true, force: true })));
  }
}

/** The files in a zip, by path. Checked before they are unpacked, so that no small zip fills the memory. */
function filesIn(zip: Buffer): Map<string, Uint8Array> {
  let bytes = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean => {
    if (name.endsWith('/')) return false;
    if (!isInside(name))
      throw new ResourceError(`The zip has a file '${name}', which is not inside the function's folder`);
    bytes += originalSize;
    if (bytes > UNZIPPED_MAX_BYTES)
      throw new ResourceError(`Unzipped size must be smaller than ${UNZIPPED_MAX_BYTES} bytes`);
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(zip, { filter })));
  } catch (cause) {
    if (cause instanceof ResourceError) throw cause;
    throw new ResourceError(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
      'InvalidRequest',
      {
        cause,
      },
    );
  }
}

/** Whether a path leads to a file below the folder that it is taken from. */
const isInside = (path: string): boolean =>
  !/[\\\0]/.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));

async function writeWhole(dir: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const begun = `${dir}.${randomUUID()}`;
  await mkdir(begun, { recursive: true });
  for (const [name, content] of files) {
    await mkdir(dirname(join(begun, name)), { recursive: true });
    await writeFile(join(begun, name), content);
  }
  await rename(begun, dir);
}

/** Where `handler.handler` is, by Lambda's own rule that the file ends at the first dot: the file, of which only the invocation finds out that it is missing, as on AWS, and the export. */
export function entryOf(dir: string, handler: string): { readonly entry: string; readonly handler: string } {
  const [, file = '', name = ''] = /^([^.]+)\.(.+)$/.exec(handler.slice(handler.lastIndexOf('/') + 1)) ?? [];
  const folder = handler.slice(0, handler.lastIndexOf('/') + 1);
  if (name === '' || !isInside(`${folder}${file}`))
    throw new ResourceError(
      `Handler is '${handler}'; a file and the name of an export are needed, such as index.handler`,
    );
  const found = EXTENSIONS.find((extension) => existsSync(join(dir, folder, `${file}${extension}`))) ?? '.js';
  return { entry: join(dir, folder, `${file}${found}`), handler: name };
}
