import { type Comment, type CommentTag, type ProjectReflection, type Reflection, ReflectionKind } from 'typedoc';

/** Classes of the package itself come first: two packages may have an error of one name. */
function findError(project: ProjectReflection, from: Reflection, name: string): Reflection | undefined {
  const named = project.getReflectionsByKind(ReflectionKind.Class).filter((found) => found.name === name);
  const moduleOf = (one: Reflection): Reflection | undefined =>
    one.kindOf(ReflectionKind.Module) ? one : one.parent && moduleOf(one.parent);
  return named.find((found) => moduleOf(found) === moduleOf(from)) ?? named[0];
}

/** `@throws {RangeError}`: what every JavaScript has needs no page of ours. */
const isBuiltIn = (name: string): boolean => name.endsWith('Error') && name in globalThis;

const thrownBy = ({ blockTags }: Comment): CommentTag[] =>
  blockTags.filter((tag) => tag.tag === '@throws' && tag.typeAnnotation !== undefined);

/**
 * Makes the class in `@throws {SomeError} when …` a link at the beginning of its sentence; typedoc shows the braces. Gives
 * back a complaint for each class that nobody can catch, since it is not exported.
 */
export function linkThrownErrors(project: ProjectReflection): string[] {
  const complaints: string[] = [];
  for (const reflection of Object.values(project.reflections)) {
    for (const tag of reflection.comment ? thrownBy(reflection.comment) : []) {
      const name = tag.typeAnnotation?.slice(1, -1) ?? '';
      const target = findError(project, reflection, name);
      if (target)
        tag.content.unshift({ kind: 'inline-tag', tag: '@link', text: name, target }, { kind: 'text', text: ' ' });
      else tag.content.unshift({ kind: 'code', text: `\`${name}\`` }, { kind: 'text', text: ' ' });
      if (!target && !isBuiltIn(name))
        complaints.push(
          `${reflection.getFriendlyFullName()} throws ${name}, which is not exported: export it, or name what is.`,
        );
      delete tag.typeAnnotation;
    }
  }
  return complaints;
}
