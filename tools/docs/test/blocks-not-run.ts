/** Commands of pages that no test runs as they stand. They are parsed all the same, by the program that would run them. */
export interface NotRun {
  /** The whole command, without `npx`. */
  readonly command: RegExp;
  readonly reason: string;
  /** A file that does run it, and words of that file; `$1` is the first group of the command. */
  readonly provedBy?: { readonly file: string; readonly words: string };
}

const NOTEBOOKS_TEST = 'examples/notebooks/test/notebooks.test.ts';
const DEPLOY_TEST = 'apps/infrastructure/test/deploy.test.ts';

/** The one list of what is not run. An entry that no command of any page needs fails the test. */
export const NOT_RUN: readonly NotRun[] = [
  {
    command: /^npm ci$/,
    reason: 'installs the workspace anew; CI begins with it',
    provedBy: { file: '.ci/run', words: "step 'install' npm ci" },
  },
  {
    command: /^npm i -g tickerlake$/,
    reason: 'installs what is published; a stranger does it from a registry on this machine',
    provedBy: { file: 'tools/release/test/trial.ts', words: "'npm', ['install', ...ours" },
  },
  {
    command: /^npm test$/,
    reason: 'is what runs this test',
    provedBy: { file: '.ci/run', words: "step 'test' npm test" },
  },
  {
    command: /^nx run [\w-]+:(bootstrap|deploy|diff|destroy|invoke)\b/,
    reason: 'needs an account; the same targets run against one on this machine, for minutes',
    provedBy: { file: DEPLOY_TEST, words: ":$1'" },
  },
  {
    command: /^nx run local-cloud:start$/,
    reason: 'runs until it is stopped',
    provedBy: { file: 'tools/local-cloud/test/account-pipeline.test.ts', words: 'src/account/main.ts' },
  },
  {
    command: /^npm run bench\b/,
    reason: 'takes minutes, and every machine prints other figures; what they add up to is checked',
    provedBy: { file: 'tools/docs/test/blocks-benchmarks.test.ts', words: "file === 'docs/benchmarks.md'" },
  },
  {
    command: /^aws /,
    reason: 'needs an account; names of stacks, outputs and logs are checked against the templates',
    provedBy: { file: 'apps/infrastructure/test/operations-guide.test.ts', words: 'aws logs tail' },
  },
  {
    command: /^(?:out|find_one|troubles)(?:\(\)| )/,
    reason: 'is a function of the guide around `aws`',
    provedBy: { file: 'apps/infrastructure/test/operations-guide.test.ts', words: '^troubles' },
  },
  { command: /^export AWS_/, reason: 'names the account of whoever reads the page' },
  { command: /^git (?:pull|checkout)\b/, reason: 'changes the checkout' },
  {
    command: /^curl /,
    reason: 'asks a server that another command leaves running',
    provedBy: { file: 'apps/market-feed/test/readme.test.ts', words: 'curl -s' },
  },
  {
    command: /^nx run @tickerlake\/notebooks:(?:lab|code)$/,
    reason:
      'opens a program to work in, which ends when its user ends it; how it is started is tried on another program',
    provedBy: { file: 'examples/notebooks/test/with-kernels.test.ts', words: 'with-kernels.ts' },
  },
  {
    command: /^nx run @tickerlake\/notebooks:update$/,
    reason: 'stores what the notebooks show; that they show it is tested',
    provedBy: { file: NOTEBOOKS_TEST, words: 'UPDATE_NOTEBOOKS' },
  },
  {
    command: /^(?:npm init -y|npm i (?:tickerlake|tslab)\b|deno jupyter --install|tslab install\b|jupyter lab$)/,
    reason:
      'installs what is published and opens it; the cell that is written then runs in a folder with nothing but a lake',
    provedBy: { file: NOTEBOOKS_TEST, words: 'in a folder with nothing but a lake' },
  },
];

/** Options that pages name and that are not of `tickerlake` or the deployment, with the program whose they are. */
export const OTHERS_OPTIONS: Readonly<Record<string, string>> = {
  '--help': 'every command',
  '--dir': 'nx run local-cloud:start',
  '--no-notices': 'cdk',
  '--omit': 'npm',
  '--write': 'nx run dependencies:licences',
};
