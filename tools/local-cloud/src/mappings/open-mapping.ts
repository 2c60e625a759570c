import { join } from 'node:path';
import type { Stream } from '../kinesis/stream.ts';
import type { LambdaFunction } from '../lambda/lambda-function.ts';
import type { EventSourceMappingOptions } from '../options.ts';
import type { PartContext } from '../part-context.ts';
import type { Queue } from '../sqs/queue.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';
import { QueueMapping } from './queue-mapping.ts';
import { StreamMapping, type StreamMappingSetup } from './stream-mapping.ts';

/** What a mapping may be between. */
interface MappedParts {
  readonly streams: ReadonlyMap<string, Stream>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
}

/** What a mapping has beside, in an account. */
export type MappingOptions = EventSourceMappingOptions &
  Pick<StreamMappingSetup, 'isPaused' | 'begin' | 'maximumRecordAgeMs' | 'bisectBatch' | 'onGivenUp'> & {
    /** Names the folder of the checkpoint. @default function and stream */
    readonly id?: string;
  };

/** A mapping of checked options. */
export function openMapping(options: MappingOptions, parts: MappedParts, common: PartContext): EventSourceMapping {
  const { source, batchWindowMs = 0, reportBatchItemFailures = true, isPaused } = options;
  const { faults, clock } = common;
  const lambda = got(parts.functions, options.function);
  const setup = { lambda, batchWindowMs, reportBatchItemFailures, isPaused, faults, clock };
  if ('queue' in source) {
    const { batchSize = 10, maxConcurrency = 2 } = options;
    return new QueueMapping({ ...setup, batchSize, maxConcurrency, queue: got(parts.queues, source.queue) });
  }
  const { batchSize = 100, maximumRetryAttempts = -1, begin, maximumRecordAgeMs, bisectBatch, onGivenUp } = options;
  const { id = join(options.function, source.stream) } = options;
  const dir = join(common.dir, 'mappings', id);
  return new StreamMapping({
    ...setup,
    batchSize,
    maximumRetryAttempts,
    begin,
    maximumRecordAgeMs,
    bisectBatch,
    onGivenUp,
    dir,
    stream: got(parts.streams, source.stream),
  });
}

function got<Part>(parts: ReadonlyMap<string, Part>, name: string): Part {
  const part = parts.get(name);
  if (!part) throw new Error(`The options were not checked: there is no ${name}`);
  return part;
}
