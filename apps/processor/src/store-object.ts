import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ObjectNotStoredError } from './errors.ts';
import type { LakeObject } from './lake-object.ts';

interface CallOptions {
  readonly abortSignal: AbortSignal;
}

/** The part of an `S3Client` that is used. */
export interface ObjectClient {
  send(command: PutObjectCommand, options: CallOptions): Promise<unknown>;
  send(command: GetObjectCommand, options: CallOptions): Promise<{ Body?: ObjectBody | undefined }>;
}

interface ObjectBody {
  transformToByteArray(): Promise<Uint8Array>;
}

/** Where objects go. */
export interface Store {
  readonly client: ObjectClient;
  readonly bucket: string;
}

/** An object as it lies in the bucket. */
export interface StoredObject {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Whether it was there before. */
  readonly existed: boolean;
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const isThereAlready = (error: unknown): boolean => error instanceof Error && error.name === 'PreconditionFailed';

/**
 * Stores an object under its key, unless the key exists: then what lies there holds the same records, and is left alone.
 * Its bytes may differ (another Node may compress otherwise), so they are read back for their checksum. S3 verifies the
 * checksum of what is put, and two writers of one key at once are told so: the one that failed finds the object next time.
 *
 * @throws {ObjectNotStoredError}
 */
export async function storeObject(
  { key, file }: Pick<LakeObject, 'key' | 'file'>,
  { client, bucket }: Store,
  signal: AbortSignal,
): Promise<StoredObject> {
  const location = { Bucket: bucket, Key: key };
  const options = { abortSignal: signal };
  const digest = sha256(file);
  const put = new PutObjectCommand({
    ...location,
    Body: file,
    ContentType: 'application/vnd.apache.parquet',
    ChecksumSHA256: digest.toString('base64'),
    IfNoneMatch: '*',
  });
  try {
    await client.send(put, options);
    return { sha256: digest.toString('hex'), bytes: file.length, existed: false };
  } catch (error) {
    if (!isThereAlready(error)) throw new ObjectNotStoredError(key, error);
  }
  try {
    const { Body } = await client.send(new GetObjectCommand(location), options);
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { sha256: sha256(bytes).toString('hex'), bytes: bytes.length, existed: true };
  } catch (error) {
    throw new ObjectNotStoredError(key, error);
  }
}
