import { type Deployment, nameOf, ofType, type Resource } from '../deployment.ts';

/** A change that breaks a rule, made to each resource of a type in turn: the rule must see every one of them. */
export interface Sabotage {
  readonly what: string;
  readonly type: string;
  /** Changes a resource of a deployment that nobody else uses. Answers `false` where there is nothing to break. */
  readonly apply: (resource: Resource, deployment: Deployment) => false | void;
}

/** What holds for every resource of a deployment, today's and later ones. */
export interface Rule {
  readonly claim: string;
  /** What breaks the rule, as `stack/logical id: why`. */
  readonly findings: (deployment: Deployment) => readonly string[];
  readonly sabotages: readonly Sabotage[];
}

/** A finding for each resource of some types that lacks something. */
export const lacking = (
  deployment: Deployment,
  types: readonly string[],
  lacks: (resource: Resource) => string | undefined,
): string[] =>
  ofType(deployment, ...types).flatMap((resource) => {
    const lack = lacks(resource);
    return lack === undefined ? [] : [`${nameOf(resource)}: ${lack}`];
  });

/** A sabotage that takes a property away. */
export const without = (type: string, property: string): Sabotage => ({
  what: `without ${property}`,
  type,
  apply: ({ properties }) => (property in properties ? void delete properties[property] : false),
});

/** A sabotage that sets a property. */
export const withProperty = (type: string, property: string, value: Resource['properties'][string]): Sabotage => ({
  what: `with ${property} ${JSON.stringify(value)}`,
  type,
  apply: ({ properties }) => void (properties[property] = value),
});
