import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createKinesisSink, createProducer } from '@tickerlake/stream-producer';
import { CommandError } from '../failures.ts';
import { stackOutputs } from '../stack-outputs.ts';
import type { StackQuestion } from '../stack-settings.ts';
import type { ReplayPlace } from './replay-place.ts';

/** A deployed pipeline, until it is closed. */
export interface DeployedPlace extends ReplayPlace {
  close(): void;
}

/** A long look, however short, asks all of SQS's servers. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html */
const LOOK_SECONDS = 1;

const LAKE = /-lake$/;

/**
 * A deployment on AWS, by the name of its lake's stack: what is put back comes from that bucket and goes onto that stream; the
 * queues are those of the processor's stack beside it.
 * @throws {CommandError} where a stack is missing, or has not what is needed
 */
export async function openStacks({ stack, region, signal }: StackQuestion): Promise<DeployedPlace> {
  if (!LAKE.test(stack)) {
    throw new CommandError(
      `The stack ${stack} is no lake’s: give the one whose name ends in -lake, such as tickerlake-lake.`,
    );
  }
  const where = { ...(region !== undefined && { region }) };
  const outputs = await outputsOf(new CloudFormationClient(where), signal, {
    [stack]: ['BucketName', 'StreamName'],
    [stack.replace(LAKE, '-processor')]: ['QueueUrl', 'DeadLetterQueueUrl'],
  });
  const [bucket = '', streamName = '', queueUrl = '', deadLetterQueueUrl = ''] = outputs;
  const s3 = new S3Client(where);
  // Else the host in the queue's URL would win over AWS_ENDPOINT_URL.
  const sqs = new SQSClient({ ...where, useQueueUrlAsEndpoint: false });
  return {
    s3,
    bucket,
    sqs,
    queueUrl,
    deadLetterQueueUrl,
    lookSeconds: LOOK_SECONDS,
    producer: () => createProducer({ sink: createKinesisSink({ streamName, ...where }) }),
    close() {
      s3.destroy();
      sqs.destroy();
    },
  };
}

/** The named outputs of each stack, in order. */
async function outputsOf(
  client: CloudFormationClient,
  signal: AbortSignal,
  wanted: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  try {
    const region = await client.config.region();
    const found: string[] = [];
    for (const [name, keys] of Object.entries(wanted)) {
      const stack = await stackOutputs(client, name, signal);
      if (!stack) throw new CommandError(`There is no stack ${name} in ${region}: deploy it, or name another region.`);
      for (const key of keys) {
        const value = stack.output(key);
        if (value === undefined) throw new CommandError(`The stack ${name} (${stack.status}) has no output ${key}.`);
        found.push(value);
      }
    }
    return found;
  } finally {
    client.destroy();
  }
}
