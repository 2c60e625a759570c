import { createHash } from 'node:crypto';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { bucketKeys } from '../bucket-keys.ts';
import type { Notice } from '../page/page-source.ts';

/** The tables of the lake that the processor writes. */
const LOG_TABLES = ['quotes', 'forex', 'news'];
/** Objects read at once. */
const READERS = 8;

/** The keys of all objects that hold log records. */
export async function logObjects(s3: S3Client): Promise<Set<string>> {
  const keys = await Promise.all(LOG_TABLES.map((table) => bucketKeys(s3, `${table}/`)));
  return new Set(keys.flat());
}

/** What is wrong between objects and notices; both lists are empty when all is well. */
export interface ObjectFindings {
  /** Keys of objects that no notice told of. */
  readonly unnoticed: readonly string[];
  /** Keys of notices whose object is missing, or is not the one that the notice described. */
  readonly untrue: readonly string[];
}

/** Reads back every object that a notice names, and looks for objects that none does. */
export async function verifyObjects(
  s3: S3Client,
  written: ReadonlySet<string>,
  notices: readonly Notice[],
): Promise<ObjectFindings> {
  const told = new Set(notices.map(({ key }) => key));
  const untrue: string[] = [];
  const left = notices.values();
  const read = async () => {
    for (const notice of left) if (!(await isTrue(s3, notice))) untrue.push(notice.key);
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return { unnoticed: [...written].filter((key) => !told.has(key)), untrue };
}

async function isTrue(s3: S3Client, { bucket, key, bytes, checksum }: Notice): Promise<boolean> {
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  });
  const body = await object?.Body?.transformToByteArray();
  return body?.length === bytes && checksum === `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
