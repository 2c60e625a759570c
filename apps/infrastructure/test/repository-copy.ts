import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import type { Column } from './one-schema/probe.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What the probe needs of the repository, as sources. */
const PARTS = ['libs', 'tools/local-cloud', 'apps/transformer', 'apps/infrastructure'];
const LEFT_OUT = new Set(['node_modules', 'dist', 'cdk.out', 'test-output']);

/** A copy of the repository's sources in which something can be changed. Packages of others are the repository's own. */
export class RepositoryCopy {
  readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async make(): Promise<RepositoryCopy> {
    const copy = new RepositoryCopy(await mkdtemp(join(tmpdir(), 'tickerlake-copy-')));
    const filter = (path: string): boolean => !LEFT_OUT.has(basename(path));
    for (const part of PARTS) await cp(join(ROOT, part), join(copy.dir, part), { recursive: true, filter });
    await copy.#linkPackages();
    return copy;
  }

  async #linkPackages(): Promise<void> {
    const [from, to] = [join(ROOT, 'node_modules'), join(this.dir, 'node_modules')];
    await mkdir(join(to, '@tickerlake'), { recursive: true });
    for (const name of await readdir(from)) {
      if (name !== '@tickerlake') await symlink(join(from, name), join(to, name));
    }
    for (const lib of await readdir(join(this.dir, 'libs'))) {
      await symlink(join(this.dir, 'libs', lib), join(to, '@tickerlake', lib));
    }
    await symlink(join(this.dir, 'tools/local-cloud'), join(to, '@tickerlake/local-cloud'));
  }

  /** Takes a folder along that is left out else. */
  async take(folder: string): Promise<void> {
    await cp(join(ROOT, folder), join(this.dir, folder), { recursive: true });
  }

  /** Replaces a piece of a file that is in it once. */
  async edit(file: string, piece: string, replacement: string): Promise<void> {
    const path = join(this.dir, file);
    const text = await readFile(path, 'utf8');
    if (text.split(piece).length !== 2) throw new Error(`${file} holds ${JSON.stringify(piece)} not exactly once`);
    await writeFile(path, text.replace(piece, replacement));
  }

  /** The transformer's bundle, made as its build makes it. */
  async bundleTransformer(): Promise<string> {
    const outfile = join(this.dir, 'transformer/handler.mjs');
    await build({
      entryPoints: [join(this.dir, 'apps/transformer/src/handler.ts')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      conditions: ['@tickerlake/source', 'module'],
      logLevel: 'silent',
    });
    return outfile;
  }

  /** The columns of a row of `bars` as TypeScript knows them: what a query that is written with the library can use. */
  async rowTypes(): Promise<readonly Column[]> {
    const file = join(this.dir, 'apps/infrastructure/row.ts');
    await writeFile(
      file,
      `import type { LakeTables } from '@tickerlake/athena-query';
       import type { Selectable } from 'kysely';
       export type Row = Selectable<LakeTables['bars']>;`,
    );
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      customConditions: ['@tickerlake/source'],
      allowImportingTsExtensions: true,
      exactOptionalPropertyTypes: true,
      types: [],
    });
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(file);
    const row = source?.statements.find((statement) => ts.isTypeAliasDeclaration(statement));
    if (!source || !row) throw new Error('The program has no type Row');
    const problems = program.getSemanticDiagnostics(source).map(({ messageText }) => messageText);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return checker
      .getTypeAtLocation(row.name)
      .getProperties()
      .map((column) => ({ name: column.name, type: checker.typeToString(checker.getTypeOfSymbol(column)) }));
  }

  async remove(): Promise<void> {
    await rm(this.dir, { recursive: true });
  }
}
