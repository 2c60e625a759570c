import { ServiceError } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { element, xml } from './xml.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const MAX_KEYS = 1000;

interface Page {
  readonly keys: string[];
  readonly commonPrefixes: string[];
  /** The last key or common prefix given, when there is more. */
  readonly last: string | undefined;
}

/** Cuts a sorted list of keys into a page: keys that share what precedes the delimiter are folded into one prefix. */
export function pageOf(
  keys: readonly string[],
  prefix: string,
  delimiter: string,
  after: string,
  maxKeys: number,
): Page {
  const page = { keys: [] as string[], commonPrefixes: [] as string[] };
  let last: string | undefined;
  for (const key of keys) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const item = cut < 0 ? key : key.slice(0, cut + delimiter.length);
    if (item === last || Buffer.compare(Buffer.from(item), Buffer.from(after)) <= 0) continue;
    if (page.keys.length + page.commonPrefixes.length === maxKeys) return { ...page, last };
    (cut < 0 ? page.keys : page.commonPrefixes).push(item);
    last = item;
  }
  return { ...page, last: undefined };
}

/** ListObjectsV2. The continuation token is the last item of the page before. */
export async function listObjects(bucket: Bucket, query: URLSearchParams): Promise<string> {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const maxKeys = Math.min(MAX_KEYS, Number(query.get('max-keys') ?? MAX_KEYS));
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new ServiceError('InvalidArgument', 'max-keys must be a whole number');
  const page = pageOf(maxKeys === 0 ? [] : await bucket.keys(prefix), prefix, delimiter, after, maxKeys);
  const found = await Promise.all(page.keys.map((key) => bucket.head(key)));
  const shown = (value: string) =>
    query.get('encoding-type') === 'url' ? encodeURIComponent(value).replaceAll('%2F', '/') : value;
  const next = page.last === undefined ? undefined : Buffer.from(page.last).toString('base64url');
  return xml(
    'ListBucketResult',
    element('Name', bucket.name),
    element('Prefix', shown(prefix)),
    element('Delimiter', delimiter === '' ? undefined : shown(delimiter)),
    element('MaxKeys', maxKeys),
    element('EncodingType', query.get('encoding-type') ?? undefined),
    element('ContinuationToken', token ?? undefined),
    element('StartAfter', query.get('start-after') ?? undefined),
    element('KeyCount', page.keys.length + page.commonPrefixes.length),
    element('IsTruncated', next !== undefined),
    element('NextContinuationToken', next),
    ...found.map((info) => {
      if (!info) return ''; // Deleted since it was listed.
      const { key, bytes, modified, etag } = info;
      const facts = [element('LastModified', modified.toISOString()), element('ETag', etag), element('Size', bytes)];
      return `<Contents>${element('Key', shown(key))}${facts.join('')}<StorageClass>STANDARD</StorageClass></Contents>`;
    }),
    ...page.commonPrefixes.map((one) => `<CommonPrefixes>${element('Prefix', shown(one))}</CommonPrefixes>`),
  );
}
