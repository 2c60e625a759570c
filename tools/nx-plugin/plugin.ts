import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CreateNodes } from '@nx/devkit';

const run = (command: string) => ({ command, options: { cwd: '{projectRoot}' } });

/** What is built how: published libraries, Lambda functions (they have a handler), and apps with a tsup file of their own. */
const builder = (project: string, root: string): string | undefined => {
  if (existsSync(join(root, project, 'tsup.config.ts'))) return 'tsup';
  if (existsSync(join(root, project, 'src/handler.ts'))) return 'tsup --config ../../tsup.lambda.ts';
  return undefined;
};

const isPrivate = (file: string, root: string): boolean =>
  JSON.parse(readFileSync(join(root, file), 'utf8')).private === true;

const hasTests = (project: string, root: string): boolean =>
  ['src', 'test'].some(
    (folder) =>
      existsSync(join(root, project, folder)) &&
      readdirSync(join(root, project, folder), { recursive: true }).some((file) => String(file).endsWith('.test.ts')),
  );

/** Gives every package the same targets. Cache rules are in nx.json's targetDefaults. */
export const createNodes: CreateNodes = [
  '{libs,apps,tools}/*/package.json',
  (files, _options, { workspaceRoot }) =>
    files
      .filter((file) => existsSync(join(workspaceRoot, dirname(file), 'src')))
      .map((file) => {
        const project = dirname(file);
        const published = !isPrivate(file, workspaceRoot);
        const build = published ? 'tsup --config ../../tsup.lib.ts' : builder(project, workspaceRoot);
        const targets = {
          ...(build && { build: run(build) }),
          ...(hasTests(project, workspaceRoot) && { test: run('vitest run --config ../../vitest.base.ts --root .') }),
          typecheck: run('node ../../tools/nx-plugin/node_modules/typescript/bin/tsc -p .'),
          lint: run('oxlint --type-aware'),
          ...(published && {
            package: run('publint --strict && attw --pack . --profile esm-only --format table-flipped'),
          }),
        };
        return [file, { projects: { [project]: { targets } } }] as const;
      }),
];
export const createNodesV2 = createNodes;
