import type { JsonValue } from '../json-value.ts';

/** Properties or attributes, by name. */
export type JsonValues = Readonly<Record<string, JsonValue>>;

/** What a template wants of one resource. */
export interface ResourceRequest {
  readonly stackName: string;
  readonly logicalId: string;
  /** `AWS::SQS::Queue`. */
  readonly type: string;
  /** With every reference and function resolved; what came out as `AWS::NoValue` is not there. */
  readonly properties: JsonValues;
  /** Tags of the stack, which resources get beside their own. */
  readonly tags: Readonly<Record<string, string>>;
  /** New with every creation, so that names made of it are: a replacement exists beside what it replaces. */
  readonly clientToken: string;
}

/** A resource that exists. Kept with its stack on disk: all that is known of it after a restart. */
export interface ResourceState {
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives; what is nested goes by its path, `Endpoint.Address`. */
  readonly attributes: JsonValues;
  /** As it was asked for last. */
  readonly properties: JsonValues;
}

/**
 * Makes, changes and removes the resources of one type. It knows nothing of stacks, as the stacks know nothing of types.
 * Each call throws `ResourceError` for a reason that whoever deploys can do something about.
 */
export interface ResourceHandler {
  readonly type: string;
  /** Top-level properties that cannot change: with another value the engine makes a new resource and removes the old one. */
  readonly createOnly?: readonly string[];
  /** Whether the stack's tags reach it, so that other tags are a change of it. @default false */
  readonly taggable?: boolean;
  /** Resolves when the resource can be used. What a killed process left of an earlier creation, no state tells of: clear it. */
  create(request: ResourceRequest): Promise<ResourceState>;
  /** Changes what can be changed in place, or says that it takes a new resource, before it has touched anything. Also how a roll back restores the old properties. */
  update(request: ResourceRequest, current: ResourceState): Promise<ResourceState | 'replace'>;
  /** Does nothing when the resource is gone already. */
  delete(state: ResourceState): Promise<void>;
  /** Brings a resource back after a restart, the resources it depends on first. */
  restore?(state: ResourceState): Promise<void>;
}

/** Why AWS says that a handler failed. @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
export type HandlerErrorCode =
  'AlreadyExists' | 'InvalidRequest' | 'NotFound' | 'NotUpdatable' | 'GeneralServiceException' | 'ServiceLimitExceeded';

/** A resource cannot be had: its stack fails with this reason and is rolled back. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
  readonly code: HandlerErrorCode;

  constructor(reason: string, code: HandlerErrorCode = 'InvalidRequest', options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }
}
