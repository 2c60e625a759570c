import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Complaint, isPlaceholder } from './complaint.ts';
import { ROOT } from './root.ts';
import { complaintOfTickerlake } from './tickerlake-commands.ts';

interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
}

const readManifest = (file: string): Manifest => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const ROOT_MANIFEST = readManifest('package.json');
const MANIFESTS = globSync('{libs,apps,tools,examples}/*/package.json', { cwd: ROOT }).map(readManifest);
const LOCK: { packages: object } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
/** Every package that the workspace has or has installed, by name. */
const INSTALLED = new Set(Object.keys(LOCK.packages).map((path) => path.replace(/^.*node_modules\//, '')));

/** What npm does by itself; anything else is a script that the manifest must have. */
const NPM_COMMANDS = new Set(['ci', 'init', 'audit', 'login', 'publish', 'pack', 'ls', 'exec']);

/** Looks for the script or the package that npm is told of. */
export async function complaintOfNpm([command = '', ...words]: readonly string[]): Promise<Complaint> {
  if (['i', 'install'].includes(command)) return complaintOfInstall(words);
  if (NPM_COMMANDS.has(command)) return undefined;
  const isRun = command === 'run';
  const script = isRun ? (words[0] ?? '') : command;
  const workspace = words[words.indexOf('-w') + 1];
  const manifest = words.includes('-w') ? MANIFESTS.find(({ name }) => name === workspace) : ROOT_MANIFEST;
  if (!manifest) return `There is no workspace ${workspace}.`;
  const text = manifest.scripts?.[script];
  if (text === undefined)
    return `${manifest.name} has no script ${script}: it has ${Object.keys(manifest.scripts ?? {}).join(', ')}.`;
  const given = words.includes('--') ? words.slice(words.indexOf('--') + 1) : [];
  // What stands behind `--` goes to the last program of the script.
  const last = /tickerlake (\w+)$/.exec(text)?.[1];
  return last === undefined ? undefined : await complaintOfTickerlake([last, ...given]);
}

function complaintOfInstall(words: readonly string[]): Complaint {
  const strange = words
    .filter((word) => !word.startsWith('-') && !isPlaceholder(word) && !word.startsWith('.'))
    .find((word) => !INSTALLED.has(word.replace(/(?<=.)@[^/]*$/, '')));
  return strange === undefined
    ? undefined
    : `${strange} is neither a package of ours nor one that the workspace has installed and tested.`;
}
