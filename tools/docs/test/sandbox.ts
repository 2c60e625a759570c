import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment, ProgramRun } from '@tickerlake/testing';
import { ROOT } from './root.ts';

/** A folder in which commands of a page are typed, as in a checkout that is built. */
export interface Sandbox {
  readonly dir: string;
  /** Types a line into a shell. A page that opens is looked at for a moment, then interrupted. */
  type(line: string): Promise<ProgramRun>;
  remove(): void;
}

const BIN = join(ROOT, 'node_modules/.bin');

/** What `npm start` does once everything is built. */
function startScript(): string {
  const { scripts }: { scripts: { start: string } } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return scripts.start.replace(/^nx run-many [^&]*>&2 && /, '');
}

/** Never asks a registry: what is not here is not found. */
const npmEnvironment = (dir: string): Environment => ({
  npm_config_offline: 'true',
  npm_config_loglevel: 'silent',
  npm_config_update_notifier: 'false',
  npm_config_cache: join(dir, '.npm'),
  npm_config_userconfig: join(dir, '.npmrc'),
});

/** No colours, no daemon that stays, and a port of its own for a feed. */
const QUIET: Environment = { NO_COLOR: '1', NX_DAEMON: 'false', TICKERLAKE_FEED_PORT: '0' };

/** Makes a sandbox; a lake to begin with is copied into it. */
export function createSandbox(env: Environment, lake?: string): Sandbox {
  const dir = mkdtempSync(join(tmpdir(), 'tickerlake-page-'));
  mkdirSync(join(dir, 'node_modules/.bin'), { recursive: true });
  symlinkSync(join(ROOT, 'apps/analysis/bin/tickerlake.js'), join(dir, 'node_modules/.bin/tickerlake'));
  const manifest = { name: 'reader', private: true, scripts: { start: startScript() } };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
  if (lake !== undefined) cpSync(lake, join(dir, 'lake'), { recursive: true });
  const PATH = [join(dir, 'node_modules/.bin'), BIN, process.env['PATH']].join(delimiter);
  return {
    dir,
    type: (line) =>
      // A workspace that is named is this one's.
      typeLine(line, / -w /.test(line) ? ROOT : dir, {
        ...npmEnvironment(dir),
        ...QUIET,
        ...env,
        PATH,
        HOME: dir,
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** What a server says once it answers. */
const IS_OPEN = /\(Ctrl-C ends it\)|"message":"listening"/;

async function typeLine(line: string, cwd: string, env: Environment): Promise<ProgramRun> {
  const shell = spawn('bash', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const texts = { stdout: '', stderr: '' };
  let interrupted = false;
  for (const stream of ['stdout', 'stderr'] as const) {
    shell[stream].on('data', (chunk: Buffer) => {
      texts[stream] += chunk.toString();
      if (interrupted || shell.pid === undefined || !IS_OPEN.test(texts[stream])) return;
      interrupted = true;
      process.kill(-shell.pid, 'SIGINT');
    });
  }
  const code = await new Promise<number | null>((ended, failed) => shell.once('error', failed).once('close', ended));
  // npm dies of the interrupt that the program below it takes as the end of its work.
  return { code: interrupted && (code === null || code === 130) ? 0 : code, ...texts };
}
