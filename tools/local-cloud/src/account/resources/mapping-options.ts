import { MAPPING_LIMITS } from '../../check-options.ts';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { failedBatchFacts, failedBatchObject } from '../../mappings/failed-batch.ts';
import type { MappingOptions } from '../../mappings/open-mapping.ts';
import type { Queue } from '../../sqs/queue.ts';
import { ResourceError } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { functionNameOf, parseArn } from './arn.ts';
import { readDestination, reportKey } from './destination.ts';
import type { Properties, PropertyTable } from './properties.ts';

const OTHER_SOURCES = 'sources here are streams and queues.';
const OF_STREAMS =
  'BisectBatchOnFunctionError DestinationConfig MaximumRecordAgeInSeconds MaximumRetryAttempts StartingPosition';

export const MAPPING_PROPERTIES: PropertyTable = {
  used: `FunctionName EventSourceArn Enabled BatchSize MaximumBatchingWindowInSeconds FunctionResponseTypes ScalingConfig ParallelizationFactor ${OF_STREAMS}`,
  unused: 'KmsKeyArn LoggingConfig MetricsConfig Tags',
  refused: {
    FilterCriteria: 'a function gets all that comes.',
    ProvisionedPollerConfig: 'pollers are this process.',
    StartingPositionTimestamp: 'a mapping begins at TRIM_HORIZON or LATEST.',
    TumblingWindowInSeconds: 'functions keep no state between batches here.',
    AmazonManagedKafkaEventSourceConfig: OTHER_SOURCES,
    DocumentDBEventSourceConfig: OTHER_SOURCES,
    Queues: OTHER_SOURCES,
    SelfManagedEventSource: OTHER_SOURCES,
    SelfManagedKafkaEventSourceConfig: OTHER_SOURCES,
    SourceAccessConfigurations: OTHER_SOURCES,
    Topics: OTHER_SOURCES,
  },
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const RECORD_AGE_SECONDS = { min: -1, max: 604_800 };
const RECORD_AGE_MIN_SECONDS = 60;
const QUEUE_CONCURRENCY = { min: 2, max: 1000 };

/** What the properties of a mapping ask for; throws for what cannot be. */
export function readMapping(properties: Properties, parts: AccountParts['parts'], id: string): MappingOptions {
  const name = functionNameOf(properties.need('FunctionName', properties.text('FunctionName')));
  const lambda = parts.functions.get(name);
  if (!lambda) throw new ResourceError(`Function not found: ${name}`, 'NotFound');
  const arn = parseArn(properties.need('EventSourceArn', properties.text('EventSourceArn')));
  const types = properties.texts('FunctionResponseTypes');
  if (types.some((type) => type !== 'ReportBatchItemFailures'))
    throw properties.fault('FunctionResponseTypes', `${types.join(', ')} is not ReportBatchItemFailures`);
  const common = {
    id,
    function: name,
    isPaused: properties.flag('Enabled') === false,
    batchWindowMs: properties.seconds('MaximumBatchingWindowInSeconds', { min: 0, max: 300 }) ?? 0,
    reportBatchItemFailures: types.length > 0,
  };
  const stream = arn.service === 'kinesis' ? arn.resource.replace(/^stream\//, '') : '';
  if (parts.streams.has(stream)) return { ...common, source: { stream }, ...ofStream(properties, parts, id) };
  const queue = arn.service === 'sqs' ? parts.queues.get(arn.resource) : undefined;
  if (!queue) throw properties.fault('EventSourceArn', `${arn.text} is not a stream or queue that there is`);
  return { ...common, source: { queue: queue.name }, ...ofQueue(properties, queue, lambda, common.batchWindowMs) };
}

function ofStream(properties: Properties, parts: AccountParts['parts'], id: string) {
  const { batch, retries } = MAPPING_LIMITS;
  const position = properties.choice('StartingPosition', ['TRIM_HORIZON', 'LATEST']);
  if (properties.has('ScalingConfig')) throw properties.fault('ScalingConfig', 'it is of queues only');
  if ((properties.number('ParallelizationFactor', { min: 1, max: 10 }) ?? 1) > 1)
    throw properties.fault('ParallelizationFactor', 'a shard has one invocation at a time here');
  const age = properties.number('MaximumRecordAgeInSeconds', RECORD_AGE_SECONDS) ?? -1;
  if (age >= 0 && age < RECORD_AGE_MIN_SECONDS)
    throw properties.fault('MaximumRecordAgeInSeconds', `${age} is neither -1 nor ${RECORD_AGE_MIN_SECONDS} or more`);
  const onFailure = properties.object('DestinationConfig')?.object('OnFailure');
  const destination = onFailure && readDestination(onFailure, parts);
  return {
    begin: properties.need('StartingPosition', position) === 'LATEST' ? ('latest' as const) : ('oldest' as const),
    batchSize: properties.number('BatchSize', { min: 1, max: batch }) ?? 100,
    maximumRetryAttempts: properties.number('MaximumRetryAttempts', { min: -1, max: retries }) ?? -1,
    maximumRecordAgeMs: age < 0 ? -1 : age * 1000,
    bisectBatch: properties.flag('BisectBatchOnFunctionError') ?? false,
    ...(destination && {
      onGivenUp: async (failed: Parameters<typeof failedBatchFacts>[0]) => {
        const key = reportKey(`${id}/${failed.shard.id}`, failed.nowMs, failed.requestId);
        await destination({ facts: failedBatchFacts(failed), object: { key, body: failedBatchObject(failed) } });
      },
    }),
  };
}

function ofQueue(properties: Properties, queue: Queue, { name, setup }: LambdaFunction, batchWindowMs: number) {
  const { batch, batchWithoutWindow, concurrency } = MAPPING_LIMITS;
  const foreign = [...OF_STREAMS.split(' '), 'ParallelizationFactor'].find((one) => properties.has(one));
  if (foreign !== undefined) throw properties.fault(foreign, 'it is of streams only');
  const batchSize = properties.number('BatchSize', { min: 1, max: batch }) ?? batchWithoutWindow;
  if (batchSize > batchWithoutWindow && batchWindowMs < 1000)
    throw properties.fault('BatchSize', `above ${batchWithoutWindow} it needs a MaximumBatchingWindowInSeconds`);
  const { visibilityTimeoutMs } = queue.setup;
  if (visibilityTimeoutMs < setup.timeoutMs)
    throw new ResourceError(
      `Queue visibility timeout: ${visibilityTimeoutMs / 1000} seconds of ${queue.name} is less than Function timeout: ${setup.timeoutMs / 1000} seconds of ${name}`,
    );
  const asked = properties.object('ScalingConfig')?.number('MaximumConcurrency', QUEUE_CONCURRENCY);
  return { batchSize, ...(asked !== undefined && { maxConcurrency: Math.min(asked, concurrency) }) };
}
