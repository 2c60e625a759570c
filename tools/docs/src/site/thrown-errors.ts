import {
  type Comment,
  type CommentDisplayPart,
  type CommentTag,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
} from 'typedoc';

/** Classes of the package itself come first: two packages may have an error of one name. */
function findError(project: ProjectReflection, from: Reflection, name: string): Reflection | undefined {
  const named = project.getReflectionsByKind(ReflectionKind.Class).filter((found) => found.name === name);
  const moduleOf = (one: Reflection): Reflection | undefined =>
    one.kindOf(ReflectionKind.Module) ? one : one.parent && moduleOf(one.parent);
  return named.find((found) => moduleOf(found) === moduleOf(from)) ?? named[0];
}

/** `@throws {RangeError}`: what every JavaScript has needs no page of ours. */
const isBuiltIn = (name: string): boolean => name.endsWith('Error') && name in globalThis;

/** The name in the braces, and the tag that has them. */
interface Thrown {
  readonly name: string;
  readonly tag: CommentTag;
}

const thrownBy = ({ blockTags }: Comment): Thrown[] =>
  blockTags.flatMap((tag) =>
    tag.tag === '@throws' && tag.typeAnnotation !== undefined ? [{ name: tag.typeAnnotation.slice(1, -1), tag }] : [],
  );

/** Puts the class at the beginning of its sentence. */
function putInSentence({ name, tag }: Thrown, target: Reflection | undefined): void {
  const link: CommentDisplayPart = target
    ? { kind: 'inline-tag', tag: '@link', text: name, target }
    : { kind: 'code', text: `\`${name}\`` };
  tag.content.unshift(link, { kind: 'text', text: ' ' });
  delete tag.typeAnnotation;
}

/**
 * Makes the class in `@throws {SomeError} when …` a link; typedoc shows the braces. Gives back a complaint for each class
 * that nobody can catch, since it is not exported.
 */
export function linkThrownErrors(project: ProjectReflection): string[] {
  const complaints: string[] = [];
  for (const reflection of Object.values(project.reflections)) {
    for (const thrown of reflection.comment ? thrownBy(reflection.comment) : []) {
      const target = findError(project, reflection, thrown.name);
      putInSentence(thrown, target);
      if (target || isBuiltIn(thrown.name)) continue;
      const where = reflection.getFriendlyFullName();
      complaints.push(`${where} throws ${thrown.name}, which is not exported: export it, or name what is.`);
    }
  }
  return complaints;
}
