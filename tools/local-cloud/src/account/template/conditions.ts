import type { JsonValue } from '../../json-value.ts';
import { validationError } from '../validation-error.ts';
import { evaluate, type Scope, textOf } from './evaluate.ts';
import { isList, isMap, isSame } from './json.ts';

type Connective = (argument: JsonValue, scope: Scope) => boolean;

const CONNECTIVES: Readonly<Record<string, Connective>> = {
  'Fn::Equals': (argument, scope) => {
    const [a, b] = pairOf('Fn::Equals', argument).map((one) => evaluate(one, scope));
    return isSame(written(a), written(b));
  },
  'Fn::Not': (argument, scope) => {
    if (isList(argument) && argument.length === 1) return !holds(argument[0], scope);
    return misused('Fn::Not', 'a list with one condition');
  },
  'Fn::And': (argument, scope) => several('Fn::And', argument).every((one) => holds(one, scope)),
  'Fn::Or': (argument, scope) => several('Fn::Or', argument).some((one) => holds(one, scope)),
  Condition: (name, scope) => (typeof name === 'string' ? scope.condition(name) : misused('Condition', 'a name')),
  // Of rules alone, for assertions on parameters.
  'Fn::Contains': (argument, scope) => {
    const [list, item] = pairOf('Fn::Contains', argument);
    return textsOf('Fn::Contains', list, scope).includes(textOf(evaluate(item, scope), 'Fn::Contains'));
  },
  'Fn::EachMemberEquals': (argument, scope) => {
    const [list, item] = pairOf('Fn::EachMemberEquals', argument);
    const wanted = textOf(evaluate(item, scope), 'Fn::EachMemberEquals');
    return textsOf('Fn::EachMemberEquals', list, scope).every((one) => one === wanted);
  },
  'Fn::EachMemberIn': (argument, scope) => {
    const [list, others] = pairOf('Fn::EachMemberIn', argument).map((one) => textsOf('Fn::EachMemberIn', one, scope));
    return list?.every((one) => others?.includes(one)) ?? false;
  },
};

/** Whether a condition, or the assertion of a rule, is true. Throws where it is none. */
export function holds(condition: JsonValue | undefined, scope: Scope): boolean {
  const [first, ...others] = isMap(condition) ? Object.entries(condition) : [];
  const [name = '', argument = null] = first ?? [];
  const connective = others.length === 0 && Object.hasOwn(CONNECTIVES, name) ? CONNECTIVES[name] : undefined;
  if (connective) return connective(argument, scope);
  const known = Object.keys(CONNECTIVES).join(', ');
  throw validationError(
    `Template error: ${JSON.stringify(condition)} is no condition. One of these is needed: ${known}`,
  );
}

/** Numbers and truth values compare as they are written. */
const written = (value: JsonValue | undefined): JsonValue | undefined =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

const misused = (name: string, wanted: string): never => {
  throw validationError(`Template error: every ${name} object must have ${wanted}`);
};

function pairOf(name: string, argument: JsonValue): readonly [JsonValue, JsonValue] {
  const [a, b, ...others] = isList(argument) ? argument : [];
  return a === undefined || b === undefined || others.length > 0 ? misused(name, 'two parameters') : [a, b];
}

function several(name: string, argument: JsonValue): readonly JsonValue[] {
  return isList(argument) && argument.length >= 2 && argument.length <= 10
    ? argument
    : misused(name, 'a list of 2 to 10 conditions');
}

function textsOf(name: string, value: JsonValue, scope: Scope): string[] {
  const list = evaluate(value, scope);
  return isList(list) ? list.map((item) => textOf(item, name)) : misused(name, 'a list of strings');
}
