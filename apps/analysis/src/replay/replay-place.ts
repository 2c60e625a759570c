import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Producer } from '@tickerlake/stream-producer';
import type { LocalPipeline } from '../local-pipeline.ts';
import { NAMES, queueUrl } from '../local-resources.ts';

/** A pipeline, as far as something is put back into it: where the left-overs lie, and where they go. */
export interface ReplayPlace {
  readonly s3: S3Client;
  /** The lake's. */
  readonly bucket: string;
  readonly sqs: SQSClient;
  /** The queue of logs. */
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** How long the queue is asked whether it is empty, seconds: on AWS a short look misses some of its servers. */
  readonly lookSeconds: number;
  /** A producer onto the pipeline's stream. */
  producer(): Producer;
}

/** The pipeline on this machine. */
export const localPlace = ({ s3, sqs, producer }: Pick<LocalPipeline, 's3' | 'sqs' | 'producer'>): ReplayPlace => ({
  s3,
  bucket: NAMES.bucket,
  sqs,
  queueUrl: queueUrl(NAMES.logs),
  deadLetterQueueUrl: queueUrl(NAMES.deadLetters),
  lookSeconds: 0,
  producer,
});
