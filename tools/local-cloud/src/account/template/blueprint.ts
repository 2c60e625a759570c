import type { JsonValue } from '../../json-value.ts';
import { ACCOUNT_ID } from '../../service.ts';
import { validationError } from '../validation-error.ts';
import { holds } from './conditions.ts';
import { checkReferences, type Dependencies, dependenciesOf, inOrder } from './dependencies.ts';
import type { Scope } from './evaluate.ts';
import { type JsonMap, memberOf } from './json.ts';
import { checkDeclarations, type ParameterValue, referenceOf } from './parameters.ts';
import { checkRules } from './rules.ts';
import type { OutputDeclaration, ResourceDeclaration, Template } from './template.ts';

/** Where a template is deployed, and as which stack. */
export interface Place {
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  /** The value of an SSM parameter, if there is one. */
  readonly ssm: (name: string) => string | undefined;
}

/** What only exists once something is deployed. */
export interface Surroundings {
  /** What `Ref` of a resource gives. */
  readonly reference: (logicalId: string) => JsonValue | undefined;
  readonly attribute: (logicalId: string, attribute: string) => JsonValue | undefined;
  /** The value that a stack exports under a name. */
  readonly exported: (name: string) => string | undefined;
}

/** A template with its parameters and conditions decided: what is to be made, and in which order. */
export interface Blueprint {
  readonly template: Template;
  readonly parameters: readonly ParameterValue[];
  /** Those whose condition holds, each after what it depends on. */
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly dependencies: Dependencies;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  readonly scope: (surroundings: Surroundings) => Scope;
}

/** Before anything is deployed only parameters can be spoken of. */
const NOTHING: Surroundings = { reference: () => undefined, attribute: () => undefined, exported: () => undefined };

/** Decides a template. Throws a validation error for whatever in it cannot be. */
export function drawBlueprint(template: Template, parameters: readonly ParameterValue[], place: Place): Blueprint {
  checkDeclarations(template.parameters);
  checkReferences(template);
  const condition = decideConditions(template, (own) => scopeOf(template, parameters, place, own, NOTHING));
  const scope = (surroundings: Surroundings) => scopeOf(template, parameters, place, condition, surroundings);
  checkRules(template.rules, scope(NOTHING));
  const chosen = <T extends { readonly condition: string | undefined }>(all: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...all].filter(([, one]) => one.condition === undefined || condition(one.condition)));
  const resources = chosen(template.resources);
  const dependencies = dependenciesOf(resources, condition);
  const ordered = inOrder(dependencies).flatMap((id) => {
    const declaration = resources.get(id);
    return declaration ? [[id, declaration] as const] : [];
  });
  return {
    template,
    parameters,
    resources: new Map(ordered),
    dependencies,
    outputs: chosen(template.outputs),
    scope,
  };
}

type Decide = (name: string) => boolean;

/** Conditions may name others, so each is decided when it is first asked for. */
function decideConditions({ conditions }: Template, scopeWith: (condition: Decide) => Scope): Decide {
  const decided = new Map<string, boolean | undefined>();
  const decide = (name: string): boolean => {
    if (decided.has(name)) return decided.get(name) ?? circular(name);
    decided.set(name, undefined);
    const value = holds(conditions.get(name), scopeWith(decide));
    decided.set(name, value);
    return value;
  };
  for (const name of conditions.keys()) decide(name);
  return decide;
}

function circular(condition: string): never {
  throw validationError(`Template format error: Found circular condition dependency with ${condition}`);
}

function scopeOf(
  template: Template,
  parameters: readonly ParameterValue[],
  place: Place,
  condition: Decide,
  { reference, attribute, exported }: Surroundings,
): Scope {
  const pseudo = pseudoParameters(place);
  const named = new Map(parameters.map((one) => [one.key, referenceOf(template.parameters.get(one.key) ?? {}, one)]));
  return {
    mappings: template.mappings,
    condition,
    ref: (name) =>
      name === 'AWS::NoValue'
        ? undefined
        : found(memberOf(pseudo, name) ?? named.get(name) ?? reference(name), () => unresolved(name)),
    attribute: (id, name) =>
      found(attribute(id, name), () =>
        reference(id) === undefined
          ? unresolved(id)
          : `Template error: resource ${id} does not support attribute type ${name} in Fn::GetAtt`,
      ),
    importValue: (name) => found(exported(name), () => `No export named ${name} found.`),
    parameter: (name) =>
      found(place.ssm(name), () => `Unable to fetch parameters [${name}] from parameter store for this account.`),
  };
}

const unresolved = (name: string): string =>
  `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`;

function found<T>(value: T | undefined, otherwise: () => string): T {
  if (value !== undefined) return value;
  throw validationError(otherwise());
}

const pseudoParameters = ({ region, stackName, stackId }: Place): JsonMap => ({
  'AWS::AccountId': ACCOUNT_ID,
  'AWS::NotificationARNs': [],
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackId': stackId,
  'AWS::StackName': stackName,
  'AWS::URLSuffix': 'amazonaws.com',
});
