import { randomUUID } from 'node:crypto';
import type { EventSourceMapping } from '../../mappings/event-source-mapping.ts';
import type { MappingOptions } from '../../mappings/open-mapping.ts';
import { ResourceError, type ResourceState } from '../resource-handler.ts';
import type { AccountParts } from './account-parts.ts';
import { arnOf } from './arn.ts';
import { MAPPING_PROPERTIES, readMapping } from './mapping-options.ts';
import { Properties } from './properties.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::Lambda::EventSourceMapping';

/**
 * A mapping of a stream or a queue. A disabled one is kept, and stands still.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 */
export function eventSourceMapping({ parts, context }: AccountParts): TypeHandler {
  const byId = new Map<string, EventSourceMapping>();
  const read = ({ properties }: Pick<ResourceState, 'properties'>, id: string): MappingOptions =>
    readMapping(new Properties(properties), parts, id);
  const stateOf = (id: string, properties: ResourceState['properties']): ResourceState => ({
    type: TYPE,
    physicalId: id,
    attributes: { Id: id, EventSourceMappingArn: arnOf('lambda', context.region, `event-source-mapping:${id}`) },
    properties,
  });
  return {
    type: TYPE,
    properties: MAPPING_PROPERTIES,
    createOnly:
      'EventSourceArn StartingPosition StartingPositionTimestamp SelfManagedEventSource SelfManagedKafkaEventSourceConfig ' +
      'AmazonManagedKafkaEventSourceConfig',
    create: async (request) => {
      const id = randomUUID();
      const options = read(request, id);
      assertOnly(parts, options);
      byId.set(id, parts.addMapping(options));
      return stateOf(id, request.properties);
    },
    update: async (request, { physicalId: id }) => {
      const old = byId.get(id);
      if (!old) throw new ResourceError(`There is no event source mapping ${id}`, 'NotFound');
      byId.set(id, await parts.changeMapping(old, read(request, id)));
      return stateOf(id, request.properties);
    },
    delete: async ({ physicalId: id }) => {
      const mapping = byId.get(id);
      byId.delete(id);
      if (mapping) await parts.removeMapping(mapping);
    },
    restore: async (state) => void byId.set(state.physicalId, parts.addMapping(read(state, state.physicalId))),
  };
}

/** A function has one mapping of a source. */
function assertOnly({ mappings }: AccountParts['parts'], { function: name, source }: MappingOptions): void {
  const sourceName = 'queue' in source ? source.queue : source.stream;
  const other = [...mappings].find((one) => one.lambda.name === name && one.source.name === sourceName);
  if (other)
    throw new ResourceError(
      `An event source mapping with ${other.source.arn} and function ${name} already exists. Please update or delete the existing mapping.`,
      'AlreadyExists',
    );
}
