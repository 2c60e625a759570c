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
 * It reads no environment variables: nothing about it differs between deployments.
 */
import { createHandler } from './create-handler.ts';

// oxlint-disable-next-line no-console -- a Lambda function's log is its standard output.
export const handler = createHandler((line) => console.log(line));
