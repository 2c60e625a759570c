/**
 * The market feed as a Lambda function, behind a function URL and a schedule. Market time is the time of the day.
 *
 * | event | what it does |
 * | --- | --- |
 * | EventBridge Scheduler (`{"source":"aws.scheduler","time":"2026-11-20T15:01:00Z"}`) or rule | puts the quotes, rates and stories of the whole minute before `time` onto the stream, and answers what it did; fails when the stream did not take all |
 * | request of the function URL (`RESPONSE_STREAM`) | what the server of `npm start` answers. An event stream ends 3 seconds before the function's time is over; clients resume |
 *
 * A minute's logs follow from the seed and the minute, so a run that is tried again, or comes twice, makes the same records,
 * byte for byte. What it counts in CloudWatch: metrics.ts. Environment variables: `readFunctionConfig` in config.ts.
 */
import { createTelemetry, deadline } from '@tickerlake/lambda-app';
import { createKinesisSink, createProducer } from '@tickerlake/stream-producer';
import { readFunctionConfig } from './config.ts';
import { createHandler } from './create-handler.ts';
import { forLambda } from './lambda-runtime.ts';

// At module scope, so that a warm container keeps its connections.
const config = readFunctionConfig(process.env, Date.now());
const sink = createKinesisSink({ streamName: config.stream });

export const handler = forLambda(
  createHandler({
    config,
    producer: (signal) => createProducer({ sink, signal }),
    now: Date.now,
    deadline,
    ...createTelemetry('market-feed'),
  }),
);
