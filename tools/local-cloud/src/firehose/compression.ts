import { gzipSync } from 'node:zlib';

/** How Firehose compresses objects, as far as it is here. @see https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html */
export type Compression = 'UNCOMPRESSED' | 'GZIP';

/** Behind an object's name. @see https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html */
export const EXTENSIONS: Readonly<Record<Compression, string>> = { UNCOMPRESSED: '', GZIP: '.gz' };

export const compress = (body: Buffer, compression: Compression): Buffer =>
  compression === 'GZIP' ? gzipSync(body) : body;
