import type { JsonValue } from '../../json-value.ts';
import {
  DESCRIPTION_MAX_BYTES,
  LOGICAL_ID,
  MAPPINGS_MAX,
  OUTPUTS_MAX,
  PARAMETERS_MAX,
  RESOURCES_MAX,
} from '../limits.ts';
import { validationError } from '../validation-error.ts';
import { isList, isMap, type JsonMap } from './json.ts';

/** What becomes of a resource that its stack gives up. Snapshots are not here. */
const POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate'] as const;
export type DeletionPolicy = (typeof POLICIES)[number];

/** A resource as the template has it: its properties not evaluated yet. */
export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonMap;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata: JsonMap;
}

export interface OutputDeclaration {
  readonly value: JsonValue;
  readonly description: string | undefined;
  readonly condition: string | undefined;
  readonly exportName: JsonValue | undefined;
}

/** A template whose structure is right. What it refers to is not looked at yet. */
export interface Template {
  readonly description: string | undefined;
  readonly metadata: JsonMap;
  readonly parameters: ReadonlyMap<string, JsonMap>;
  readonly mappings: JsonMap;
  readonly conditions: ReadonlyMap<string, JsonValue>;
  readonly rules: ReadonlyMap<string, JsonMap>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

const SECTIONS =
  'AWSTemplateFormatVersion Description Metadata Parameters Mappings Conditions Rules Resources Outputs'.split(' ');
const MEMBERS =
  'Type Properties Condition DependsOn DeletionPolicy UpdateReplacePolicy Metadata CreationPolicy UpdatePolicy'.split(
    ' ',
  );

const formatError = (message: string) => validationError(`Template format error: ${message}`);

/** Checks the structure of a template. Throws for the first thing that is not as CloudFormation has it. */
export function readTemplate(source: JsonMap): Template {
  if ('Transform' in source)
    throw formatError('Transform is not part of the local account: deploy a template without macros.');
  const foreign = Object.keys(source).filter((name) => !SECTIONS.includes(name));
  if (foreign.length > 0) throw validationError(`Invalid template property or properties [${foreign.join(', ')}]`);
  const version = source['AWSTemplateFormatVersion'] ?? '2010-09-09';
  if (version !== '2010-09-09')
    throw formatError(`unsupported value for AWSTemplateFormatVersion: ${JSON.stringify(version)}.`);
  const resources = section(source, 'Resources');
  if (resources.size === 0) throw formatError('At least one Resources member must be defined.');
  const template = {
    description: descriptionOf(source),
    metadata: mapOf(source['Metadata'], '/Metadata'),
    parameters: mapValues(section(source, 'Parameters'), (one, name) => mapOf(one, `/Parameters/${name}`)),
    mappings: mapOf(source['Mappings'], '/Mappings'),
    conditions: section(source, 'Conditions'),
    rules: mapValues(section(source, 'Rules'), (one, name) => mapOf(one, `/Rules/${name}`)),
    resources: mapValues(resources, readResource),
    outputs: mapValues(section(source, 'Outputs'), readOutput),
  };
  checkCounts(template);
  return template;
}

function checkCounts({ parameters, mappings, resources, outputs }: Template): void {
  const counts = [
    ['Parameters', parameters.size, PARAMETERS_MAX],
    ['Mappings', Object.keys(mappings).length, MAPPINGS_MAX],
    ['Resources', resources.size, RESOURCES_MAX],
    ['Outputs', outputs.size, OUTPUTS_MAX],
  ] as const;
  for (const [name, count, most] of counts)
    if (count > most)
      throw formatError(`Number of ${name.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`);
}

function descriptionOf({ Description: text }: JsonMap): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw formatError('Template Description must be a string.');
  if (Buffer.byteLength(text) > DESCRIPTION_MAX_BYTES)
    throw formatError(`Template Description exceeds ${DESCRIPTION_MAX_BYTES} bytes.`);
  return text;
}

const section = (source: JsonMap, name: string): ReadonlyMap<string, JsonValue> =>
  new Map(Object.entries(mapOf(source[name], `/${name}`)));

function mapOf(value: JsonValue | undefined, path: string): JsonMap {
  if (value === undefined) return {};
  if (isMap(value)) return value;
  throw formatError(`[${path}] is not an object: ${JSON.stringify(value)}.`);
}

const mapValues = <T>(map: ReadonlyMap<string, JsonValue>, of: (value: JsonValue, name: string) => T): Map<string, T> =>
  new Map(Array.from(map, ([name, value]) => [name, of(value, name)]));

function readResource(source: JsonValue, id: string): ResourceDeclaration {
  const path = `/Resources/${id}`;
  if (!LOGICAL_ID.test(id)) throw formatError(`Resource name ${id} is non alphanumeric.`);
  const resource = mapOf(source, path);
  const foreign = Object.keys(resource).find((name) => !MEMBERS.includes(name));
  if (foreign !== undefined) throw validationError(`Invalid template resource property '${foreign}'`);
  if (typeof resource['Type'] !== 'string')
    throw formatError(`[${path}] Every Resources object must contain a Type member.`);
  const unsupported = ['CreationPolicy', 'UpdatePolicy'].find((name) => name in resource);
  if (unsupported !== undefined) throw formatError(`[${path}/${unsupported}] is not part of the local account.`);
  const deletionPolicy = policyOf(resource, 'DeletionPolicy', path);
  return {
    type: resource['Type'],
    properties: mapOf(resource['Properties'], `${path}/Properties`),
    condition: optionalText(resource['Condition'], `${path}/Condition`),
    dependsOn: namesOf(resource['DependsOn'], `${path}/DependsOn`),
    deletionPolicy,
    updateReplacePolicy: policyOf(resource, 'UpdateReplacePolicy', path),
    metadata: mapOf(resource['Metadata'], `${path}/Metadata`),
  };
}

function policyOf(resource: JsonMap, name: string, path: string): DeletionPolicy {
  const value = resource[name] ?? 'Delete';
  const policy = POLICIES.find((one) => one === value);
  if (policy) return policy;
  throw formatError(
    `Unrecognized ${name} ${JSON.stringify(value)} for resource ${path}. Allowed here: ${POLICIES.join(', ')}.`,
  );
}

function namesOf(value: JsonValue | undefined, path: string): readonly string[] {
  const list = value === undefined ? [] : isList(value) ? value : [value];
  return list.map((one) => optionalText(one, path) ?? '');
}

function optionalText(value: JsonValue | undefined, path: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw formatError(`[${path}] must be a string: ${JSON.stringify(value)}.`);
}

function readOutput(source: JsonValue, name: string): OutputDeclaration {
  const path = `/Outputs/${name}`;
  const output = mapOf(source, path);
  if (output['Value'] === undefined) throw formatError(`[${path}] Every Outputs member must contain a Value object`);
  const exported = mapOf(output['Export'], `${path}/Export`);
  return {
    value: output['Value'],
    description: optionalText(output['Description'], `${path}/Description`),
    condition: optionalText(output['Condition'], `${path}/Condition`),
    exportName: exported['Name'],
  };
}
