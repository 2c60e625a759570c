import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../service.ts';

/** Of every part but the last. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_MIN_BYTES = 5 << 20;
const PARTS_MAX = 10_000;

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, { readonly etag: string; readonly bytes: number }>;
}

/** Uploads in parts that are not complete yet. Parts are files, in a folder that a restart clears. */
export class MultipartUploads {
  readonly #dir: string;
  readonly #uploads = new Map<string, Upload>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Begins an upload and returns its id. */
  async begin(key: string): Promise<string> {
    const id = randomUUID();
    await mkdir(join(this.#dir, id), { recursive: true });
    this.#uploads.set(id, { key, parts: new Map() });
    return id;
  }

  #find(id: string, key: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload?.key === key) return upload;
    throw new ServiceError('NoSuchUpload', `The specified upload does not exist: ${id} of ${key}`, 404);
  }

  /** Keeps a part, in place of the one of that number if there is one, and returns its tag. */
  async keep(id: string, key: string, number: number, body: Buffer): Promise<string> {
    const { parts } = this.#find(id, key);
    if (!Number.isInteger(number) || number < 1 || number > PARTS_MAX)
      throw new ServiceError('InvalidArgument', `Part number must be a whole number from 1 to ${PARTS_MAX}`);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    await writeFile(join(this.#dir, id, String(number)), body);
    parts.set(number, { etag, bytes: body.length });
    return etag;
  }

  /** The whole of the parts named, in their order. The upload stays until it is ended. */
  async assemble(id: string, key: string, wanted: readonly UploadedPart[]): Promise<Buffer> {
    const { parts } = this.#find(id, key);
    for (const [i, { number, etag }] of wanted.entries()) {
      const part = parts.get(number);
      if (part?.etag !== etag)
        throw new ServiceError('InvalidPart', `Part ${number} was not uploaded with tag ${etag}`);
      if (i > 0 && number <= (wanted[i - 1]?.number ?? 0))
        throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order');
      if (i < wanted.length - 1 && part.bytes < PART_MIN_BYTES)
        throw new ServiceError('EntityTooSmall', `Part ${number} has ${part.bytes} bytes, less than ${PART_MIN_BYTES}`);
    }
    if (wanted.length === 0) throw new ServiceError('MalformedXML', 'An upload needs a part at least');
    return Buffer.concat(await Promise.all(wanted.map(({ number }) => readFile(join(this.#dir, id, String(number))))));
  }

  /** Forgets an upload and its parts. */
  async end(id: string, key: string): Promise<void> {
    this.#find(id, key);
    this.#uploads.delete(id);
    await rm(join(this.#dir, id), { recursive: true, force: true });
  }
}
