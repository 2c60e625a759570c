import type { KnipConfig } from 'knip';

/** Source files of a package; what its tests and benches are made of is left out of `--production`. */
const project = ['**/*.{ts,js,mjs}!', '!{test,bench,build}/**!'];

interface Notebook {
  readonly metadata: { readonly kernelspec: { readonly language: string } };
  readonly cells: readonly { readonly cell_type: string; readonly source: string | readonly string[] }[];
}

/** The program that the cells of a TypeScript notebook are; of another language, nothing. */
function notebookProgram(json: string): string {
  const { metadata, cells }: Notebook = JSON.parse(json);
  if (metadata.kernelspec.language !== 'typescript') return '';
  const code = cells.filter((cell) => cell.cell_type === 'code');
  return code.map(({ source }) => [source].flat().join('')).join('\n');
}

const config: KnipConfig = {
  treatConfigHintsAsErrors: true,
  compilers: { ipynb: notebookProgram },
  // tools/bench runs every bench file.
  vitest: { config: ['vitest.base.ts'], entry: ['{src,test}/**/*.test.ts', 'bench/*.bench.ts'] },
  ignoreIssues: {
    // Loaded by import(), whose names TypeScript checks: `typeof import('./athena-sdk.ts')`.
    'libs/athena-query/src/athena/athena-sdk.ts': ['exports'],
  },
  workspaces: {
    '.': {
      entry: ['tsup.*.ts!'],
      ignoreBinaries: [
        // Our own command, apps/analysis.
        'tickerlake',
      ],
      ignoreDependencies: [
        // Commands that tools/nx-plugin/plugin.ts gives every package.
        '@arethetypeswrong/cli',
        'publint',
        'oxlint',
        // What oxlint starts for --type-aware.
        'oxlint-tsgolint',
        // nx release asks it for versions, by name.
        '@nx/js',
      ],
    },
    'libs/*': { project },
    'libs/athena-query': {
      project,
      // Bundled by a test, from a line of code that the test writes.
      ignoreDependencies: ['dt-sql-parser'],
    },
    'libs/charts': {
      project,
      // A test lists the folder, and draws each case.
      entry: ['test/cases/*.ts'],
      // tsup.config.ts copies its fonts, found by path.
      ignoreDependencies: ['@expo-google-fonts/inter'],
    },
    'libs/market-calendar': {
      project,
      // A test starts the program in several time zones.
      entry: ['test/calendar-digest.ts'],
    },
    'apps/*': {
      project,
      // Lambda calls the handler.
      entry: ['src/handler.ts!'],
    },
    'apps/collector': {
      project,
      // The second file takes a package's place in the bundle: alias of tsup.config.ts.
      entry: ['src/{handler,no-public-suffixes}.ts!'],
    },
    'apps/market-feed': {
      project,
      // Tests start the fixtures as programs.
      entry: ['src/{handler,main}.ts!', 'test/fixtures/*.ts'],
    },
    'apps/analysis': {
      project: [...project, '!**/*-fixture.ts!'],
      // What tsup.config.ts builds for browsers.
      entry: ['src/page/client/main.ts!'],
      // Shells and terminals of the machine, which the tests of completion and tables start.
      ignoreBinaries: ['script', 'zsh'],
      ignoreDependencies: [
        // A test reads it as a file, for the browser.
        'axe-core',
        // The peer of athena-query, which is inlined.
        '@duckdb/node-api!',
      ],
    },
    'apps/infrastructure': {
      project,
      // What cdk.json and the Nx targets start, and programs that a test interrupts.
      entry: ['src/{app,bundles/main,deploy/main}.ts!', 'test/programs/*.ts'],
      // Its command is started by path: src/deploy/programs.ts.
      ignoreDependencies: ['aws-cdk'],
    },
    'tools/*': { project },
    'tools/dependencies': {
      project,
      // The second is a part of apps/analysis/tsup.config.ts.
      entry: ['src/{main,third-party-licences}.ts!'],
    },
    'tools/docs': {
      // The code blocks of our pages are run by tests alone.
      project: [...project, '!src/blocks/**!'],
      entry: ['src/site/{main,check-links}.ts!'],
    },
    'tools/local-cloud': {
      project,
      // Functions and processes that tests load by path.
      entry: ['src/account/main.ts!', 'test/fixtures/**/*.{ts,mjs}'],
      // Its command is started by path: test/cdk.test.ts.
      ignoreDependencies: ['aws-cdk'],
    },
    'tools/nx-plugin': {
      project,
      // generators.json names it.
      entry: ['src/lib-generator.ts!'],
    },
    'examples/notebooks': {
      project: [...project, '*.ipynb!'],
      // The second is started by the Nx targets, the last by the Python module beside it.
      entry: ['*.ipynb!', 'src/{with-kernels,notebook-environment}.ts!', 'test/python/duckdb-bridge.ts'],
      // A kernel, which kernels/deno/kernel.json starts.
      ignoreDependencies: ['deno'],
    },
  },
};

export default config;
