import { parseArgs } from 'node:util';

/** What is known of the repository before a release. */
export interface ReleaseState {
  /** Tags of earlier releases, such as `v0.1.0`. */
  readonly tags: readonly string[];
  /** What `git status --porcelain` says: nothing, where everything is committed. */
  readonly changes: string;
  /** The version that the packages' manifests name. */
  readonly version: string;
}

/** A release that was asked for wrongly, or where it may not happen; the message says what to do. */
export class ReleaseRefusedError extends Error {
  override readonly name = 'ReleaseRefusedError';
}

const USAGE = 'npm run release [-- --publish [--registry URL]]';

function readOptions(args: readonly string[]): { publish: boolean; registry: string | undefined } {
  try {
    const options = { publish: { type: 'boolean', default: false }, registry: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { publish: values.publish, registry: values.registry };
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split('. ');
    throw new ReleaseRefusedError(`${reason}. Usage: ${USAGE}`, { cause });
  }
}

function refuseIfUnfit(env: NodeJS.ProcessEnv, changes: string): void {
  if (env['CI'] !== 'true')
    throw new ReleaseRefusedError(
      'Only CI publishes (CI=true), from a commit that its checks passed. Without --publish this shows what it would do.',
    );
  if (changes.trim() !== '')
    throw new ReleaseRefusedError(
      `Nothing is published that is not committed. Commit or remove:\n${changes.trimEnd()}`,
    );
}

/**
 * The `nx` commands of a release, in order. Without `--publish` there is one, and it writes nothing. The first release
 * publishes the version that the manifests have; later ones take theirs from the conventional commits since the last tag.
 *
 * A release that failed half-way is simply run again: without new commits there is no new version, and what the registry
 * has already is skipped.
 *
 * @throws ReleaseRefusedError for options it does not know, outside CI, and where something is not committed.
 */
export function releaseSteps(args: readonly string[], env: NodeJS.ProcessEnv, state: ReleaseState): string[][] {
  const { publish, registry } = readOptions(args);
  const version = ['release', ...(state.tags.length === 0 ? [state.version, '--first-release'] : [])];
  if (!publish && registry !== undefined)
    throw new ReleaseRefusedError(`--registry says where to publish; it goes with --publish. Usage: ${USAGE}`);
  if (!publish) return [[...version, '--skip-publish', '--dry-run']];
  refuseIfUnfit(env, state.changes);
  return [
    [...version, '--skip-publish'],
    // The command carries its version, so that what was built before the version was known is built again.
    ['run-many', '--targets', 'package'],
    ['release', 'publish', ...(registry === undefined ? [] : ['--registry', registry])],
  ];
}
