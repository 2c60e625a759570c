import { isObject, parseJson } from '../json-value.ts';
import { ServiceError } from '../service.ts';
import type { MessageAttribute, MessageAttributes } from '../sqs/message.ts';

/** @see https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const KEYS_MAX = 5;
const COMBINATIONS_MAX = 150;
const NUMBER_MAX = 1e9;

type Scalar = string | number | boolean | null;
/** Whether one of an attribute's values is what a policy wants. */
type Test = (value: Scalar) => boolean;
/** Looks at the values of an attribute, `undefined` where there is no such attribute, and at how many attributes there are. */
type Condition = (values: readonly Scalar[] | undefined, attributeCount: number) => boolean;
/** What each of some attributes must meet: one of the conditions. */
export type FilterPolicy = ReadonlyMap<string, readonly Condition[]>;

const invalid = (why: string): ServiceError =>
  new ServiceError('InvalidParameter', `Invalid parameter: FilterPolicy: ${why}`);
const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Reads a policy on message attributes. Throws `InvalidParameter` for one that is wrong, or that asks for what is not here:
 * wildcard, cidr, $or and nested policies.
 * @see https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
 */
export function parseFilterPolicy(policy: unknown): FilterPolicy {
  if (!isObject(policy)) throw invalid('it must be a JSON object');
  const keys = Object.entries(policy);
  if (keys.length > KEYS_MAX) throw invalid(`it has ${keys.length} keys; ${KEYS_MAX} are allowed`);
  const read = keys.map(([name, conditions]) => [name, readConditions(name, conditions)] as const);
  const combinations = read.reduce((product, [, { length }]) => product * length, 1);
  if (combinations > COMBINATIONS_MAX)
    throw invalid(`it combines ${combinations} values; ${COMBINATIONS_MAX} are allowed`);
  return new Map(read);
}

function readConditions(name: string, conditions: unknown): Condition[] {
  if (!Array.isArray(conditions) || conditions.length === 0)
    throw invalid(`"${name}" must be a list of values or conditions that is not empty`);
  return conditions.map((one: unknown) => readCondition(name, one));
}

function readCondition(name: string, condition: unknown): Condition {
  if (isScalar(condition)) return some((value) => value === condition);
  const [first, ...others] = isObject(condition) ? Object.entries(condition) : [];
  const [operator, operand] = first ?? ['', undefined];
  if (others.length > 0) throw invalid(`a condition of "${name}" must have one operator`);
  if (operator === 'exists' && typeof operand === 'boolean')
    // As on AWS a message without any attribute does not meet `"exists": false` either.
    return (values, attributeCount) => attributeCount > 0 && operand === (values !== undefined);
  if (operator === 'anything-but') return none(excluded(name, operand));
  if (operator === 'numeric') return some(numeric(name, operand));
  return some(textTest(operator, operand) ?? unknownCondition(name, condition));
}

const some =
  (test: Test): Condition =>
  (values = []) =>
    values.some(test);
const none =
  (test: Test): Condition =>
  (values = []) =>
    values.length > 0 && !values.some(test);

function unknownCondition(name: string, condition: unknown): never {
  const known = 'exists (true or false), anything-but, numeric, prefix, suffix, equals-ignore-case (each with a text)';
  throw invalid(`the condition ${JSON.stringify(condition)} of "${name}" is not known here; known are ${known}`);
}

function textTest(operator: string, text: unknown): Test | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  const lower = text.toLowerCase();
  if (operator === 'prefix') return (value) => typeof value === 'string' && value.startsWith(text);
  if (operator === 'suffix') return (value) => typeof value === 'string' && value.endsWith(text);
  if (operator === 'equals-ignore-case') return (value) => typeof value === 'string' && value.toLowerCase() === lower;
  return undefined;
}

/** What anything-but leaves out. */
function excluded(name: string, operand: unknown): Test {
  if (isObject(operand)) {
    const [first, ...others] = Object.entries(operand);
    const test = first && others.length === 0 ? textTest(...first) : undefined;
    return test ?? unknownCondition(name, { 'anything-but': operand });
  }
  const listed: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (listed.length === 0 || !listed.every((one) => typeof one === 'string' || typeof one === 'number'))
    throw invalid(`anything-but of "${name}" must be a string, a number, or a list of them that is not empty`);
  return (value) => listed.some((one) => one === value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `["=", 1]`, `[">=", 1]`, or a range: `[">", 1, "<=", 2]`. */
function numeric(name: string, operand: unknown): Test {
  const parts: unknown[] = Array.isArray(operand) ? operand : [];
  const [low, lowBound, high, highBound] = parts;
  const isRange = parts.length === 4 && /^>=?$/.test(String(low)) && /^<=?$/.test(String(high));
  if (!(parts.length === 2 || isRange) || (isRange && Number(lowBound) >= Number(highBound)))
    throw invalid(`numeric of "${name}" must be [operator, number], or a range from a lower to a higher number`);
  const tests = [comparison(name, low, lowBound), ...(isRange ? [comparison(name, high, highBound)] : [])];
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function comparison(name: string, operator: unknown, bound: unknown): (value: number) => boolean {
  const compare =
    typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (!compare || typeof bound !== 'number' || Math.abs(bound) > NUMBER_MAX)
    throw invalid(
      `numeric of "${name}" compares by ${Object.keys(COMPARISONS).join(' ')} with a number up to ${NUMBER_MAX}`,
    );
  return (value) => compare(value, bound);
}

/** Whether a message with these attributes is for the subscription. Values of type Binary meet no test. */
export function matchesPolicy(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  const attributeCount = Object.keys(attributes).length;
  return [...policy].every(([name, conditions]) => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const values = attribute && valuesOf(attribute);
    return conditions.some((condition) => condition(values, attributeCount));
  });
}

/** One value, or those of a `String.Array`. */
function valuesOf({ dataType, stringValue = '' }: MessageAttribute): Scalar[] {
  if (dataType === 'String.Array') {
    const values = parseJson(stringValue);
    return Array.isArray(values) ? values.filter(isScalar) : [];
  }
  if (dataType === 'Binary' || dataType.startsWith('Binary.')) return [];
  return [dataType === 'Number' || dataType.startsWith('Number.') ? Number(stringValue) : stringValue];
}
