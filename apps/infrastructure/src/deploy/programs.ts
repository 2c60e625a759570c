import { tmpdir } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AwsPlace } from './aws-place.ts';
import type { DriverContext, Ended, Environment, Program } from './driver-context.ts';
import { DriverError } from './failures.ts';

const APP_DIR = resolve(import.meta.dirname, '../..');
/** Where `cdk synth` writes: where the variable of cdk's `--output` says, if it is set. One deployment at a time uses a folder. */
export const assemblyDir = ({ CDK_OUTPUT: folder = '' }: Environment): string => resolve(APP_DIR, folder || 'cdk.out');
export const WORKSPACE_DIR = resolve(APP_DIR, '../..');

const scriptOf = (module: string): string => fileURLToPath(import.meta.resolve(module));

/** The CDK CLI asks a registry for newer versions, GitHub for notices, and counts its use, unless it is told not to. */
const QUIET_CDK = { CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' };

/** Runs the CDK CLI on the app of this folder, in the region that was checked. */
export const runCdk = (context: DriverContext, args: readonly string[], place?: AwsPlace): Promise<Ended> =>
  context.run(cdk(context, args, APP_DIR, place));

/** Runs the CDK CLI where it finds no app: for what is asked of the account alone, it would synthesise one all the same. */
export const runCdkWithoutApp = (context: DriverContext, args: readonly string[], place: AwsPlace): Promise<Ended> =>
  context.run(cdk(context, args, tmpdir(), place));

function cdk({ env }: DriverContext, args: readonly string[], cwd: string, place?: AwsPlace): Program {
  const region = place && { AWS_REGION: place.region, AWS_DEFAULT_REGION: place.region };
  // cdk.json starts the app with "node", which has to be this one: it reads TypeScript.
  const path = { PATH: [dirname(process.execPath), env['PATH'] ?? ''].join(delimiter) };
  return {
    script: scriptOf('aws-cdk/bin/cdk'),
    args: [...args, '--no-notices'],
    env: { ...env, ...region, ...path, ...QUIET_CDK },
    cwd,
  };
}

/** All but the lake and what watches them need nothing but the lake. */
export const STACKS_AT_ONCE = 4;

/** The projects whose bundles the stacks deploy. CDK reads them all, whichever stack is asked for. */
const BUNDLED = ['collector', 'transformer', 'log-pipe', 'processor', 'market-feed'].map((app) => `@tickerlake/${app}`);

/**
 * Builds the functions, or finds in Nx's cache that they are built.
 * @throws {DriverError} when that fails; why is on the terminal by then.
 */
export async function buildFunctions(context: DriverContext): Promise<void> {
  const args = ['run-many', '-t', 'build', '-p', BUNDLED.join(','), '--output-style=static'];
  const { exitCode } = await context.run({
    script: scriptOf('nx/bin/nx.js'),
    args,
    env: context.env,
    cwd: WORKSPACE_DIR,
  });
  if (exitCode !== 0) throw new DriverError('Nothing was deployed: the functions could not be built, see above.');
}
