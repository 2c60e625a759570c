import { notImplemented, type Service, ServiceError, type ServiceRequest, type ServiceResponse } from '../service.ts';
import type { Bucket, ObjectInfo } from './bucket.ts';
import { listObjects } from './object-listing.ts';
import { objectOf } from './request-body.ts';
import { element } from './xml.ts';

const SUPPORTED =
  'PutObject, GetObject, HeadObject, DeleteObject, ListObjectsV2 (path style, no versions, tags or metadata)';
/** Query parameters that say nothing the call depends on; any other names a call that is not here. */
const OBJECT_QUERY = new Set(['x-id']);
const LIST_QUERY = new Set(
  'list-type prefix delimiter max-keys continuation-token start-after encoding-type fetch-owner x-id'.split(' '),
);
/** Headers that ask for what is not here. To ignore them would be to lose what they say. */
const UNSUPPORTED_HEADER =
  /^(x-amz-(meta-|copy-source|tagging|object-lock|website-|server-side-encryption)|if-(match|modified-since|unmodified-since)$)/;

type ObjectCall = (bucket: Bucket, key: string, request: ServiceRequest) => Promise<ServiceResponse>;
const OBJECT_CALLS: Readonly<Record<string, ObjectCall>> = { PUT: put, GET: get, HEAD: head, DELETE: remove };

/** S3 over folders. */
export function s3Service(buckets: ReadonlyMap<string, Bucket>): Service {
  const find = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (!bucket) throw new ServiceError('NoSuchBucket', `The specified bucket does not exist: ${name}`, 404);
    return bucket;
  };
  return {
    name: 'S3',
    faulty: true,
    matches: ({ headers }) => /\/s3\/aws4_request\b/.test(headers['authorization'] ?? ''),
    route: async (request) => {
      const [, name = '', key] = /^\/([^/]*)(?:\/(.+))?/.exec(decodePath(request.path)) ?? [];
      if (key !== undefined) return objectCall(request)(find(name), key, request);
      assertListing(request);
      const body = await listObjects(find(name), request.query);
      return { status: 200, headers: { 'content-type': 'application/xml' }, body };
    },
    failure: ({ code, message, status }) => ({
      status,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${element('Code', code)}${element('Message', message)}</Error>`,
    }),
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw new ServiceError('InvalidURI', `Couldn't parse the specified URI: ${path}`, 400, { cause });
  }
}

/** The call that a request on an object makes; throws for one that asks for more than is here. */
function objectCall({ method, query, headers }: ServiceRequest): ObjectCall {
  const foreign = [...query.keys()].find((name) => !OBJECT_QUERY.has(name));
  const header = Object.keys(headers).find((name) => UNSUPPORTED_HEADER.test(name));
  const ifNoneMatch = headers['if-none-match'];
  const call = OBJECT_CALLS[method];
  if (!call || foreign !== undefined)
    throw notImplemented('S3', `${method} object${foreign ? `?${foreign}` : ''}`, SUPPORTED);
  if (header !== undefined) throw notImplemented('S3', `${method} object with header ${header}`, SUPPORTED);
  if (ifNoneMatch !== undefined && !(method === 'PUT' && ifNoneMatch === '*'))
    throw notImplemented('S3', `${method} object with If-None-Match: ${ifNoneMatch}`, SUPPORTED);
  return call;
}

function assertListing({ method, query, path }: ServiceRequest): void {
  const foreign = [...query.keys()].find((name) => !LIST_QUERY.has(name));
  if (method === 'GET' && path !== '/' && query.get('list-type') === '2' && foreign === undefined) return;
  const call = path === '/' ? 'ListBuckets' : `${method} bucket${foreign ? `?${foreign}` : ''}`;
  throw notImplemented('S3', call, SUPPORTED);
}

async function put(bucket: Bucket, key: string, request: ServiceRequest): Promise<ServiceResponse> {
  const info = await bucket.put(key, objectOf(request), request.headers['if-none-match'] === '*');
  return { status: 200, headers: { etag: info.etag } };
}

const facts = ({ etag, modified }: ObjectInfo) => ({
  etag,
  'last-modified': modified.toUTCString(),
  'accept-ranges': 'bytes',
  'content-type': 'binary/octet-stream',
});
const noSuchKey = (key: string) => new ServiceError('NoSuchKey', `The specified key does not exist: ${key}`, 404);

async function head(bucket: Bucket, key: string): Promise<ServiceResponse> {
  const info = await bucket.head(key);
  if (!info) throw noSuchKey(key);
  return { status: 200, headers: { ...facts(info), 'content-length': String(info.bytes) } };
}

async function get(bucket: Bucket, key: string, { headers }: ServiceRequest): Promise<ServiceResponse> {
  const found = await bucket.read(key);
  if (!found) throw noSuchKey(key);
  const { info, handle } = found;
  try {
    const range = rangeOf(headers['range'], info.bytes);
    const [start, end] = range ?? [0, info.bytes];
    const body = Buffer.alloc(end - start);
    for (let done = 0; done < body.length;) {
      const { bytesRead } = await handle.read(body, done, body.length - done, start + done);
      if (bytesRead === 0) throw new Error(`The file of ${key} became shorter while it was read`);
      done += bytesRead;
    }
    const contentRange = range && { 'content-range': `bytes ${start}-${end - 1}/${info.bytes}` };
    return { status: range ? 206 : 200, headers: { ...facts(info), ...contentRange }, body };
  } finally {
    await handle.close();
  }
}

/** Start and end (excluded) of a `Range` header. One that is not a range of bytes counts as none, as HTTP has it. */
export function rangeOf(header: string | undefined, bytes: number): [start: number, end: number] | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  if (start < end) return [start, end];
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  throw new ServiceError('InvalidRange', `The requested range is not satisfiable: ${header} of ${bytes} bytes`, 416);
}

async function remove(bucket: Bucket, key: string): Promise<ServiceResponse> {
  await bucket.delete(key);
  return { status: 204 };
}
