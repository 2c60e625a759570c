import type { InvocationContext } from '@tickerlake/lambda-app';
import type { StreamifyHandler } from 'aws-lambda';
import type { FeedHandler } from './create-handler.ts';
import { EventError } from './errors.ts';

/** As Lambda's Node.js runtime calls a handler, one that streams or one that does not. */
export type LambdaHandler =
  StreamifyHandler<unknown, void> | ((event: unknown, context: InvocationContext) => Promise<unknown>);

const cannotStream = (): never => {
  throw new EventError(
    'This runtime has no awslambda.streamifyResponse: it runs scheduled events, but answers no requests. Ask a function URL of AWS Lambda, or npm start.',
  );
};

/**
 * A handler for the runtime that it is in: on AWS Lambda one that streams its answers, and gives what a scheduled run did as
 * JSON; elsewhere, where answers cannot be streamed, one for scheduled events only.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export function forLambda(handle: FeedHandler): LambdaHandler {
  // The SDK makes a global of this name too, without the function, to know its invocations apart.
  if (typeof awslambda === 'undefined' || typeof awslambda.streamifyResponse !== 'function') {
    return (event: unknown, context: InvocationContext) => handle(event, context, cannotStream);
  }
  return awslambda.streamifyResponse<unknown>(async (event, stream, context) => {
    const report = await handle(event, context, (head) => awslambda.HttpResponseStream.from(stream, { ...head }));
    if (report === undefined) return;
    stream.setContentType('application/json');
    stream.write(JSON.stringify(report));
    stream.end();
  });
}
