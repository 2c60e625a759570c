import type { JsonValue } from '../../json-value.ts';
import type { ResourceHandler } from '../resource-handler.ts';
import type { Blueprint, Surroundings } from '../template/blueprint.ts';
import { evaluate, isUncertain, KNOWN_AFTER_APPLY, textOf } from '../template/evaluate.ts';
import { isMap, isSame, type JsonMap } from '../template/json.ts';
import type { ResourceDeclaration, Template } from '../template/template.ts';
import { validationError } from '../validation-error.ts';
import type { ChangeDetail, ResourceChange } from './resource-change.ts';
import type { Workshop } from './workshop.ts';
import type { StackBody, StackOutput, StackResource, Tags } from './stack-record.ts';

/** What a deployment would do. */
export interface Plan {
  readonly changes: readonly ResourceChange[];
  /** Whether there is anything to be done at all: an output may change alone. */
  readonly isEmpty: boolean;
  /** Names of the exports of other stacks that are used. */
  readonly imports: readonly string[];
}

export interface PlanSetup {
  readonly blueprint: Blueprint;
  readonly tags: Tags;
  /** What there is, with its template, when there is anything. */
  readonly current: { readonly body: StackBody; readonly template: Template } | undefined;
  readonly handlers: ReadonlyMap<string, ResourceHandler>;
  readonly exported: Surroundings['exported'];
  readonly unowned: Workshop['unowned'];
}

/** Finds what a deployment would change, without touching anything. Throws for what cannot be deployed. */
export function plan(setup: PlanSetup): Plan {
  const { blueprint, current, exported } = setup;
  checkTypes(setup);
  const imports = new Set<string>();
  const changes = new Map<string, ResourceChange>();
  const resourceOf = (id: string): StackResource | undefined => current?.body.resources[id];
  const scope = blueprint.scope({
    reference: (id) => (blueprint.resources.has(id) ? referenceNow(resourceOf(id), changes.get(id)) : undefined),
    attribute: (id, name) =>
      blueprint.resources.has(id) ? attributeNow(resourceOf(id), changes.get(id), name) : undefined,
    exported: (name) => {
      imports.add(name);
      return exported(name);
    },
  });
  for (const [id, declaration] of blueprint.resources) {
    const properties = evaluate(declaration.properties, scope);
    const change = changeOf(setup, id, declaration, isMap(properties) ? properties : {});
    if (change) changes.set(id, change);
  }
  const outputs = outputsOf(blueprint, (value) => evaluate(value, scope));
  const removed = Object.values(current?.body.resources ?? {}).filter(
    ({ logicalId }) => !blueprint.resources.has(logicalId),
  );
  const all = [...changes.values(), ...removed.map(removal)];
  const isEmpty = current !== undefined && all.length === 0 && isSameOutputs(outputs, current.body.outputs);
  return { changes: all, isEmpty, imports: [...imports] };
}

const isSameOutputs = (a: readonly StackOutput[], b: readonly StackOutput[]): boolean =>
  a.length === b.length && a.every((one, i) => isSame({ ...one }, { ...b[i] }));

function checkTypes({ blueprint, handlers, current }: PlanSetup): void {
  const all = [...blueprint.resources];
  const unknown = new Set(all.map(([, { type }]) => type).filter((type) => !handlers.has(type)));
  if (unknown.size > 0)
    throw validationError(`Template format error: Unrecognized resource types: [${[...unknown].join(', ')}]`);
  const changed = all
    .filter(([id, { type }]) => (current?.body.resources[id]?.type ?? type) !== type)
    .map(([id]) => id);
  if (changed.length > 0)
    throw validationError(
      `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
    );
}

/** What `Ref` will give: of a resource that stays the one it is, what it gives now. */
const referenceNow = (resource: StackResource | undefined, change: ResourceChange | undefined): JsonValue =>
  resource?.state && (change?.replacement ?? 'False') === 'False' ? resource.state.physicalId : KNOWN_AFTER_APPLY;

const attributeNow = (
  resource: StackResource | undefined,
  change: ResourceChange | undefined,
  name: string,
): JsonValue | undefined => (resource?.state && !change ? resource.state.attributes[name] : KNOWN_AFTER_APPLY);

/** The outputs of a template. Throws for one that is no text. */
export function outputsOf(blueprint: Blueprint, valueOf: (value: JsonValue) => JsonValue | undefined): StackOutput[] {
  return Array.from(blueprint.outputs, ([key, { value, description, exportName }]) => ({
    key,
    value: textOf(valueOf(value), `Output ${key}`),
    ...(description === undefined ? {} : { description }),
    ...(exportName === undefined ? {} : { exportName: textOf(valueOf(exportName), `Export of output ${key}`) }),
  }));
}

function removal({ logicalId, type, state, deletionPolicy }: StackResource): ResourceChange {
  const policyAction = deletionPolicy === 'Delete' ? 'Delete' : 'Retain';
  return {
    action: 'Remove',
    logicalId,
    type,
    details: [],
    policyAction,
    ...(state && { physicalId: state.physicalId, before: state.properties }),
  };
}

function changeOf(
  setup: PlanSetup,
  logicalId: string,
  declaration: ResourceDeclaration,
  after: JsonMap,
): ResourceChange | undefined {
  const resource = setup.current?.body.resources[logicalId];
  const { type, updateReplacePolicy } = declaration;
  const existing = resource?.state ? undefined : setup.unowned({ type, properties: after });
  if (existing) return { action: 'Import', logicalId, type, physicalId: existing.physicalId, details: [], after };
  if (!resource?.state) return { action: 'Add', logicalId, type, details: [], after };
  const details = detailsOf(setup, resource, declaration, after);
  if (details.length === 0 && resource.status.endsWith('_COMPLETE')) return undefined;
  const replacement = replacementOf(details);
  const kept = updateReplacePolicy === 'Delete' ? 'ReplaceAndDelete' : 'ReplaceAndRetain';
  const { physicalId, properties: before } = resource.state;
  const policyAction = replacement === 'False' ? {} : ({ policyAction: kept } as const);
  return { action: 'Modify', logicalId, type, physicalId, replacement, details, before, after, ...policyAction };
}

function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  const needs = new Set(details.map(({ requiresRecreation }) => requiresRecreation));
  if (needs.has('Always')) return 'True';
  return needs.has('Conditionally') ? 'Conditional' : 'False';
}

function detailsOf(
  { tags, current, handlers }: PlanSetup,
  { logicalId, type, state }: StackResource,
  declaration: ResourceDeclaration,
  after: JsonMap,
): ChangeDetail[] {
  const handler = handlers.get(type);
  const old = current?.template.resources.get(logicalId);
  const properties = changedProperties(state?.properties ?? {}, after).map((name) =>
    propertyDetail(name, after[name], handler?.createOnly?.includes(name) ?? false),
  );
  const differs = (of: (one: ResourceDeclaration) => JsonValue): boolean =>
    old !== undefined && !isSame(of(old), of(declaration));
  const aside: readonly [ChangeDetail['attribute'], boolean][] = [
    ['Tags', handler?.taggable === true && !isSame(tags, current?.body.tags)],
    ['Metadata', differs((one) => one.metadata)],
    ['DeletionPolicy', differs((one) => one.deletionPolicy)],
    ['UpdateReplacePolicy', differs((one) => one.updateReplacePolicy)],
  ];
  const others = aside
    .filter(([, changes]) => changes)
    .map(([attribute]): ChangeDetail => ({ attribute, requiresRecreation: 'Never', evaluation: 'Static' }));
  return [...properties, ...others];
}

/** Names of the top-level properties that differ. */
export const changedProperties = (before: JsonMap, after: JsonMap): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !isSame(before[name], after[name]));

function propertyDetail(name: string, after: JsonValue | undefined, createOnly: boolean): ChangeDetail {
  const evaluation = isUncertain(after) ? 'Dynamic' : 'Static';
  const recreation = evaluation === 'Dynamic' ? 'Conditionally' : 'Always';
  return { attribute: 'Properties', name, evaluation, requiresRecreation: createOnly ? recreation : 'Never' };
}
