import { statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import {
  type CommentDisplayPart,
  normalizePath,
  type ProjectReflection,
  type Reflection,
  type RelativeLinkDisplayPart,
} from 'typedoc';
import type { SitePlan } from './site-plan.ts';

/** Files that a page shows, and that the site therefore carries with it. */
const SHOWN = new Set(['.gif', '.jpeg', '.jpg', '.png', '.svg', '.webp']);

/** A link to a folder is one to its README, as on GitHub. */
function pointFoldersAtPages(project: ProjectReflection): void {
  for (const path of project.files.getMediaPaths()) {
    const { target } = project.files.registerAbsolute(normalizePath(join(path, 'README.md')));
    const page = project.files.resolve(target, project);
    if (typeof page === 'object') project.files.registerReflectionPath(path, page);
  }
}

function textsOf(reflection: Reflection): CommentDisplayPart[][] {
  const { comment } = reflection;
  const texts = comment ? [comment.summary, ...comment.blockTags.map(({ content }) => content)] : [];
  if (reflection.isDocument()) texts.push(reflection.content);
  if ((reflection.isDeclaration() || reflection.isProject()) && reflection.readme) texts.push(reflection.readme);
  return texts;
}

/** What a link leads to where the site has no page of it: the file or folder in the repository. */
function repositoryAddress(
  path: string,
  part: RelativeLinkDisplayPart,
  { root, repository, branch }: SitePlan,
): string {
  const view = statSync(path).isDirectory() ? 'tree' : 'blob';
  const anchor = part.targetAnchor === undefined ? '' : `#${part.targetAnchor}`;
  return `${repository}/${view}/${branch}/${relative(root, path)}${anchor}`;
}

/**
 * Makes each relative link of a page lead somewhere: to the page of what it names, to a picture that the site carries,
 * else into the repository. Typedoc by itself would copy whatever is linked to, sources and all.
 */
export function settleRelativeLinks(project: ProjectReflection, plan: SitePlan): void {
  pointFoldersAtPages(project);
  const settle = (part: CommentDisplayPart): CommentDisplayPart => {
    if (part.kind !== 'relative-link' || part.target === undefined) return part;
    const found = project.files.resolve(part.target, project);
    if (typeof found !== 'string' || SHOWN.has(extname(found))) return part;
    return { kind: 'text', text: repositoryAddress(found, part, plan) };
  };
  for (const reflection of [project, ...Object.values(project.reflections)])
    for (const text of textsOf(reflection)) text.splice(0, text.length, ...text.map(settle));
}
