import { join } from 'node:path';
import { keptShards, RETENTION_HOURS, type Stream, type StreamSettings } from '../../kinesis/stream.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { Properties } from './properties.ts';
import { alreadyExists } from './recorded/recorded-type.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::Kinesis::Stream';
/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
const NAME_MAX_LENGTH = 128;
/** What a stream on demand begins with. @see https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const ON_DEMAND_SHARDS = 4;
/** Shards of a stream here, where nothing is gained by more. */
const MAX_SHARDS = 100;
/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html */
const MAX_RETENTION_HOURS = 8760;

interface Wanted extends StreamSettings {
  /** `undefined` on demand: as many as there are. */
  readonly shards: number | undefined;
}

function read(properties: Properties): Wanted {
  const mode =
    properties.object('StreamModeDetails')?.choice('StreamMode', ['PROVISIONED', 'ON_DEMAND']) ?? 'PROVISIONED';
  const range = { min: RETENTION_HOURS, max: MAX_RETENTION_HOURS };
  const retentionHours = properties.number('RetentionPeriodHours', range) ?? RETENTION_HOURS;
  const shards = properties.number('ShardCount', { min: 1, max: MAX_SHARDS });
  if (mode === 'ON_DEMAND' && shards !== undefined)
    throw new ResourceError('ShardCount must not be set for a stream in ON_DEMAND mode');
  return { mode, retentionHours, shards: mode === 'ON_DEMAND' ? undefined : properties.need('ShardCount', shards) };
}

/**
 * A data stream. Its shards are cut for good when it is made.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html
 */
export function kinesisStream({ parts, context }: AccountParts): TypeHandler {
  const configure = (stream: Stream, { retentionHours, mode }: Wanted): void => {
    stream.settings = { retentionHours, mode };
  };
  const stateOf = ({ name, arn }: Stream, properties: ResourceState['properties']): ResourceState => ({
    type: TYPE,
    physicalId: name,
    attributes: { Arn: arn },
    properties,
  });
  return {
    type: TYPE,
    properties: {
      used: 'Name ShardCount StreamModeDetails RetentionPeriodHours',
      unused: 'StreamEncryption Tags DesiredShardLevelMetrics WarmThroughputMiBps RecordDistributionStrategy',
      refused: { MaxRecordSizeInKiB: 'records here have 1 MiB at most, the default of AWS.' },
    },
    createOnly: 'Name',
    create: async (request) => {
      const properties = new Properties(request.properties);
      const wanted = read(properties);
      const name = properties.text('Name') ?? physicalName(request, NAME_MAX_LENGTH);
      if (parts.streams.has(name)) throw alreadyExists(TYPE, name);
      await parts.removeStream(name);
      const stream = parts.addStream({ name, shards: wanted.shards ?? ON_DEMAND_SHARDS });
      configure(stream, wanted);
      return stateOf(stream, request.properties);
    },
    update: async ({ properties }, { physicalId: name }) => {
      const wanted = read(new Properties(properties));
      const stream = parts.streams.get(name);
      if (!stream) throw new ResourceError(`There is no stream ${name}`, 'NotFound');
      const { length } = stream.shards;
      if (wanted.shards !== undefined && wanted.shards !== length)
        throw new ResourceError(
          `Stream ${name} has ${length} shard(s) and ${wanted.shards} are asked for: the local account neither splits nor merges shards. Give the stream another Name to have a new one.`,
          'NotUpdatable',
        );
      configure(stream, wanted);
      return stateOf(stream, properties);
    },
    delete: async ({ physicalId: name }) => {
      if (parts.streams.get(name)?.isConsumed)
        throw new ResourceError(
          `Stream ${name} is read by a delivery stream or an event source mapping: delete that first`,
        );
      await parts.removeStream(name);
    },
    restore: async ({ physicalId: name, properties }) => {
      const wanted = read(new Properties(properties));
      const shards = keptShards(join(context.dir, 'kinesis', name)) ?? wanted.shards ?? ON_DEMAND_SHARDS;
      configure(parts.addStream({ name, shards }), wanted);
    },
  };
}
