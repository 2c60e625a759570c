import { validationError } from '../validation-error.ts';
import { type Choice, type Reference, referencesIn } from './references.ts';
import type { ResourceDeclaration, Template } from './template.ts';

/** What is there without being declared. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const PSEUDO_PARAMETERS =
  'AWS::AccountId AWS::NotificationARNs AWS::NoValue AWS::Partition AWS::Region AWS::StackId AWS::StackName AWS::URLSuffix'.split(
    ' ',
  );

/** The logical ids that each resource needs before it. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** Throws for the first reference to what the template does not have, as CloudFormation words it. */
export function checkReferences(template: Template): void {
  const { resources, outputs, conditions, parameters } = template;
  const isParameter = (name: string) => parameters.has(name) || PSEUDO_PARAMETERS.includes(name);
  const known = { hasName: (name: string) => isParameter(name) || resources.has(name), template };
  for (const { properties, condition, dependsOn } of resources.values()) {
    const missing = dependsOn.filter((id) => !resources.has(id));
    if (missing.length > 0) throw unresolved(missing, 'Resources');
    checkBlock(known, 'Resources', [...conditionReference(condition), ...referencesIn(properties)]);
  }
  for (const { value, exportName = '', condition } of outputs.values())
    checkBlock(known, 'Outputs', [...conditionReference(condition), ...referencesIn([value, exportName])]);
  const early = { hasName: isParameter, template };
  for (const condition of conditions.values()) checkBlock(early, 'Conditions', referencesIn(condition));
}

const conditionReference = (name: string | undefined): Reference[] =>
  name === undefined ? [] : [{ kind: 'condition', name }];

interface Known {
  readonly hasName: (name: string) => boolean;
  readonly template: Template;
}

function checkBlock({ hasName, template }: Known, block: string, references: readonly Reference[]): void {
  const missing = references.filter(({ kind, name }) => kind === 'ref' && !hasName(name)).map(({ name }) => name);
  if (missing.length > 0) throw unresolved([...new Set(missing)], block);
  for (const { kind, name } of references) {
    if (kind === 'attribute' && !template.resources.has(name))
      throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${name}`);
    if (kind === 'condition' && !template.conditions.has(name))
      throw validationError(
        `Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`,
      );
    if (kind === 'mapping' && !Object.hasOwn(template.mappings, name))
      throw validationError(
        `Template error: Mapping named '${name}' is not present in the 'Mappings' section of template.`,
      );
  }
}

const unresolved = (names: readonly string[], block: string) =>
  validationError(
    `Template format error: Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
  );

/** What each of the resources refers to or depends on, those left out by their condition aside. */
export function dependenciesOf(resources: ReadonlyMap<string, ResourceDeclaration>, choose: Choice): Dependencies {
  return new Map(
    Array.from(resources, ([id, { properties, dependsOn }]) => {
      const named = referencesIn(properties, choose).map(({ name }) => name);
      return [id, new Set([...named, ...dependsOn].filter((name) => resources.has(name)))];
    }),
  );
}

/** Ids in an order in which each comes after what it depends on. Throws when there is none. */
export function inOrder(dependencies: Dependencies): string[] {
  const ordered = new Set<string>();
  for (let before = -1; before < ordered.size;) {
    before = ordered.size;
    for (const [id, needed] of dependencies) if (needed.isSubsetOf(ordered)) ordered.add(id);
  }
  if (ordered.size === dependencies.size) return [...ordered];
  throw validationError(`Circular dependency between resources: [${inCircle(dependencies, ordered).join(', ')}]`);
}

/** Of the ids that have no order those that lead back to themselves; what only depends on them is not to blame. */
function inCircle(dependencies: Dependencies, ordered: ReadonlySet<string>): string[] {
  const left = new Map([...dependencies].filter(([id]) => !ordered.has(id)));
  for (let leaf; (leaf = [...left.keys()].find((id) => ![...left.values()].some((needed) => needed.has(id))));)
    left.delete(leaf);
  return [...left.keys()];
}
