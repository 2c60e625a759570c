import type { ResourceHandler } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { eventSourceMapping } from './event-source-mapping.ts';
import { firehoseDeliveryStream } from './firehose-delivery-stream.ts';
import { glueTable } from './glue-table.ts';
import { kinesisStream } from './kinesis-stream.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaFunction } from './lambda-function.ts';
import { recordedHandler } from './recorded/recorded-type.ts';
import { recordedTypes } from './recorded/recorded-types.ts';
import { s3Bucket } from './s3-bucket.ts';
import { snsSubscription } from './sns-subscription.ts';
import { snsTopic } from './sns-topic.ts';
import { sqsQueue } from './sqs-queue.ts';
import { ssmParameter } from './ssm-parameter.ts';
import { resourceHandler, type TypeHandler } from './type-handler.ts';

/** Every type that a template may name. */
export const resourceHandlers = (account: AccountParts): readonly ResourceHandler[] =>
  typeHandlers(account).map(resourceHandler);

/** Those that do something, each with a file of its own, and those that are only there. */
export function typeHandlers(account: AccountParts): readonly TypeHandler[] {
  const { parameters, tables, context } = account;
  const { clock, region } = context;
  return [
    eventSourceMapping(account),
    firehoseDeliveryStream(account),
    glueTable(tables, region),
    kinesisStream(account),
    lambdaEventInvokeConfig(account),
    lambdaFunction(account),
    s3Bucket(account),
    snsSubscription(account),
    snsTopic(account),
    sqsQueue(account),
    ssmParameter(parameters, clock, region),
    ...recordedTypes.map((one) => recordedHandler(one, region)),
  ];
}
