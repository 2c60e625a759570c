import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServiceError } from '../service.ts';
import { codeOf, type DiskFault } from '../state/disk.ts';
import { MultipartUploads } from './multipart-upload.ts';

/** Where objects are written before they appear under their keys: in the bucket's folder, so that a rename is enough. */
const UPLOADS = '.uploads';
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_MAX_BYTES = 1024;
/** What file systems allow between two slashes. */
const NAME_MAX_BYTES = 255;

export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly etag: string;
}

/** A bucket that is a folder: each object a plain file under its key, there whole or not at all. */
export class Bucket {
  readonly name: string;
  readonly dir: string;
  readonly uploads: MultipartUploads;
  readonly #fault: DiskFault;

  constructor(name: string, dir: string, fault: DiskFault = () => undefined) {
    this.name = name;
    this.dir = dir;
    this.uploads = new MultipartUploads(join(dir, UPLOADS));
    this.#fault = fault;
  }

  /** Makes the folder and clears what a killed process had begun to upload. */
  async open(): Promise<void> {
    await rm(join(this.dir, UPLOADS), { recursive: true, force: true });
    await mkdir(join(this.dir, UPLOADS), { recursive: true });
  }

  /** Stores an object, flushed to the device before it appears. With `onlyNew` it is refused with 412 where the key exists. */
  async put(key: string, body: Uint8Array, onlyNew = false): Promise<ObjectInfo> {
    const file = this.#fileOf(key);
    const upload = join(this.dir, UPLOADS, randomUUID());
    try {
      await writeFlushed(upload, body, this.#fault);
      await mkdir(dirname(file), { recursive: true });
      await (onlyNew ? placeNew(upload, file) : rename(upload, file));
      return infoOf(key, await stat(file));
    } catch (error) {
      throw putError(error, key);
    } finally {
      await rm(upload, { force: true });
    }
  }

  /** An object's facts, or `undefined` when there is none. */
  async head(key: string): Promise<ObjectInfo | undefined> {
    const found = await unlessMissing(stat(this.#fileOf(key)));
    return found?.isFile() ? infoOf(key, found) : undefined;
  }

  /** Opens an object; what is read from the handle is one version, whatever replaces it meanwhile. The caller closes it. */
  async read(key: string): Promise<{ info: ObjectInfo; handle: FileHandle } | undefined> {
    const handle = await unlessMissing(open(this.#fileOf(key), constants.O_RDONLY));
    if (!handle) return undefined;
    const found = await handle.stat();
    if (found.isFile()) return { info: infoOf(key, found), handle };
    await handle.close();
    return undefined;
  }

  async delete(key: string): Promise<void> {
    if (await this.head(key)) await rm(this.#fileOf(key), { force: true });
  }

  /** Keys that begin with a prefix, in the order of their UTF-8 bytes, as S3 lists them. */
  async keys(prefix: string): Promise<string[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (folder !== '' && !isSafe(folder.slice(0, -1))) return [];
    const entries = await unlessMissing(readdir(join(this.dir, folder), { recursive: true, withFileTypes: true }));
    const keys = (entries ?? [])
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(this.dir, '/').length))
      .filter((key) => key.startsWith(prefix) && !key.startsWith('.'));
    return keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  /** The file of a key. Throws for every key that is not a plain path below the bucket's folder. */
  #fileOf(key: string): string {
    if (Buffer.byteLength(key) > KEY_MAX_BYTES) throw new ServiceError('KeyTooLongError', 'Your key is too long');
    if (isSafe(key)) return join(this.dir, key);
    const message = `The key '${key}' cannot be a file: empty, '.' and '..' segments, segments above ${NAME_MAX_BYTES} bytes, NUL, backslashes and a dot at the start are not kept here.`;
    throw new ServiceError('InvalidArgument', message);
  }
}

/** Whether a key can be a file that lies inside the bucket's folder. What begins with a dot there is not the bucket's. */
export const isSafe = (key: string): boolean =>
  Buffer.byteLength(key) <= KEY_MAX_BYTES &&
  !/^\.|[\\\p{Cs}]|\0/u.test(key) &&
  key.split('/').every((part) => !['', '.', '..'].includes(part) && Buffer.byteLength(part) <= NAME_MAX_BYTES);

/** Buckets keep no metadata beside the files, so a tag is made of what the file system knows. Like a multipart tag it is no MD5. */
const infoOf = (key: string, { size, mtime, mtimeMs, ino }: Stats): ObjectInfo => {
  const version = [ino, Math.round(mtimeMs * 1000), size].map((part) => part.toString(16)).join('');
  return { key, bytes: size, modified: mtime, etag: `"${version.padStart(32, '0').slice(-32)}-1"` };
};

async function writeFlushed(file: string, body: Uint8Array, fault: DiskFault): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    const error = fault();
    await handle.writeFile(error ? body.subarray(0, body.length >> 1) : body);
    if (error) throw error;
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function putError(error: unknown, key: string): unknown {
  if (!['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) return error;
  const message = `The key '${key}' cannot be a file: other keys need that name as a folder, or the other way round.`;
  return new ServiceError('InvalidArgument', message, 409, { cause: error });
}

/** Gives a file its name unless that exists, in one step: the link fails then. */
async function placeNew(upload: string, file: string): Promise<void> {
  try {
    await link(upload, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new ServiceError('PreconditionFailed', message, 412, { cause: error });
  }
}

/** A missing file is no error here: nor one below a file, nor one whose name the file system refuses. */
async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
