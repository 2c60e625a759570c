import type { Clock } from '../../clock.ts';
import type { ParameterStore } from '../../ssm/parameter-store.ts';
import { physicalName } from '../physical-name.ts';
import { ResourceError, type ResourceHandler, type ResourceRequest, type ResourceState } from '../resource-handler.ts';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const NAME_MAX_LENGTH = 1011;

/** `AWS::SSM::Parameter`. */
export function ssmParameter(parameters: ParameterStore, clock: Clock): ResourceHandler {
  const put = ({ physicalId: name, properties }: ResourceState): void => {
    const parameter = { name, ...valueOf(properties), modifiedMs: clock.now() };
    parameters.set(name, { ...parameter, version: (parameters.get(name)?.version ?? 0) + 1 });
  };
  const stateOf = ({ type, properties }: ResourceRequest, physicalId: string): ResourceState => {
    const { type: kind, value } = valueOf(properties);
    return { type, physicalId, attributes: { Type: kind, Value: value }, properties };
  };
  return {
    type: 'AWS::SSM::Parameter',
    createOnly: ['Name'],
    create: async (request) => {
      const { Name } = request.properties;
      const name = typeof Name === 'string' ? Name : `CFN-${physicalName(request, NAME_MAX_LENGTH - 4)}`;
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

function valueOf({ Type, Value }: ResourceRequest['properties']): { type: 'String' | 'StringList'; value: string } {
  if (typeof Value !== 'string' || Value === '')
    throw new ResourceError(`Value is ${JSON.stringify(Value)}; a text is needed`);
  if (Type === 'String' || Type === 'StringList') return { type: Type, value: Value };
  throw new ResourceError(`Type is ${JSON.stringify(Type)}; allowed are String and StringList`);
}
