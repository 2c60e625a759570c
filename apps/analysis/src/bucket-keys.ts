import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { NAMES } from './local-resources.ts';

/** The keys of all objects of a bucket that begin with a prefix; of the local lake's bucket where no other is named. */
export async function bucketKeys(client: S3Client, Prefix: string, Bucket: string = NAMES.bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}
