import { createHash } from 'node:crypto';
import { ACCOUNT_ID } from '../../../service.ts';
import { physicalName } from '../../physical-name.ts';
import { type JsonValues, ResourceError, type ResourceRequest, type ResourceState } from '../../resource-handler.ts';
import { Properties } from '../properties.ts';
import type { TypeHandler } from '../type-handler.ts';

/** What a recorded resource's identifiers are made of. The same request gives the same, so an update changes none of them. */
export interface Identity {
  /** As the template names it, or as CloudFormation would. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly properties: Properties;
  /** A text of a property, '' where there is none. */
  text(name: string): string;
  /** Digits and letters, the same for the same resource. */
  id(length: number, alphabet?: 'lower' | 'upper'): string;
  uuid(): string;
}

/** A type that does nothing here but be there: what `Ref` and `Fn::GetAtt` give of it is as on AWS. */
export interface RecordedType {
  readonly type: string;
  /** All that CloudFormation knows, and of them those that take a new resource; with spaces between. */
  readonly properties: string;
  readonly createOnly: string;
  /** The property that names it, dotted where it lies deeper, and the longest name. Without, nobody names it. */
  readonly named?: { readonly by: string; readonly maxLength: number; readonly lowerCase?: true };
  readonly ref: (identity: Identity) => string;
  readonly attributes?: (identity: Identity) => JsonValues;
  /** What no other of the type may have. @default what `Ref` gives */
  readonly key?: (identity: Identity) => string;
}

const NAME_MAX_LENGTH = 255;

/** Makes handlers that keep what they are asked for and see to it that there is no second of the same name. */
export function recordedHandler(recorded: RecordedType, region: string): TypeHandler {
  const { type, properties, createOnly } = recorded;
  const keys = new Map<string, string>();
  const stateOf = (request: ResourceRequest): ResourceState => {
    const identity = identityOf(recorded, request, region);
    const attributes = recorded.attributes?.(identity) ?? {};
    return { type, physicalId: recorded.ref(identity), attributes, properties: request.properties };
  };
  const keyOf = (request: ResourceRequest): string =>
    (recorded.key ?? recorded.ref)(identityOf(recorded, request, region));
  return {
    type,
    properties: { used: properties, unused: '', refused: {} },
    createOnly,
    create: async (request) => {
      const state = stateOf(request);
      const key = keyOf(request);
      if ([...keys.values()].includes(key))
        throw new ResourceError(`Resource of type '${type}' with identifier '${key}' already exists.`, 'AlreadyExists');
      keys.set(idOf(state), key);
      return state;
    },
    update: async (request, current) => {
      const state = stateOf(request);
      return state.physicalId === current.physicalId ? state : 'replace';
    },
    delete: async (state) => void keys.delete(idOf(state)),
    restore: async (state) => void keys.set(idOf(state), idOf(state)),
  };
}
