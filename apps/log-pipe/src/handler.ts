/**
 * Lambda function on the Kinesis stream of market records: forwards the logs on it, which are quotes, rates and stories,
 * to the SQS queue of the processor, and never a bar.
 *
 * Takes the event of an event source mapping on the stream, with `ReportBatchItemFailures`. Of each record's pieces:
 *
 * | piece | becomes |
 * | --- | --- |
 * | quote, rate or story | a canonical line in a message with others, up to 1 MiB; attribute `records`: the number of lines |
 * | unreadable, but claims to be one of these | the same bytes, in a message with its like; attributes `encoding` and `part` where text could not hold it |
 * | anything else | nothing: it is the transformer's |
 *
 * Answers with the sequence number of the first record of which something could not be sent, if any.
 *
 * Environment variables: see the table in config.ts.
 */
import { createTelemetry, deadline, SDK_TIMEOUTS } from '@tickerlake/lambda-app';
import { createQueueClient } from '@tickerlake/sqs-batch';
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

// At module scope, so that a warm container keeps its connections.
const config = readConfig(process.env);
const client = createQueueClient(SDK_TIMEOUTS);

export const handler = createHandler({
  config,
  client,
  deadline,
  ...createTelemetry('log-pipe'),
});
