import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Application,
  Comment,
  CommentTag,
  type Context,
  Converter,
  type DeclarationReflection,
  ReflectionKind,
  TSConfigReader,
  type TypeDocOptions,
} from 'typedoc';
import { Complaints } from './complaints.ts';
import type { PublishedPackage } from './published-packages.ts';
import { EXPORT_GROUPS, type SitePlan, sourceOptions } from './site-plan.ts';

/** What nobody can use without being told what it is for. */
const DOCUMENTED: TypeDocOptions['requiredToBeDocumented'] = [
  'Class',
  'Enum',
  'Function',
  'Interface',
  'TypeAlias',
  'Variable',
];

/** The package's own settings, but for what it exports alone: its tests and benchmarks need not be read. */
function writeTsconfig(file: string, root: string, { folder, entries }: PublishedPackage): void {
  const settings = {
    extends: join(root, folder, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
    include: [],
    files: entries.map(({ source }) => join(root, source)),
  };
  writeFileSync(file, JSON.stringify(settings));
}

const packageOptions = (plan: SitePlan, published: PublishedPackage, tsconfig: string): TypeDocOptions => ({
  ...sourceOptions(plan),
  entryPoints: published.entries.map(({ source }) => join(plan.root, source)),
  tsconfig,
  // The target `typecheck` has looked at the same files.
  skipErrorChecking: true,
  readme: join(plan.root, published.folder, 'README.md'),
  groupOrder: [...EXPORT_GROUPS],
  sort: ['source-order'],
  excludePrivate: true,
  excludeInternal: true,
  // What every error inherits from the platform's Error.
  excludeExternals: true,
  preservedTypeAnnotationTags: ['@throws'],
  requiredToBeDocumented: DOCUMENTED,
  intentionallyNotExported: [...(plan.unnamed[published.name] ?? [])],
  // Links into other packages can be judged only where all are together.
  validation: { notExported: true, notDocumented: true, invalidLink: false, invalidPath: false },
});

/** Of several entries, the package's own is its page, and the others are listed there by the names that one imports. */
function placeEntries(app: Application, { entries: [main, ...others] }: PublishedPackage): void {
  if (others.length === 0) return;
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context: Context, module: DeclarationReflection) => {
    if (!module.kindOf(ReflectionKind.Module)) return;
    const entry = others.find(({ source }) => source === `${module.name}.ts`);
    const [tag, text] = entry ? (['@group', 'Entries'] as const) : (['@mergeModuleWith', '<project>'] as const);
    module.comment = new Comment([], [new CommentTag(tag, [{ kind: 'text', text }])]);
    module.name = (entry ?? main)?.specifier ?? module.name;
  });
}

/** Writes what a package exports as a model that typedoc can read again, and tells what is wrong with it. */
export async function describePackage(
  plan: SitePlan,
  published: PublishedPackage,
  { model, scratch }: { readonly model: string; readonly scratch: string },
): Promise<string[]> {
  mkdirSync(scratch);
  const tsconfig = join(scratch, 'tsconfig.json');
  writeTsconfig(tsconfig, plan.root, published);
  const app = await Application.bootstrap(packageOptions(plan, published, tsconfig), [new TSConfigReader()]);
  const complaints = new Complaints();
  app.logger = complaints;
  placeEntries(app, published);
  const project = await app.convert();
  if (project) {
    app.validate(project);
    await app.generateJson(project, model);
  }
  return complaints.lines.map((line) => `${published.name}: ${line}`);
}
