import type { ServiceRequest, ServiceResponse } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { assertHeaders, type ObjectCall } from './object-calls.ts';
import { objectOf } from './request-body.ts';
import { element, textsOf, xml } from './xml.ts';

/** The call of an upload in parts that a request makes, `undefined` when it is none. */
export function multipartCall(request: ServiceRequest): ObjectCall | undefined {
  const { method, query } = request;
  const names = [...query.keys()].filter((name) => name !== 'x-id').toSorted();
  const call = CALLS[`${method} ${names.join(' ')}`];
  if (call) assertHeaders(request);
  return call;
}

/** By method and the parameters that name the call. */
const CALLS: Readonly<Record<string, ObjectCall>> = {
  'POST uploads': begin,
  'PUT partNumber uploadId': uploadPart,
  'POST uploadId': complete,
  'DELETE uploadId': abort,
};

const XML = { 'content-type': 'application/xml' };
const uploadId = ({ query }: ServiceRequest): string => query.get('uploadId') ?? '';

async function begin(bucket: Bucket, key: string): Promise<ServiceResponse> {
  const id = await bucket.uploads.begin(key);
  const facts = [element('Bucket', bucket.name), element('Key', key), element('UploadId', id)];
  return { status: 200, headers: XML, body: xml('InitiateMultipartUploadResult', ...facts) };
}

async function uploadPart(bucket: Bucket, key: string, request: ServiceRequest): Promise<ServiceResponse> {
  const number = Number(request.query.get('partNumber'));
  const etag = await bucket.uploads.keep(uploadId(request), key, number, objectOf(request));
  return { status: 200, headers: { etag } };
}

async function complete(bucket: Bucket, key: string, request: ServiceRequest): Promise<ServiceResponse> {
  const id = uploadId(request);
  const text = request.body.toString();
  const etags = textsOf(text, 'ETag');
  const parts = textsOf(text, 'PartNumber').map((number, i) => ({ number: Number(number), etag: quoted(etags[i]) }));
  const body = await bucket.uploads.assemble(id, key, parts);
  const { etag } = await bucket.put(key, body, request.headers['if-none-match'] === '*');
  await bucket.uploads.end(id, key);
  const facts = [element('Bucket', bucket.name), element('Key', key), element('ETag', etag)];
  return { status: 200, headers: XML, body: xml('CompleteMultipartUploadResult', ...facts) };
}

/** Clients give a tag back with its quotes or without. */
const quoted = (etag = ''): string => (etag.startsWith('"') ? etag : `"${etag}"`);

async function abort(bucket: Bucket, key: string, request: ServiceRequest): Promise<ServiceResponse> {
  await bucket.uploads.end(uploadId(request), key);
  return { status: 204 };
}
