import { isObject, type JsonObject } from './json-value.ts';
import { ServiceError } from './service.ts';

/** The members of a request, as JSON gave them. */
export type Fields = JsonObject;

interface Bounds {
  readonly max?: number;
  readonly min?: number;
  readonly pattern?: RegExp;
}

const refuse = (shown: string, member: string, constraint: string): never => {
  const message = `1 validation error detected: ${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
  throw new ServiceError('ValidationException', message);
};
const wrongType = (member: string, wanted: string): never => {
  throw new ServiceError('SerializationException', `${member} must be ${wanted}`);
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function checkLength(length: number, shown: string, name: string, { min = 1, max = Infinity }: Bounds): void {
  if (length > max) refuse(shown, lowerFirst(name), `Member must have length less than or equal to ${max}`);
  if (length < min) refuse(shown, lowerFirst(name), `Member must have length greater than or equal to ${min}`);
}

/** Service limits on text count characters, not UTF-16 units. */
const charactersOf = (value: string): number =>
  value.length - (value.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

export function optionalText(fields: Fields, name: string, bounds: Bounds = {}): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return wrongType(name, 'a string');
  checkLength(charactersOf(value), `Value '${value}'`, name, bounds);
  if (bounds.pattern && !bounds.pattern.test(value))
    refuse(
      `Value '${value}'`,
      lowerFirst(name),
      `Member must satisfy regular expression pattern: ${bounds.pattern.source}`,
    );
  return value;
}

export function text(fields: Fields, name: string, bounds: Bounds = {}): string {
  return optionalText(fields, name, bounds) ?? missing(name);
}

const missing = (name: string): never => refuse('Value null', lowerFirst(name), 'Member must not be null');

/** Bytes, sent as base64. */
export function blob(fields: Fields, name: string, max: number): Buffer {
  const value = fields[name] ?? missing(name);
  if (typeof value !== 'string') return wrongType(name, 'base64 text');
  const bytes = Buffer.from(value, 'base64');
  checkLength(bytes.length, 'Value', name, { min: 0, max });
  return bytes;
}

export function list(fields: Fields, name: string, max: number): Fields[] {
  const value = fields[name] ?? missing(name);
  if (!Array.isArray(value)) return wrongType(name, 'a list');
  checkLength(value.length, `Value '[${value.length} entries]'`, name, { max });
  return value.map((entry, i) => object(entry, `${name}.${i + 1}`));
}

export function object(value: unknown, name: string): Fields {
  return isObject(value) ? value : wrongType(name, 'an object');
}

export function wholeNumber(fields: Fields, name: string, fallback: number, min: number, max: number): number {
  const value = fields[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType(name, 'a whole number');
  if (value > max) refuse(`Value '${value}'`, lowerFirst(name), `Member must have value less than or equal to ${max}`);
  if (value < min)
    refuse(`Value '${value}'`, lowerFirst(name), `Member must have value greater than or equal to ${min}`);
  return value;
}
