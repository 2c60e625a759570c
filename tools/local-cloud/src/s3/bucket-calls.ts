import { stat } from 'node:fs/promises';
import { ACCOUNT_ID, ServiceError, type ServiceRequest, type ServiceResponse } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { notHere } from './not-here.ts';
import { listObjects } from './object-listing.ts';
import { objectOf } from './request-body.ts';
import { element, textsOf, xml } from './xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const DELETE_MAX_KEYS = 1000;
const LIST_QUERY = new Set(
  'list-type prefix delimiter max-keys continuation-token start-after encoding-type fetch-owner x-id'.split(' '),
);

type BucketCall = (bucket: Bucket, request: ServiceRequest, region: string) => Promise<ServiceResponse>;
/** By method and the parameter that names the call. */
const BUCKET_CALLS: Readonly<Record<string, BucketCall>> = {
  'HEAD ': head,
  'GET list-type': list,
  'GET location': location,
  'GET encryption': encryption,
  'POST delete': deleteObjects,
};

/** The call that a request on a bucket makes; throws for one that asks for more than is here. */
export function bucketCall({ method, query }: ServiceRequest): BucketCall {
  const names = [...query.keys()].filter((name) => name !== 'x-id');
  const isList = query.get('list-type') === '2';
  const name = isList ? 'list-type' : (names[0] ?? '');
  const foreign = names.find((one) => (isList ? !LIST_QUERY.has(one) : one !== name));
  const call = BUCKET_CALLS[`${method} ${name}`];
  if (call && foreign === undefined && (isList || name !== 'list-type')) return call;
  const shown = foreign ?? name;
  throw notHere(`${method} bucket${shown ? `?${shown}` : ''}`);
}

const answer = (body: string): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});

/** ListBuckets, whole. */
export async function listBuckets(buckets: readonly Bucket[], { method, query }: ServiceRequest) {
  const foreign = [...query.keys()].find((name) => !['x-id', 'max-buckets'].includes(name));
  if (method !== 'GET' || foreign !== undefined) throw notHere(`${method} /${foreign ? `?${foreign}` : ''}`);
  const found = buckets
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(async ({ name, dir }) => {
      const { birthtime } = await stat(dir);
      return `<Bucket>${element('Name', name)}${element('CreationDate', birthtime.toISOString())}</Bucket>`;
    });
  const owner = `<Owner>${element('ID', ACCOUNT_ID)}</Owner>`;
  return answer(xml('ListAllMyBucketsResult', owner, `<Buckets>${(await Promise.all(found)).join('')}</Buckets>`));
}

async function head(_bucket: Bucket, _request: ServiceRequest, region: string): Promise<ServiceResponse> {
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
}

async function list(bucket: Bucket, { query }: ServiceRequest): Promise<ServiceResponse> {
  return answer(await listObjects(bucket, query));
}

/** The oldest region has no name here. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
async function location(_bucket: Bucket, _request: ServiceRequest, region: string): Promise<ServiceResponse> {
  return answer(xml('LocationConstraint', region === 'us-east-1' ? '' : region));
}

/** What every bucket has where nobody says otherwise. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html */
async function encryption(): Promise<ServiceResponse> {
  const rule = `<ApplyServerSideEncryptionByDefault>${element('SSEAlgorithm', 'AES256')}</ApplyServerSideEncryptionByDefault>`;
  return answer(xml('ServerSideEncryptionConfiguration', `<Rule>${rule}</Rule>`));
}

async function deleteObjects(bucket: Bucket, request: ServiceRequest): Promise<ServiceResponse> {
  const body = objectOf(request).toString();
  const keys = textsOf(body, 'Key');
  if (keys.length === 0 || keys.length > DELETE_MAX_KEYS || body.includes('<VersionId>'))
    throw new ServiceError('MalformedXML', `One to ${DELETE_MAX_KEYS} keys without versions are needed`);
  const isQuiet = textsOf(body, 'Quiet')[0] === 'true';
  const results = await Promise.all(keys.map((key) => deleteOne(bucket, key, isQuiet)));
  return answer(xml('DeleteResult', ...results));
}

async function deleteOne(bucket: Bucket, key: string, isQuiet: boolean): Promise<string> {
  try {
    await bucket.delete(key);
    return isQuiet ? '' : `<Deleted>${element('Key', key)}</Deleted>`;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `<Error>${element('Key', key)}${element('Code', error.code)}${element('Message', error.message)}</Error>`;
  }
}
