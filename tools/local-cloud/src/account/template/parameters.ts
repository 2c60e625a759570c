import type { JsonValue } from '../../json-value.ts';
import { validationError } from '../validation-error.ts';
import { isList, type JsonMap } from './json.ts';

/** A parameter as a stack keeps it. */
export interface ParameterValue {
  readonly key: string;
  /** As it was given, or its default. */
  readonly value: string;
  /** Of the SSM parameter that `value` names. */
  readonly resolved?: string;
  /** Whether nobody may see it. */
  readonly noEcho: boolean;
}

/** A parameter as a caller gives it. */
export type GivenParameter =
  { readonly key: string; readonly value: string } | { readonly key: string; readonly usePreviousValue: true };

/** Where parameters get what no caller gives. */
export interface ParameterSources {
  /** Those of the stack that is updated. */
  readonly previous: readonly ParameterValue[];
  /** The value of an SSM parameter. */
  readonly ssm: (name: string) => string | undefined;
}

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(String|List<String>|CommaDelimitedList)>$/;
const PLAIN_TYPES = [
  'String',
  'Number',
  'CommaDelimitedList',
  'List<Number>',
  'List<String>',
  'AWS::SSM::Parameter::Name',
];
const KNOWN =
  'Type Default Description NoEcho ConstraintDescription AllowedPattern AllowedValues MinLength MaxLength MinValue MaxValue'.split(
    ' ',
  );

/** The values that a template's parameters take. Throws for what is missing, unknown, or not allowed. */
export function resolveParameters(
  declared: ReadonlyMap<string, JsonMap>,
  given: readonly GivenParameter[],
  sources: ParameterSources,
): ParameterValue[] {
  const foreign = given.map(({ key }) => key).filter((key) => !declared.has(key));
  if (foreign.length > 0) throw validationError(`Parameters: [${foreign.join(', ')}] do not exist in the template`);
  const chosen = Array.from(declared, ([key, one]) => [key, valueOf(key, one, given, sources)] as const);
  const missing = chosen.filter(([, value]) => value === undefined).map(([key]) => key);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  return chosen.map(([key, value = '']) => {
    const declaration = declared.get(key) ?? {};
    check(key, value, declaration);
    const noEcho = textIn(declaration, 'NoEcho') === 'true';
    const resolved = resolve(key, value, declaration, sources);
    return { key, value, noEcho, ...(resolved === undefined ? {} : { resolved }) };
  });
}

function valueOf(
  key: string,
  declaration: JsonMap,
  given: readonly GivenParameter[],
  { previous }: ParameterSources,
): string | undefined {
  const one = given.find((parameter) => parameter.key === key);
  if (!one) return textIn(declaration, 'Default');
  return 'value' in one ? one.value : previous.find((parameter) => parameter.key === key)?.value;
}

/** What `Ref` of a parameter gives. */
export function referenceOf(declaration: JsonMap, { value, resolved = value }: ParameterValue): JsonValue {
  const type = typeOf(declaration);
  const isListed = /List/.test(SSM_VALUE.exec(type)?.[1] ?? type);
  return isListed ? resolved.split(',').map((item) => item.trim()) : resolved;
}

/** A member as a text: templates write numbers and truth values in either way. */
function textIn(declaration: JsonMap, name: string): string | undefined {
  const value = declaration[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const typeOf = (declaration: JsonMap): string => textIn(declaration, 'Type') ?? '';

/** Throws for a declaration that says what is not here, or is a slip of the pen. */
export function checkDeclarations(declared: ReadonlyMap<string, JsonMap>): void {
  for (const [key, declaration] of declared) {
    const foreign = Object.keys(declaration).find((name) => !KNOWN.includes(name));
    if (foreign !== undefined) throw validationError(`Invalid template parameter property '${foreign}'`);
    const type = typeOf(declaration);
    if (!PLAIN_TYPES.includes(type) && !SSM_VALUE.test(type))
      throw validationError(
        `Template format error: Unrecognized parameter type: ${type} of ${key}. The local account knows ${PLAIN_TYPES.join(', ')} and AWS::SSM::Parameter::Value<…> of String and List<String>.`,
      );
  }
}

function resolve(key: string, value: string, declaration: JsonMap, { ssm }: ParameterSources): string | undefined {
  if (!SSM_VALUE.test(typeOf(declaration))) return undefined;
  const found = ssm(value);
  if (found !== undefined) return found;
  throw validationError(
    `Unable to fetch parameters [${value}] from parameter store for this account. (parameter ${key})`,
  );
}

function check(key: string, value: string, declaration: JsonMap): void {
  const items =
    typeOf(declaration).startsWith('List<') || typeOf(declaration) === 'CommaDelimitedList'
      ? value.split(',')
      : [value];
  for (const item of items.map((one) => one.trim())) {
    const fault = faultOf(item, declaration);
    if (fault === undefined) continue;
    throw validationError(`Parameter '${key}' ${textIn(declaration, 'ConstraintDescription') ?? fault}`);
  }
}

function faultOf(value: string, declaration: JsonMap): string | undefined {
  const { AllowedValues: allowed } = declaration;
  const pattern = textIn(declaration, 'AllowedPattern');
  const bound = (name: string, fallback: number) => Number(textIn(declaration, name) ?? fallback);
  if (isList(allowed) && !allowed.map(String).includes(value)) return 'must be one of AllowedValues';
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) return `must match pattern ${pattern}`;
  if (value.length < bound('MinLength', 0)) return `must contain at least ${bound('MinLength', 0)} characters`;
  if (value.length > bound('MaxLength', Infinity))
    return `must contain at most ${bound('MaxLength', Infinity)} characters`;
  if (!/Number/.test(typeOf(declaration))) return undefined;
  if (value === '' || !Number.isFinite(Number(value))) return `must be a number, and is '${value}'`;
  const [least, most] = [bound('MinValue', -Infinity), bound('MaxValue', Infinity)];
  return Number(value) < least || Number(value) > most ? `must be a number from ${least} to ${most}` : undefined;
}
