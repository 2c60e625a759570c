import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { NAMES } from './local-resources.ts';

/** The keys of all objects of the lake's bucket that begin with a prefix. */
export async function bucketKeys(client: S3Client, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: NAMES.bucket, Prefix }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}
