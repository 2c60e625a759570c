import { randomUUID } from 'node:crypto';
import { ResourceError, type ResourceRequest, type ResourceState } from '../resource-handler.ts';
import type { Blueprint } from '../template/blueprint.ts';
import { evaluate, type Scope } from '../template/evaluate.ts';
import { isMap, isSame, type JsonMap } from '../template/json.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import { changedProperties } from './plan.ts';
import type { Stack } from './stack.ts';
import type { StackResource } from './stack-record.ts';
import { walk } from './walk.ts';
import { handlerOf, reasonOf, type Workshop } from './workshop.ts';

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** The names of a template as they stand in a stack now. */
export function liveScope(stack: Stack, blueprint: Blueprint, { exports }: Workshop): Scope {
  const stateOf = (id: string): ResourceState | undefined =>
    blueprint.resources.has(id) ? stack.resource(id)?.state : undefined;
  return blueprint.scope({
    reference: (id) => stateOf(id)?.physicalId,
    attribute: (id, name) => stateOf(id)?.attributes[name],
    exported: exports.valueOf,
  });
}

/**
 * Makes a stack's resources what the blueprint says: creates, updates and replaces, each after what it depends on. Begins
 * nothing more once a step has failed. What is given up is left over for later.
 */
export async function converge(stack: Stack, blueprint: Blueprint, workshop: Workshop): Promise<void> {
  const step = async (id: string): Promise<boolean> => {
    const declaration = blueprint.resources.get(id);
    return declaration === undefined || (await convergeOne({ stack, blueprint, workshop }, id, declaration));
  };
  await walk(blueprint.dependencies, step, { stopAtFailure: true, goesOn: workshop.goesOn });
}

interface Site {
  readonly stack: Stack;
  readonly blueprint: Blueprint;
  readonly workshop: Workshop;
}

async function convergeOne(site: Site, logicalId: string, declaration: ResourceDeclaration): Promise<boolean> {
  const { stack, blueprint } = site;
  const now = stack.resource(logicalId);
  const { type, deletionPolicy, updateReplacePolicy } = declaration;
  const dependsOn = [...(blueprint.dependencies.get(logicalId) ?? [])];
  const token = now?.state ? now.token : randomUUID();
  const plain = { logicalId, type, token, dependsOn, deletionPolicy, updateReplacePolicy };
  const state = now?.state && { state: now.state };
  try {
    const properties = evaluate(declaration.properties, liveScope(stack, blueprint, site.workshop));
    const step: Step = { ...site, plain, request: requestOf(stack, plain, isMap(properties) ? properties : {}) };
    await (now?.state ? updateOne(step, now, now.state) : createOne(step));
    return true;
  } catch (error) {
    stack.setResource({
      ...plain,
      ...state,
      status: state ? 'UPDATE_FAILED' : 'CREATE_FAILED',
      reason: reasonOf(error, token),
    });
    return false;
  }
}

interface Step extends Site {
  readonly plain: Omit<StackResource, 'status' | 'changedMs' | 'state'>;
  readonly request: ResourceRequest;
}

const requestOf = (stack: Stack, { logicalId, type, token }: Step['plain'], properties: JsonMap): ResourceRequest => ({
  stackName: stack.record.name,
  logicalId,
  type,
  properties,
  tags: stack.record.tags,
  clientToken: token,
});

/** What the handler answered, with the properties that it was asked for: the next update compares with those. */
export const stateFor = ({ type, properties }: ResourceRequest, state: ResourceState): ResourceState => ({
  ...state,
  type,
  properties,
});

async function createOne(step: Step): Promise<void> {
  const { stack, workshop, plain, request } = step;
  const existing = stack.record.importExisting ? workshop.unowned(request) : undefined;
  if (existing) return importOne(step, existing);
  stack.setResource({ ...plain, status: 'CREATE_IN_PROGRESS' });
  const state = stateFor(request, await handlerOf(workshop, plain.type).create(request));
  stack.setResource({ ...plain, state, status: 'CREATE_COMPLETE' });
}

/** Takes a resource in that has no stack, and makes it what is wanted. */
async function importOne({ stack, workshop, plain, request }: Step, existing: ResourceState): Promise<void> {
  stack.setResource({ ...plain, status: 'IMPORT_IN_PROGRESS', reason: 'Resource import started.' });
  const imported = await handlerOf(workshop, plain.type).update(request, existing);
  if (imported === 'replace')
    throw new ResourceError('It cannot be made what the template says in place', 'NotUpdatable');
  workshop.adopt(existing);
  stack.setResource({
    ...plain,
    state: stateFor(request, imported),
    status: 'IMPORT_COMPLETE',
    reason: 'Resource import completed.',
  });
}

async function updateOne(step: Step, now: StackResource, state: ResourceState): Promise<void> {
  const { stack, workshop, plain, request } = step;
  const handler = handlerOf(workshop, plain.type);
  const { createOnly = [], taggable = false } = handler;
  const changed = changedProperties(state.properties, request.properties);
  const isTagged = taggable && !isSame(request.tags, stack.record.before?.tags ?? request.tags);
  if (changed.length === 0 && !isTagged && now.status.endsWith('_COMPLETE')) return keepAsIs(stack, plain, now);
  if (changed.some((name) => createOnly.includes(name))) return replaceOne(step, now, state);
  stack.setResource({ ...plain, state, status: 'UPDATE_IN_PROGRESS' });
  const updated = await handler.update(request, state);
  if (updated === 'replace') return replaceOne(step, now, state);
  stack.setResource({ ...plain, state: stateFor(request, updated), status: 'UPDATE_COMPLETE' });
}

/** Takes over what only the stack knows of a resource, which is no event. */
function keepAsIs(stack: Stack, plain: Step['plain'], now: StackResource): void {
  stack.change({ resources: { ...stack.record.resources, [now.logicalId]: { ...now, ...plain } } });
}

/** Makes a new resource beside the old one, which stays until nothing can fail any more. */
async function replaceOne(
  { stack, workshop, plain, request }: Step,
  old: StackResource,
  state: ResourceState,
): Promise<void> {
  const token = randomUUID();
  stack.setResource({ ...plain, state, status: 'UPDATE_IN_PROGRESS', reason: REPLACING });
  const made = await handlerOf(workshop, plain.type)
    .create({ ...request, clientToken: token })
    .catch((error: unknown) => {
      throw isNameTaken(error) ? customNameError(plain.logicalId, state.physicalId) : error;
    });
  const isRetained = old.updateReplacePolicy !== 'Delete';
  const leftovers = [
    ...stack.record.leftovers,
    { logicalId: old.logicalId, state, dependsOn: old.dependsOn, isRetained },
  ];
  stack.setResource({ ...plain, token, state: stateFor(request, made), status: 'UPDATE_COMPLETE' }, { leftovers });
}

const isNameTaken = (error: unknown): boolean => error instanceof ResourceError && error.code === 'AlreadyExists';
const customNameError = (id: string, name: string): ResourceError =>
  new ResourceError(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again. (${id})`,
    'AlreadyExists',
  );
