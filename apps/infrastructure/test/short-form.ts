import { at, type Deployment, type Json, listOf, ofType, type Resource, targetOf, textOf } from './deployment.ts';
import { statementsOfRole } from './statements.ts';

/** The one resource of a type in a stack. @throws when there is none, or more than one */
export function only(deployment: Deployment, stack: string, type: string): Resource {
  const [first, ...others] = ofType(deployment, type).filter((one) => one.stack === stack);
  if (!first || others.length > 0) throw new Error(`${stack} has ${first ? others.length + 1 : 0} ${type}, not one`);
  return first;
}

/** A logical id without the hash that CDK puts behind it. */
const plainId = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

/** The resource of a stack whose logical id is that of a construct. @throws when there is none */
export function named(deployment: Deployment, stack: string, id: string, type = 'AWS::Lambda::Function'): Resource {
  const found = ofType(deployment, type).find((one) => one.stack === stack && plainId(one.id) === id);
  if (!found) throw new Error(`${stack} has no ${type} ${id}`);
  return found;
}

/** What a joined text ends in, after the resource that it begins with. */
function suffixOf(value: Json): string {
  const parts = listOf(listOf(at(value, 'Fn::Join'))[1]);
  const last = parts.at(-1);
  return typeof last === 'string' ? last : '';
}

/** A reference as `stack/construct`, with what follows it; a text as it is. */
const short = (deployment: Deployment, stack: string, value: Json): string => {
  const target = targetOf(deployment, stack, value);
  return target ? `${target.stack}/${plainId(target.id)}${suffixOf(value)}` : textOf(value);
};

/** The values of an object inside a resource, with each reference in its short form. */
export const shortened = (deployment: Deployment, { stack, properties }: Resource, ...path: string[]) =>
  Object.fromEntries(
    Object.entries(at(properties, ...path) ?? {}).map(([key, value]) => [key, short(deployment, stack, value)]),
  );

/** What a resource's role may do: actions by what they are allowed on. */
export function grantsOf(deployment: Deployment, one: Resource, ...path: string[]): Record<string, string[]> {
  const role = targetOf(deployment, one.stack, at(one.properties, ...(path.length > 0 ? path : ['Role'])));
  const grants: Record<string, string[]> = {};
  for (const { holder, actions, resources } of role ? statementsOfRole(deployment, role) : []) {
    for (const resource of resources) {
      const name = short(deployment, holder.stack, resource);
      grants[name] = [...(grants[name] ?? []), ...actions].toSorted();
    }
  }
  return grants;
}
