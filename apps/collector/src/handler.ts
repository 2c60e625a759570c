/**
 * Lambda function that fetches bars, checks each against the record schema and puts it onto the Kinesis stream.
 *
 * | event | what it does | what it answers |
 * | --- | --- | --- |
 * | EventBridge rule or Scheduler (`source` `aws.events` or `aws.scheduler`) | the minutes since the last run, in market hours; the whole session once more after the close | a `CollectReport`; fails when the stream rejected records or no symbol could be had |
 * | HTTP API v2 request: `symbols`, `date` or `from` and `to`, `interval`, `extendedHours`, in the query string or a JSON body | the sessions of those New York dates (the latest, where none is named) | 200, 207 (a part) or 502 (nothing) with a `CollectReport`; 400 or 422 with `{ errors: [{ field, message }] }` |
 * | direct invocation with the same fields, and `source`, `seed` | the same | a `CollectReport`; throws for a wrong request |
 *
 * Each invocation counts what it did in CloudWatch: see metrics.ts. Environment variables: see the table in config.ts.
 */
import { createTelemetry, deadline } from '@tickerlake/lambda-app';
import { createSimulatedSource } from '@tickerlake/market-simulator';
import { createKinesisSink, createProducer } from '@tickerlake/stream-producer';
import { createYahooSource } from '@tickerlake/ticker-fetcher';
import { readConfig } from './config.ts';
import { createHandler } from './create-handler.ts';

// At module scope, so that a warm container keeps its connections and Yahoo's rate is governed over all its runs.
const config = readConfig(process.env);
const sink = createKinesisSink({ streamName: config.stream });
const yahoo = createYahooSource(config.yahooUrl === undefined ? {} : { url: config.yahooUrl });

export const handler = createHandler({
  config,
  source: (name, seed) => (name === 'yahoo' ? yahoo : createSimulatedSource({ seed })),
  producer: (signal) => createProducer({ sink, signal }),
  now: Date.now,
  deadline,
  ...createTelemetry('collector'),
});
