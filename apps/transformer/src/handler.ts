/**
 * Lambda function inside a Firehose delivery stream: reads bars in whatever form their source wrote them and answers
 * with rows of the lake's `bars` table.
 *
 * Takes a Firehose transformation event, from a Kinesis stream or a direct put. Answers every record id once:
 *
 * | result | when | what Firehose does |
 * | --- | --- | --- |
 * | `Ok`, `metadata.partitionKeys.dt` | the record holds bars of one New York date | delivers the rows, each a line |
 * | `Dropped` | it holds only empty bars, log records (quotes, rates, news: the log pipe's), or nothing | forgets it |
 * | `ProcessingFailed` | anything else, and what does not fit into the response | keeps its bytes under the error prefix |
 *
 * Each batch is counted in CloudWatch: see metrics.ts. It reads no environment variables of its own: nothing about it differs
 * between deployments.
 */
import { createTelemetry } from '@tickerlake/lambda-app';
import { createHandler } from './create-handler.ts';

export const handler = createHandler(createTelemetry('transformer'));
