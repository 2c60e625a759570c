import type { Bucket } from '../../s3/bucket.ts';
import type { Form } from '../../query-service.ts';
import { TEMPLATE_BODY_MAX_BYTES, TEMPLATE_URL_MAX_BYTES } from '../limits.ts';
import { validationError } from '../validation-error.ts';

export type Buckets = ReadonlyMap<string, Pick<Bucket, 'read'>>;

/** The text of the template that a request carries, or names by its URL in a bucket of this account; `undefined` without. */
export async function templateOf(form: Form, buckets: Buckets): Promise<string | undefined> {
  const [body, url] = [form.get('TemplateBody'), form.get('TemplateURL')];
  if (body !== undefined && url !== undefined)
    throw validationError('Only one of TemplateBody and TemplateURL can be specified.');
  if (url !== undefined) return readTemplateAt(url, buckets);
  if (body === undefined || Buffer.byteLength(body) <= TEMPLATE_BODY_MAX_BYTES) return body;
  throw validationError(
    `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${TEMPLATE_BODY_MAX_BYTES}, and it has ${Buffer.byteLength(body)}`,
  );
}

async function readTemplateAt(url: string, buckets: Buckets): Promise<string> {
  const { bucket, key } = locationOf(url) ?? {};
  const found = bucket === undefined || key === undefined ? undefined : await buckets.get(bucket)?.read(key);
  if (!found) throw validationError(`TemplateURL must reference a valid S3 object to which you have access: ${url}`);
  const { info, handle } = found;
  try {
    if (info.bytes > TEMPLATE_URL_MAX_BYTES)
      throw validationError(`Template may not exceed ${TEMPLATE_URL_MAX_BYTES} bytes in size, and has ${info.bytes}.`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Bucket and key of an S3 URL: path style, which this endpoint has and AWS too, or with the bucket as a host of AWS. */
function locationOf(url: string): { bucket: string; key: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  const [, host] = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(hostname) ?? [];
  if (host !== undefined) return { bucket: host, key: path };
  const [, bucket, key] = /^([^/]+)\/(.+)$/s.exec(path) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}
