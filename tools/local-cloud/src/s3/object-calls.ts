import { ServiceError, type ServiceRequest, type ServiceResponse } from '../service.ts';
import type { Bucket, ObjectInfo } from './bucket.ts';
import { notHere } from './not-here.ts';
import { objectOf } from './request-body.ts';

/** Query parameters that say nothing the call depends on; any other names a call that is not here. */
const OBJECT_QUERY = new Set(['x-id']);
/** Headers that ask for what is not here. To ignore them would be to lose what they say. */
const UNSUPPORTED_HEADER =
  /^(x-amz-(meta-|copy-source|tagging|object-lock|website-|server-side-encryption-customer)|if-(match|modified-since|unmodified-since)$)/;
/** Encryption that the reader of an object sees nothing of. Here objects are plain files. */
const ENCRYPTION = /^(AES256|aws:kms)$/;

export type ObjectCall = (bucket: Bucket, key: string, request: ServiceRequest) => Promise<ServiceResponse>;
const OBJECT_CALLS: Readonly<Record<string, ObjectCall>> = { PUT: put, GET: get, HEAD: head, DELETE: remove };

/** The call that a request on an object makes; throws for one that asks for more than is here. */
export function objectCall(request: ServiceRequest): ObjectCall {
  const { method, query, headers } = request;
  const foreign = [...query.keys()].find((name) => !OBJECT_QUERY.has(name));
  const ifNoneMatch = headers['if-none-match'];
  const call = OBJECT_CALLS[method];
  if (!call || foreign !== undefined) throw notHere(`${method} object${foreign ? `?${foreign}` : ''}`);
  assertHeaders(request);
  if (ifNoneMatch !== undefined && !(method === 'PUT' && ifNoneMatch === '*'))
    throw notHere(`${method} object with If-None-Match: ${ifNoneMatch}`);
  return call;
}

/** Throws for a header that asks for more than is here. */
export function assertHeaders({ method, headers }: ServiceRequest): void {
  const encryption = headers['x-amz-server-side-encryption'] ?? 'AES256';
  const header = ENCRYPTION.test(encryption)
    ? Object.keys(headers).find((name) => UNSUPPORTED_HEADER.test(name))
    : 'x-amz-server-side-encryption';
  if (header !== undefined) throw notHere(`${method} object with header ${header}`);
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
