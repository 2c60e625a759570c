/**
 * Lambda function on the queue of logs: makes Parquet objects of the lake of them, and tells an SNS topic of each.
 *
 * Takes the event of an event source mapping on the queue, with `ReportBatchItemFailures`. Of each message:
 *
 * | line | becomes |
 * | --- | --- |
 * | quote, rate or story | a row of `quotes/`, `forex/` or `news/` + `dt=YYYY-MM-DD/hour=HH/<id>.parquet`; equal lines once |
 * | anything else | nothing, and the message comes again; at its last try a dead letter with attributes `reason`, `tries`, `origin` |
 *
 * `<id>` says what an object holds, so a message that comes twice makes the same objects. Of each object there is at least
 * one notice, a JSON text: id, bucket, key, kind, records, bytes, firstEventTime, lastEventTime, checksum. Answers with the
 * ids of the messages that must come again.
 *
 * Environment variables: see the table in config.ts.
 */
// Before the SDK's clients: they are much alike, and beside one another gzip sees it, which saves 2 kB.
import { createTelemetry, deadline, SDK_TIMEOUTS } from '@tickerlake/lambda-app';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { createQueueClient } from '@tickerlake/sqs-batch';
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

// At module scope, so that a warm container keeps its connections.
const config = readConfig(process.env);
const clients = {
  s3: new S3Client(SDK_TIMEOUTS),
  sns: new SNSClient(SDK_TIMEOUTS),
  sqs: createQueueClient(SDK_TIMEOUTS),
};

export const handler = createHandler({
  config,
  clients,
  deadline,
  ...createTelemetry('processor'),
});
