import type { Clock } from '../../clock.ts';
import type { ParameterStore } from '../../ssm/parameter-store.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceRequest, type ResourceState } from '../resource-handler.ts';
import { arnOf } from './arn.ts';
import { Properties } from './properties.ts';
import type { TypeHandler } from './type-handler.ts';

const TYPE = 'AWS::SSM::Parameter';
/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const NAME_MAX_LENGTH = 1011;
/** Before a name that CloudFormation makes. */
const PREFIX = 'CFN-';

/**
 * A parameter of the store.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html
 */
export function ssmParameter(parameters: ParameterStore, clock: Clock, region: string): TypeHandler {
  const put = ({ physicalId: name, properties }: ResourceState): void => {
    const parameter = { name, ...valueOf(new Properties(properties)), modifiedMs: clock.now() };
    parameters.set(name, { ...parameter, version: (parameters.get(name)?.version ?? 0) + 1 });
  };
  const stateOf = ({ properties }: Pick<ResourceRequest, 'properties'>, name: string): ResourceState => {
    const { type, value } = valueOf(new Properties(properties));
    const arn = arnOf('ssm', region, `parameter/${name.replace(/^\//, '')}`);
    return { type: TYPE, physicalId: name, attributes: { Type: type, Value: value, Arn: arn }, properties };
  };
  return {
    type: TYPE,
    properties: {
      used: 'Name Type Value AllowedPattern',
      unused: 'DataType Description Tags Tier',
      refused: { Policies: 'parameters neither expire nor tell of changes here.' },
    },
    createOnly: 'Name',
    create: async (request) => {
      const given = new Properties(request.properties).text('Name');
      const name = given ?? `${PREFIX}${physicalName(request, NAME_MAX_LENGTH - PREFIX.length)}`;
      if (parameters.has(name)) throw new ResourceError(`The parameter already exists: ${name}`, 'AlreadyExists');
      const state = stateOf(request, name);
      put(state);
      return state;
    },
    update: async (request, { physicalId }) => {
      const state = stateOf(request, physicalId);
      put(state);
      return state;
    },
    delete: async ({ physicalId }) => void parameters.delete(physicalId),
    restore: async (state) => put(state),
  };
}

function valueOf(properties: Properties): { type: 'String' | 'StringList'; value: string } {
  const type = properties.need('Type', properties.choice('Type', ['String', 'StringList']));
  const value = properties.need('Value', properties.text('Value') || undefined);
  const pattern = properties.text('AllowedPattern');
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value))
    throw properties.fault('Value', `'${value}' does not match the pattern ${pattern}`);
  return { type, value };
}
