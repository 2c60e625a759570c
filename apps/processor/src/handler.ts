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
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { createQueueClient } from '@tickerlake/sqs-batch';
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

// At module scope, so that a warm container keeps its connections.
const config = readConfig(process.env);
const http = { requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true } };
const clients = {
  s3: new S3Client(http),
  sns: new SNSClient(http),
  sqs: createQueueClient(http),
};
const metrics = new Metrics({
  namespace: process.env['POWERTOOLS_METRICS_NAMESPACE'] ?? 'Tickerlake',
  serviceName: 'processor',
});

export const handler = createHandler({
  config,
  clients,
  deadline: (afterMs) => AbortSignal.timeout(afterMs),
  // Not by the console, which Lambda lets begin each line with time and request: no filter on the log could read it as JSON.
  log: (line) => void process.stdout.write(`${line}\n`),
  count: (values) => {
    for (const [name, value] of Object.entries(values)) metrics.addMetric(name, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  },
});
