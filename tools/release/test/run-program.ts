import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './workspace.ts';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Environment = Readonly<Record<string, string>>;

/**
 * What programs of a trial see of this machine: its programs, and a home folder of their own. Nothing that npm was told
 * by whoever started the tests, and nothing of the user's npm settings.
 */
export function createEnvironment(home: string, registryUrl: string): Environment {
  mkdirSync(home, { recursive: true });
  const settings = join(home, 'npmrc');
  // npm publishes with a token only; this registry asks for none.
  writeFileSync(settings, `//${new URL(registryUrl).host}/:_authToken=nobody\n`);
  return {
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`,
    HOME: home,
    npm_config_userconfig: settings,
    npm_config_globalconfig: join(home, 'no-global-npmrc'),
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_registry: registryUrl,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    GIT_CONFIG_GLOBAL: join(home, 'no-gitconfig'),
    GIT_AUTHOR_NAME: 'Trial',
    GIT_AUTHOR_EMAIL: 'trial@localhost',
    GIT_COMMITTER_NAME: 'Trial',
    GIT_COMMITTER_EMAIL: 'trial@localhost',
    NO_COLOR: '1',
    NX_DAEMON: 'false',
  };
}

/** Runs a program to its end. */
export async function run(command: string, args: readonly string[], cwd: string, env: Environment): Promise<Run> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** As `run`, for what must succeed; gives what was printed. */
export async function runWell(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, cwd, env);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}
