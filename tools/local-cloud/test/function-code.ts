import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { s3Of } from './support.ts';

/** A zip of a function: `handler.mjs` with this source. */
export const zipOf = (source: string, file = 'handler.mjs'): Buffer =>
  Buffer.from(zipSync({ [file]: Buffer.from(source) }));

/** Puts a zip where a deployment would, and returns what `Code` says of it. */
export async function asset(cloud: { endpoint: string }, Bucket: string, zip: Buffer) {
  const key = `${createHash('sha256').update(zip).digest('hex')}.zip`;
  await s3Of(cloud).send(new PutObjectCommand({ Bucket, Key: key, Body: zip, ContentType: 'application/zip' }));
  return { S3Bucket: Bucket, S3Key: key };
}
