import { ResourceError, type ResourceHandler, type ResourceRequest, type ResourceState } from '../resource-handler.ts';
import { ServiceError } from '../../service.ts';

/** What operations on stacks work with. */
export interface Workshop {
  readonly handlers: ReadonlyMap<string, ResourceHandler>;
  readonly exports: Exports;
  /** Keeps a resource that its stack gives up and its policy keeps. */
  readonly retain: (state: ResourceState) => void;
  /** A resource that was kept so and has the explicit name that is asked for. */
  readonly unowned: (wanted: Pick<ResourceRequest, 'type' | 'properties'>) => ResourceState | undefined;
  /** A resource that was kept so has a stack again. */
  readonly adopt: (state: ResourceState) => void;
  /** Whether the account still runs: once it stops, nothing more is begun. */
  readonly goesOn: () => boolean;
}

/** What stacks give to one another. */
export interface Exports {
  readonly valueOf: (name: string) => string | undefined;
  /** Names of the stack that exports a name, and of those that use it. */
  readonly ownerOf: (name: string) => string | undefined;
  readonly usersOf: (name: string) => readonly string[];
}

/** The account was stopped within an operation: its stack stays as it is and is taken up at the next start. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Throws when the account stops. */
export function assertGoesOn({ goesOn }: Workshop): void {
  if (!goesOn()) throw new StoppedError('The local account was stopped.');
}

export function handlerOf({ handlers }: Workshop, type: string): ResourceHandler {
  const handler = handlers.get(type);
  if (handler) return handler;
  throw new ResourceError(`Resource type ${type} is not part of this local account any more`, 'NotFound');
}

/** Why a step on a resource failed, as the events of a stack say it. */
export function reasonOf(error: unknown, token: string): string {
  if (error instanceof ServiceError && error.code === 'ValidationError') return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof ResourceError ? error.code : 'InternalFailure';
  return `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`;
}

/** Of resources without a stack the one that has the same name: the same text in a property that only a creation sets. */
export function sameNamed(
  all: readonly ResourceState[],
  { type, properties }: Pick<ResourceRequest, 'type' | 'properties'>,
  { createOnly = [] }: Pick<ResourceHandler, 'createOnly'>,
): ResourceState | undefined {
  const isName = (state: ResourceState, name: string) =>
    typeof properties[name] === 'string' && state.properties[name] === properties[name];
  return all.find((state) => state.type === type && createOnly.some((name) => isName(state, name)));
}
