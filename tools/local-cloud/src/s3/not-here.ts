import { notImplemented, type ServiceError } from '../service.ts';

const SUPPORTED =
  'PutObject, GetObject, HeadObject, DeleteObject, DeleteObjects, ListObjectsV2, multipart uploads, ListBuckets, HeadBucket, ' +
  'GetBucketLocation, GetBucketEncryption (path style, no versions, tags or metadata)';

/** The refusal of what S3 can do and this cannot. */
export const notHere = (call: string): ServiceError => notImplemented('S3', call, SUPPORTED);
