import {
  ArrayType,
  Comment,
  type DeclarationReflection,
  type ProjectReflection,
  ReferenceType,
  type Reflection,
  ReflectionType,
  type SomeType,
  TypeOperatorType,
  UnionType,
} from 'typedoc';

/** A JSON Schema, as far as fields are described by it. */
interface FieldDescriptions {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
}

/**
 * Interfaces that a schema library infers, by name. TypeScript knows neither comments of their fields, which the schema has,
 * nor their name where they are used: there it shows all that they consist of.
 */
export type InferredRecords = Readonly<Record<string, FieldDescriptions>>;

const namesOf = ({ children = [] }: DeclarationReflection): string =>
  children
    .map(({ name }) => name)
    .toSorted()
    .join();

/** Gives each field the words of its schema, and its place there. */
function describeFields(record: DeclarationReflection, { properties = {} }: FieldDescriptions): void {
  for (const field of record.children ?? []) {
    delete field.defaultValue;
    const text = properties[field.name]?.description;
    if (text !== undefined) field.comment = new Comment([{ kind: 'text', text: `${text}.` }]);
  }
  const order = Object.keys(properties);
  const byPlace = (one: Reflection, other: Reflection): number => order.indexOf(one.name) - order.indexOf(other.name);
  for (const list of [record, ...(record.groups ?? [])]) list.children?.sort(byPlace);
}

/** Puts names back for what has the same fields. */
class Names {
  readonly #project: ProjectReflection;
  readonly #records: ReadonlyMap<string, DeclarationReflection>;

  constructor(project: ProjectReflection, records: readonly DeclarationReflection[]) {
    this.#project = project;
    this.#records = new Map(records.map((record) => [namesOf(record), record]));
  }

  in(type: SomeType): SomeType {
    if (type instanceof ArrayType) type.elementType = this.in(type.elementType);
    if (type instanceof TypeOperatorType) type.target = this.in(type.target);
    if (type instanceof UnionType) type.types = type.types.map((one) => this.in(one));
    const record = type instanceof ReflectionType && this.#records.get(namesOf(type.declaration));
    return record ? ReferenceType.createResolvedReference(record.name, record, this.#project) : type;
  }
}

const hasType = (reflection: Reflection): reflection is Reflection & { type: SomeType } =>
  (reflection.isDeclaration() || reflection.isParameter() || reflection.isSignature()) && reflection.type !== undefined;

/** Gives inferred records their comments and names. */
export function describeRecords(project: ProjectReflection, inferred: InferredRecords): void {
  const reflections = Object.values(project.reflections);
  const records: DeclarationReflection[] = [];
  for (const reflection of reflections) {
    const fields = inferred[reflection.name];
    if (!fields || !reflection.isDeclaration() || !reflection.children) continue;
    describeFields(reflection, fields);
    records.push(reflection);
  }
  const names = new Names(project, records);
  for (const reflection of reflections) if (hasType(reflection)) reflection.type = names.in(reflection.type);
}
