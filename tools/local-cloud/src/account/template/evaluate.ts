import type { JsonValue } from '../../json-value.ts';
import { validationError } from '../validation-error.ts';
import { isList, isMap, type JsonMap, memberOf } from './json.ts';
import { attributeParts, functionOf, PLACEHOLDER } from './references.ts';

/** Stands for what only the deployment will tell, as CloudFormation writes it into the values of a change set. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Whether a value holds something that only the deployment will tell. */
export const isUncertain = (value: JsonValue | undefined): boolean =>
  value !== undefined && JSON.stringify(value).includes(KNOWN_AFTER_APPLY);

/** What the names in a template stand for. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource; `undefined` of `AWS::NoValue`. Throws when there is none. */
  ref(name: string): JsonValue | undefined;
  /** Throws when the resource has no such attribute. */
  attribute(resource: string, attribute: string): JsonValue;
  condition(name: string): boolean;
  readonly mappings: JsonMap;
  /** What another stack exports. Throws when none does. */
  importValue(name: string): string;
  /** The value of an SSM parameter. Throws when there is none. */
  parameter(name: string): string;
}

type TemplateFunction = (argument: JsonValue, scope: Scope) => JsonValue | undefined;

const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  Ref: (name, scope) => (typeof name === 'string' ? scope.ref(name) : misused('Ref', 'a string')),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (name, scope) => scope.importValue(textOf(evaluate(name, scope), 'Fn::ImportValue')),
  'Fn::Base64': (text, scope) => base64(textOf(evaluate(text, scope), 'Fn::Base64')),
};

const misused = (name: string, wanted: string): never => {
  throw validationError(`Template error: every ${name} object must have ${wanted}`);
};

/**
 * The value with all functions worked out; `undefined` where it comes out as `AWS::NoValue`, which lists and objects drop.
 * Throws a validation error as CloudFormation words it.
 */
export function evaluate(value: JsonValue, scope: Scope): JsonValue | undefined {
  if (typeof value === 'string') return resolveDynamic(value, scope);
  if (isList(value)) return value.flatMap((item) => keep(evaluate(item, scope), (one) => [one]));
  if (!isMap(value)) return value;
  const called = functionOf(value);
  if (called) return call(...called, scope);
  const members = Object.entries(value).flatMap(([name, member]) =>
    keep(evaluate(member, scope), (one): [string, JsonValue][] => [[name, one]]),
  );
  return Object.fromEntries(members);
}

const keep = <T>(value: JsonValue | undefined, of: (value: JsonValue) => T[]): T[] =>
  value === undefined ? [] : of(value);

function call(name: string, argument: JsonValue, scope: Scope): JsonValue | undefined {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found) return found(argument, scope);
  const known = Object.keys(FUNCTIONS).join(', ');
  throw validationError(`Template error: ${name} is not part of the local account. It knows: ${known}.`);
}

/** A text as functions take it: numbers and truth values are written out. */
export function textOf(value: JsonValue | undefined, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw validationError(`Template error: ${where} takes a string, and got ${JSON.stringify(value) ?? 'AWS::NoValue'}`);
}

function getAtt(argument: JsonValue, scope: Scope): JsonValue {
  const parts =
    attributeParts(argument) ??
    misused('Fn::GetAtt', 'two non-empty parameters, the resource name and the resource attribute');
  const [resource, attribute] = parts;
  if (attribute !== '' || !isList(argument)) return scope.attribute(resource, attribute);
  return scope.attribute(resource, textOf(evaluate(argument[1] ?? '', scope), 'Fn::GetAtt'));
}

function sub(argument: JsonValue, scope: Scope): string {
  const [text, own] = isList(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isMap(own)) return misused('Fn::Sub', 'a string, or a list of a string and a map');
  const valueOf = (name: string): JsonValue | undefined => {
    const variable = memberOf(own, name);
    if (variable !== undefined) return evaluate(variable, scope);
    const [resource = '', attribute] = name.split(/\.(.*)/s, 2);
    return attribute === undefined ? scope.ref(name) : scope.attribute(resource, attribute);
  };
  const filled = text.replace(PLACEHOLDER, (_, name: string) => textOf(valueOf(name.trim()), `Fn::Sub \${${name}}`));
  return resolveDynamic(filled.replaceAll('${!', '${'), scope);
}

function join(argument: JsonValue, scope: Scope): string {
  const [delimiter, items] = isList(argument) ? argument : [];
  const list = items === undefined ? undefined : evaluate(items, scope);
  if (list === KNOWN_AFTER_APPLY) return list;
  if (typeof delimiter !== 'string' || !isList(list))
    return misused('Fn::Join', 'two parameters, (1) a string delimiter and (2) a list of strings to be joined');
  return list.map((item) => textOf(item, 'Fn::Join')).join(delimiter);
}

function split(argument: JsonValue, scope: Scope): JsonValue {
  const [delimiter, source] = isList(argument) ? argument : [];
  if (typeof delimiter !== 'string' || delimiter === '' || source === undefined)
    return misused('Fn::Split', 'two parameters, (1) a string delimiter and (2) a string to be split');
  const text = textOf(evaluate(source, scope), 'Fn::Split');
  // How many parts there will be, nobody knows yet.
  return isUncertain(text) ? KNOWN_AFTER_APPLY : text.split(delimiter);
}

function select(argument: JsonValue, scope: Scope): JsonValue {
  const [at, source] = isList(argument) ? argument : [];
  if (at === undefined || source === undefined) return misused('Fn::Select', 'two parameters, an index and a list');
  const index = textOf(evaluate(at, scope), 'Fn::Select');
  const list = evaluate(source, scope);
  if (list === KNOWN_AFTER_APPLY) return list;
  if (!isList(list)) return misused('Fn::Select', 'two parameters, an index and a list');
  const item = /^\d+$/.test(index) ? list[Number(index)] : undefined;
  if (item !== undefined) return item;
  throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`);
}

function choose(argument: JsonValue, scope: Scope): JsonValue | undefined {
  const [condition, yes, no] = isList(argument) ? argument : [];
  if (typeof condition !== 'string' || yes === undefined || no === undefined)
    return misused('Fn::If', 'three parameters, a condition and a value for each way');
  return evaluate(scope.condition(condition) ? yes : no, scope);
}

function findInMap(argument: JsonValue, scope: Scope): JsonValue {
  if (!isList(argument) || argument.length !== 3)
    return misused('Fn::FindInMap', 'three parameters, the map name, map key and the attribute for return value');
  const names = argument.map((name) => textOf(evaluate(name, scope), 'Fn::FindInMap'));
  const found = names.reduce<JsonValue | undefined>(
    (map, name) => (isMap(map) ? memberOf(map, name) : undefined),
    scope.mappings,
  );
  if (found !== undefined) return found;
  throw validationError(`Template error: Unable to get mapping for ${names.join('::')}`);
}

const base64 = (text: string): string => (isUncertain(text) ? KNOWN_AFTER_APPLY : Buffer.from(text).toString('base64'));

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC = /\{\{resolve:([a-z-]+):([^{}]*)\}\}/g;

function resolveDynamic(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(DYNAMIC, (whole, service: string, name: string) => {
    if (service === 'ssm') return scope.parameter(name.replace(/:\d+$/, ''));
    throw validationError(
      `Template error: the dynamic reference ${whole} is not part of the local account, which has ssm`,
    );
  });
}
