import { at, type Deployment, type Json, listOf, ofType, type Resource, targetOf, textOf } from './deployment.ts';

/** A statement of a policy. */
export interface Statement {
  /** The resource of the template that holds the policy. */
  readonly holder: Resource;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly Json[];
  readonly principal: Json | undefined;
  readonly condition: Json | undefined;
}

/** Every statement inside a value, wherever it stands. */
function statementsIn(holder: Resource, value: Json | undefined): Statement[] {
  if (Array.isArray(value)) return value.flatMap((one) => statementsIn(holder, one));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Statement'
      ? listOf(inner).map((statement) => toStatement(holder, statement))
      : statementsIn(holder, inner),
  );
}

const toStatement = (holder: Resource, statement: Json): Statement => ({
  holder,
  effect: textOf(at(statement, 'Effect')),
  actions: listOf(at(statement, 'Action')).map(textOf),
  resources: listOf(at(statement, 'Resource')),
  principal: at(statement, 'Principal'),
  condition: at(statement, 'Condition'),
});

/** Every statement of the deployment: of roles, of resources, of who may assume a role. */
export const allStatements = ({ resources }: Deployment): Statement[] =>
  resources.flatMap((resource) => statementsIn(resource, resource.properties));

const IDENTITY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** What identities may do: their policies, apart and inline. */
export const identityStatements = (deployment: Deployment): Statement[] =>
  [
    ...ofType(deployment, ...IDENTITY_TYPES).flatMap((policy) => statementsIn(policy, policy.properties)),
    ...ofType(deployment, 'AWS::IAM::Role').flatMap((role) => statementsIn(role, at(role.properties, 'Policies'))),
  ].filter(({ effect }) => effect === 'Allow');

/** What one role may do. */
export function statementsOfRole(deployment: Deployment, role: Resource): Statement[] {
  const isOfRole = ({ holder }: Statement): boolean =>
    holder === role ||
    [...listOf(at(holder.properties, 'Roles')), ...listOf(at(holder.properties, 'RoleName'))].some(
      (reference) => targetOf(deployment, holder.stack, reference) === role,
    );
  return identityStatements(deployment).filter(isOfRole);
}
