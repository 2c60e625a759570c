import { createHash } from 'node:crypto';
import { ACCOUNT_ID } from '../../../service.ts';
import { physicalName } from '../../physical-name.ts';
import { type JsonValues, ResourceError, type ResourceRequest, type ResourceState } from '../../resource-handler.ts';
import { Properties } from '../properties.ts';
import type { TypeHandler } from '../type-handler.ts';

/** What the identifiers of a resource are made of. The same resource has the same at each update. */
export interface Identity {
  /** As the template names it, or as CloudFormation would. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly properties: Properties;
  /** Letters and digits, up to 32. */
  readonly id: (length: number) => string;
  readonly uuid: () => string;
}

/** A type that does nothing here but be there: what `Ref` and `Fn::GetAtt` give of it is as on AWS. */
export interface RecordedType {
  readonly type: string;
  /** All that CloudFormation knows, of them those that take a new resource, and those that must be there; with spaces between. */
  readonly properties: string;
  readonly createOnly: string;
  readonly required?: string;
  /** The property that names it, with a dot where it lies deeper. Without, nobody does. */
  readonly namedBy?: string;
  /** Characters. @default 255 */
  readonly nameMaxLength?: number;
  /** Whether a name that nobody gave is in lower case. */
  readonly isLowerCase?: true;
  readonly ref: (identity: Identity) => string;
  readonly attributes?: (identity: Identity) => JsonValues;
  /** What no other of the type may have. @default what `Ref` gives */
  readonly key?: (ref: string, properties: Properties) => string;
}

const NAME_MAX_LENGTH = 255;

/** Keeps what is asked for, and sees to it that nothing has a name that another has. */
export function recordedHandler(recorded: RecordedType, region: string): TypeHandler {
  const { type, properties, createOnly, required } = recorded;
  const taken = new Set<string>();
  const keyOf = (state: ResourceState): string =>
    recorded.key?.(state.physicalId, new Properties(state.properties)) ?? state.physicalId;
  const stateOf = (request: ResourceRequest): ResourceState => {
    const identity = identityOf(recorded, request, region);
    const attributes = recorded.attributes?.(identity) ?? {};
    return { type, physicalId: recorded.ref(identity), attributes, properties: request.properties };
  };
  return {
    type,
    properties: { used: properties, unused: '', refused: {}, ...(required !== undefined && { required }) },
    createOnly,
    create: async (request) => {
      const state = stateOf(request);
      const key = keyOf(state);
      if (taken.has(key)) throw alreadyExists(type, key);
      taken.add(key);
      return state;
    },
    update: async (request, current) => {
      const state = stateOf(request);
      return keyOf(state) === keyOf(current) ? state : 'replace';
    },
    delete: async (state) => void taken.delete(keyOf(state)),
    restore: async (state) => void taken.add(keyOf(state)),
  };
}

/** As CloudFormation words it. */
export const alreadyExists = (type: string, identifier: string): ResourceError =>
  new ResourceError(`Resource of type '${type}' with identifier '${identifier}' already exists.`, 'AlreadyExists');

function identityOf(recorded: RecordedType, request: ResourceRequest, region: string): Identity {
  const { stackName, logicalId, clientToken } = request;
  const digest = createHash('sha256').update(`${stackName}/${logicalId}/${clientToken}/id`).digest('hex');
  const groups = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(digest)?.slice(1) ?? [];
  const properties = new Properties(request.properties);
  return {
    name: givenName(recorded, properties) ?? ownName(recorded, request),
    account: ACCOUNT_ID,
    region,
    properties,
    id: (length) => digest.slice(-length),
    uuid: () => groups.join('-'),
  };
}

function givenName({ namedBy }: RecordedType, properties: Properties): string | undefined {
  const path = namedBy?.split('.') ?? [];
  const holder = path.slice(0, -1).reduce<Properties | undefined>((inner, name) => inner?.object(name), properties);
  return holder?.text(path.at(-1) ?? '');
}

function ownName({ nameMaxLength = NAME_MAX_LENGTH, isLowerCase }: RecordedType, request: ResourceRequest): string {
  const name = physicalName(request, nameMaxLength);
  return isLowerCase ? name.toLowerCase() : name;
}
