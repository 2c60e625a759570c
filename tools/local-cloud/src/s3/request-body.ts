import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, ServiceError, type ServiceRequest } from '../service.ts';

const CHECKSUM = 'x-amz-checksum-';
const ALGORITHMS: Readonly<Record<string, (body: Buffer) => string>> = {
  crc32: (body) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum.toString('base64');
  },
  sha1: (body) => createHash('sha1').update(body).digest('base64'),
  sha256: (body) => createHash('sha256').update(body).digest('base64'),
};

/**
 * The object in a PUT request, unpacked from `aws-chunked` where the SDK streams it, and verified against every checksum
 * that came with it, in a header or in the trailer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function objectOf({ headers, body }: ServiceRequest): Buffer {
  const chunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  const { object, trailers } = chunked ? unchunk(body) : { object: body, trailers: {} };
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== object.length)
    throw new ServiceError('IncompleteBody', `${declared} bytes were announced, ${object.length} came`);
  for (const announced of headers['x-amz-trailer']?.split(',') ?? [])
    if (!(announced.trim() in trailers))
      throw new ServiceError('MalformedTrailerError', `The trailer ${announced.trim()} did not come`);
  verify({ ...headers, ...trailers }, object);
  return object;
}

function verify(headers: Readonly<Record<string, string | undefined>>, object: Buffer): void {
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = name.slice(CHECKSUM.length);
    if (!name.startsWith(CHECKSUM) || value === undefined || ['type', 'mode', 'algorithm'].includes(algorithm))
      continue;
    const sum = ALGORITHMS[algorithm];
    if (!sum) throw notImplemented('S3', `checksum ${algorithm}`, Object.keys(ALGORITHMS).join(', '));
    if (sum(object) !== value)
      throw new ServiceError(
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(object).digest('base64') !== md5)
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/** Chunks are `size-in-hex[;extensions]CRLF bytes CRLF`, the last one of size 0, then trailers `name:value CRLF`. */
function unchunk(body: Buffer): { object: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = /^([0-9a-f]{1,8})(;|$)/i.exec(lineEnd < 0 ? '' : body.toString('latin1', at, lineEnd))?.[1];
    const start = lineEnd + 2;
    const end = start + Number.parseInt(size ?? '', 16);
    if (size === undefined || end > body.length)
      throw new ServiceError('IncompleteBody', 'The aws-chunked body is cut off or malformed');
    if (end === start) return { object: Buffer.concat(chunks), trailers: readTrailers(body.toString('latin1', start)) };
    chunks.push(body.subarray(start, end));
    if (body.toString('latin1', end, end + 2) !== '\r\n')
      throw new ServiceError('IncompleteBody', 'A chunk of the body is longer than it says');
    at = end + 2;
  }
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).trim().toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
}
