import type { JsonValue } from '../../json-value.ts';
import { isList, isMap, type JsonMap } from './json.ts';

/** What a value of a template names. */
export type Reference =
  | { readonly kind: 'ref' | 'condition' | 'mapping'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly attribute: string };

/** The one function that an object is, if it is one: `{ Ref: … }`, `{ 'Fn::Join': … }`. */
export function functionOf(value: JsonMap): readonly [name: string, argument: JsonValue] | undefined {
  const [first, ...others] = Object.entries(value);
  if (!first || others.length > 0) return undefined;
  const [name] = first;
  return name === 'Ref' || name.startsWith('Fn::') ? first : undefined;
}

/** Whether a condition holds, and which way an `Fn::If` goes; `undefined` goes both. */
export type Choice = (condition: string) => boolean | undefined;
const both: Choice = () => undefined;

/** Everything that a value names, in the order of the text; of an `Fn::If` only the way that is chosen, if one is. */
export function referencesIn(value: JsonValue, choose = both): Reference[] {
  if (isList(value)) return value.flatMap((item) => referencesIn(item, choose));
  if (!isMap(value)) return [];
  const called = functionOf(value);
  if (called) return referencesOfCall(...called, choose);
  if (Object.keys(value).length === 1 && typeof value['Condition'] === 'string')
    return [{ kind: 'condition', name: value['Condition'] }];
  return Object.values(value).flatMap((item) => referencesIn(item, choose));
}

function referencesOfCall(name: string, argument: JsonValue, choose: Choice): Reference[] {
  if (name === 'Ref') return typeof argument === 'string' ? [{ kind: 'ref', name: argument }] : [];
  if (name === 'Fn::GetAtt') return attributeReference(argument);
  if (name === 'Fn::If' && isList(argument)) return referencesOfIf(argument, choose);
  if (name === 'Fn::Sub') return referencesOfSub(argument, choose);
  const inside = referencesIn(argument, choose);
  const [mapping] = name === 'Fn::FindInMap' && isList(argument) ? argument : [];
  return typeof mapping === 'string' ? [{ kind: 'mapping', name: mapping }, ...inside] : inside;
}

function attributeReference(argument: JsonValue): Reference[] {
  const parts = attributeParts(argument);
  return parts ? [{ kind: 'attribute', name: parts[0], attribute: parts[1] }, ...referencesIn(argument)] : [];
}

/** Resource and attribute of an `Fn::GetAtt`, which YAML may write as one text. */
export function attributeParts(argument: JsonValue): readonly [resource: string, attribute: string] | undefined {
  const parts = typeof argument === 'string' ? argument.split(/\.(.*)/s, 2) : argument;
  if (!isList(parts)) return undefined;
  const [resource, ...attribute] = parts;
  if (typeof resource !== 'string' || attribute.length === 0) return undefined;
  return attribute.every((one) => typeof one === 'string') ? [resource, attribute.join('.')] : [resource, ''];
}

function referencesOfIf([condition, ...branches]: readonly JsonValue[], choose: Choice): Reference[] {
  if (typeof condition !== 'string') return [];
  const holds = choose(condition);
  const taken = holds === undefined ? branches : branches.slice(holds ? 0 : 1, holds ? 1 : 2);
  return [{ kind: 'condition', name: condition }, ...taken.flatMap((branch) => referencesIn(branch, choose))];
}

function referencesOfSub(argument: JsonValue, choose: Choice): Reference[] {
  const [text, own] = isList(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return [];
  const variables = isMap(own) ? own : {};
  const named = placeholdersOf(text).filter((name) => !Object.hasOwn(variables, name));
  return [...named.map(placeholderReference), ...referencesIn(Object.values(variables), choose)];
}

/** `${Name}`, but not `${!Name}`. */
export const PLACEHOLDER = /\$\{([^!${}][^${}]*)\}/g;
const placeholdersOf = (text: string): string[] =>
  Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name.trim());

function placeholderReference(name: string): Reference {
  const [resource = '', attribute] = name.split(/\.(.*)/s, 2);
  return attribute === undefined ? { kind: 'ref', name } : { kind: 'attribute', name: resource, attribute };
}
