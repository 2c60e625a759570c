import { isObject, type JsonValue } from '../../json-value.ts';
import { type JsonValues, ResourceError } from '../resource-handler.ts';

/** What a type's properties mean here, each list with spaces between the names. */
export interface PropertyTable {
  /** Those that something is done with. */
  readonly used: string;
  /** Those that change nothing that can be seen on one machine: permissions, encryption, tags, costs. */
  readonly unused: string;
  /** Those whose meaning would be lost, and why they cannot be had. Values that ask for nothing are let through. */
  readonly refused: Readonly<Record<string, string>>;
  /** Those that must be there. @default those that the reader asks for */
  readonly required?: string;
}

/** Throws for a property that CloudFormation does not know, and for one that asks for what is not here. */
export function checkProperties(table: PropertyTable, properties: JsonValues, path = ''): void {
  const { used, unused, refused, required = '' } = table;
  const known = new Set(namesIn(`${used} ${unused}`));
  for (const [name, value] of Object.entries(properties)) {
    const why = refused[name];
    if (why === undefined && !known.has(name))
      throw new ResourceError(`Encountered unsupported property ${path}${name}`);
    if (why !== undefined && !asksForNothing(value))
      throw new ResourceError(`${path}${name} is not part of the local account: ${why}`);
  }
  const missing = namesIn(required).find((name) => (properties[name] ?? null) === null);
  if (missing !== undefined)
    throw new ResourceError(`Properties validation failed: #: required key [${path}${missing}] not found`);
}

/** Of a list with spaces between. */
export const namesIn = (list: string): string[] => list.split(' ').filter((name) => name !== '');

const asksForNothing = (value: JsonValue): boolean =>
  value === null || value === '' || value === 0 || isFalse(value) || (typeof value === 'object' && isEmpty(value));
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
const isFalse = (value: JsonValue): boolean => value === false || value === 'false';

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads properties as CloudFormation does: numbers and flags may be texts, as those of parameters are.
 * Each reader throws for what is there and of another type; what is not there is `undefined`.
 */
export class Properties {
  readonly values: JsonValues;
  /** Where these lie in the resource's properties: `Code/`. */
  readonly #path: string;

  constructor(values: JsonValues, path = '') {
    this.values = values;
    this.#path = path;
  }

  /** Throws unless each property is one of those named, with spaces between. */
  only(table: PropertyTable): this {
    checkProperties(table, this.values, this.#path);
    return this;
  }

  fault(name: string, what: string): ResourceError {
    return new ResourceError(`Model validation failed (#/${this.#path}${name}: ${what})`);
  }

  has(name: string): boolean {
    return (this.values[name] ?? null) !== null;
  }

  /** What `read` gave, or an error that names the property. */
  need<T>(name: string, value: T | undefined): T {
    if (value === undefined)
      throw new ResourceError(`Properties validation failed: #: required key [${this.#path}${name}] not found`);
    return value;
  }

  text(name: string): string | undefined {
    const value = this.values[name] ?? undefined;
    if (value === undefined) return undefined;
    if (typeof value === 'object') throw this.fault(name, 'expected type: String');
    return String(value);
  }

  /** One of some texts. */
  choice<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw this.fault(name, `'${value}' is not one of ${allowed.join(', ')}`);
    return found;
  }

  /** A whole number. */
  number(name: string, { min, max }: Range): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isNaN(value)) throw this.fault(name, `'${text}' is not a whole number`);
    if (value < min) throw this.fault(name, `${value} is not greater or equal to ${min}`);
    if (value > max) throw this.fault(name, `${value} is not less or equal to ${max}`);
    return value;
  }

  /** A number of seconds, as milliseconds. */
  seconds(name: string, range: Range): number | undefined {
    const value = this.number(name, range);
    return value === undefined ? undefined : value * 1000;
  }

  flag(name: string): boolean | undefined {
    const text = this.text(name);
    if (text === undefined || text === 'true' || text === 'false')
      return text === undefined ? undefined : text === 'true';
    throw this.fault(name, `'${text}' is not true or false`);
  }

  object(name: string): Properties | undefined {
    const value = this.values[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!isValues(value)) throw this.fault(name, 'expected type: JSONObject');
    return new Properties(value, `${this.#path}${name}/`);
  }

  list(name: string): readonly JsonValue[] {
    const value = this.values[name] ?? [];
    if (!Array.isArray(value)) throw this.fault(name, 'expected type: JSONArray');
    return value;
  }

  objects(name: string): Properties[] {
    return this.list(name).map((value, i) => {
      if (!isValues(value)) throw this.fault(`${name}/${i}`, 'expected type: JSONObject');
      return new Properties(value, `${this.#path}${name}/${i}/`);
    });
  }

  texts(name: string): string[] {
    return this.list(name).map((value) => {
      if (typeof value === 'object') throw this.fault(name, 'expected type: String');
      return String(value);
    });
  }

  /** An object, or its JSON text, as policies may be given. */
  document(name: string): Properties | undefined {
    const value = this.values[name];
    if (typeof value !== 'string') return this.object(name);
    try {
      return new Properties({ [name]: JSON.parse(value) }, this.#path).object(name);
    } catch (cause) {
      if (cause instanceof ResourceError) throw cause;
      throw this.fault(name, 'it is not JSON');
    }
  }
}

const isValues = (value: JsonValue | undefined): value is JsonValues => isObject(value);
