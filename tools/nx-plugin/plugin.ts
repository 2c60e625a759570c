import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CreateNodes } from '@nx/devkit';

const run = (command: string) => ({ command, options: { cwd: '{projectRoot}' } });

/** What is built how: packages with a tsup file of their own, Lambda functions (they have a handler), published libraries. */
const builder = (project: string, root: string, published: boolean): string | undefined => {
  if (existsSync(join(root, project, 'tsup.config.ts'))) return 'tsup';
  if (existsSync(join(root, project, 'src/handler.ts'))) return 'tsup --config ../../tsup.lambda.ts';
  return published ? 'tsup --config ../../tsup.lib.ts' : undefined;
};

const isPrivate = (file: string, root: string): boolean =>
  JSON.parse(readFileSync(join(root, file), 'utf8')).private === true;

const hasCode = (project: string, root: string): boolean =>
  ['src', 'test'].some((folder) => existsSync(join(root, project, folder)));

const hasTests = (project: string, root: string): boolean =>
  ['src', 'test'].some(
    (folder) =>
      existsSync(join(root, project, folder)) &&
      readdirSync(join(root, project, folder), { recursive: true }).some((file) => String(file).endsWith('.test.ts')),
  );

const packageTargets = (file: string, root: string) => {
  const project = dirname(file);
  const published = !isPrivate(file, root);
  const build = builder(project, root, published);
  return {
    ...(build && { build: run(build) }),
    ...(hasTests(project, root) && { test: run('vitest run --config ../../vitest.base.ts --root .') }),
    typecheck: run('node ../../tools/nx-plugin/node_modules/typescript/bin/tsc -p .'),
    lint: run('oxlint --type-aware'),
    ...(published && {
      package: run('publint --strict && attw --pack . --profile esm-only --format table-flipped'),
    }),
  };
};

const INFRASTRUCTURE = 'apps/infrastructure';

/** What the deployment driver does; what it builds it finds out itself, once it knows that it may deploy at all. */
const drive = (action: string, what = '') => ({
  command: `node --conditions=@tickerlake/source src/deploy/main.ts ${action} ${what}`.trimEnd(),
  options: { cwd: INFRASTRUCTURE },
  cache: false,
  // Two deployments would wait for the same lake, and write the same templates.
  parallelism: false,
});

const STACK_ACTIONS = ['deploy', 'diff', 'synth', 'destroy'];
const stackTargets = (what: string) => Object.fromEntries(STACK_ACTIONS.map((action) => [action, drive(action, what)]));

/** A project is deployed by the stack of its name. */
const deployTargets = (project: string, root: string) => {
  const name = basename(project);
  if (project === INFRASTRUCTURE) return { ...stackTargets('all'), bootstrap: drive('bootstrap') };
  if (!existsSync(join(root, INFRASTRUCTURE, 'src/stacks', `${name}-stack.ts`))) return {};
  return { ...stackTargets(name), ...(name === 'collector' && { invoke: drive('invoke') }) };
};

/** Gives every package the same targets, and what has a stack those that deploy it. Cache rules are in nx.json's targetDefaults. */
export const createNodes: CreateNodes = [
  '{{libs,apps,tools,examples}/*/package.json,apps/infrastructure/projects/*/project.json}',
  (files, _options, { workspaceRoot }) =>
    files
      .filter((file) => basename(file) === 'project.json' || hasCode(dirname(file), workspaceRoot))
      .map((file) => {
        const project = dirname(file);
        const targets = {
          ...(basename(file) === 'package.json' && packageTargets(file, workspaceRoot)),
          ...deployTargets(project, workspaceRoot),
        };
        return [file, { projects: { [project]: { targets } } }] as const;
      }),
];
export const createNodesV2 = createNodes;
