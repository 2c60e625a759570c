import { type Service, ServiceError } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { bucketCall, listBuckets } from './bucket-calls.ts';
import { multipartCall } from './multipart-calls.ts';
import { objectCall } from './object-calls.ts';
import { element } from './xml.ts';

/** S3 over folders. */
export function s3Service(buckets: ReadonlyMap<string, Bucket>, region = 'us-east-1'): Service {
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
      if (name === '') return listBuckets([...buckets.values()], request);
      if (key === undefined) return bucketCall(request)(find(name), request, region);
      const call = multipartCall(request) ?? objectCall(request);
      return call(find(name), key, request);
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
