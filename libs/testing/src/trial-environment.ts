import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './run-program.ts';

/**
 * What programs of a trial see of this machine: its programs, those of the repository at `root` first, and a home folder
 * of their own. Nothing that npm was told by whoever started the tests, and nothing of the user's npm and git settings.
 */
export function createTrialEnvironment(root: string, home: string, registryUrl: string): Environment {
  mkdirSync(home, { recursive: true });
  const settings = join(home, 'npmrc');
  // npm publishes with a token only; this registry asks for none.
  writeFileSync(settings, `//${new URL(registryUrl).host}/:_authToken=nobody\n`);
  return {
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
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
