import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { createProgram } from '../../../apps/analysis/src/cli.ts';
import { parseArguments } from '../../../apps/infrastructure/src/deploy/arguments.ts';
import { withoutVariables } from '../src/blocks/shell.ts';
import { ROOT } from './root.ts';

/** What is wrong with a command line; `undefined` where it would do something. */
export type Complaint = string | undefined;

/** The program of a pipeline's stage and what it is given, whoever starts it: `npx`, a variable before it, a shell's `eval`. */
export function invocationOf(stage: readonly string[]): string[] {
  const [program = '', ...rest] = withoutVariables(stage);
  return program === 'npx' ? invocationOf(rest.filter((word) => word !== '--yes')) : [program, ...rest];
}

/** Asks the real programs whether they would take the words, without doing anything. */
export async function complaintOf(stage: readonly string[]): Promise<Complaint> {
  const [program = '', ...words] = invocationOf(stage);
  if (program === 'tickerlake') return await complaintOfTickerlake(words);
  if (program === 'nx') return complaintOfNx(words);
  if (program === 'npm') return await complaintOfNpm(words);
  return stage[0] === 'npx' && !BINARIES.has(program) ? `npx finds no program ${program} here.` : undefined;
}

const BINARIES = new Set(globSync('node_modules/.bin/*', { cwd: ROOT }).map((file) => basename(file)));

/** `NAME`, `PATH…`, `TEXT`: the reader puts something in their place. */
const isPlaceholder = (word: string): boolean => /^[A-Z]+…?$/.test(word);

/** The real program, whose commands do nothing here. */
function idleProgram(say: (text: string) => void) {
  const program = createProgram({
    env: {},
    nowMs: Date.now,
    print: () => undefined,
    progress: { step() {}, note: say, end() {} },
    signal: new AbortController().signal,
    exitCode: 0,
  });
  for (const command of program.commands) command.action(() => undefined);
  return program;
}

/** Has the real program parse the words. */
export async function complaintOfTickerlake(words: readonly string[]): Promise<Complaint> {
  const said: string[] = [];
  const program = idleProgram((text) => void said.push(text.trim()));
  const command = program.commands.find((one) => one.name() === words[0]);
  // A command that is only named.
  if (command && words.length === 1) return undefined;
  const [choice] = command?.registeredArguments[0]?.argChoices ?? [];
  const given = words.filter((word) => word !== '…').map((word) => (isPlaceholder(word) ? (choice ?? word) : word));
  try {
    await program.parseAsync(given, { from: 'user' });
  } catch (error) {
    // Help and version are asked for, and end commander too.
    if (error instanceof Error && Reflect.get(error, 'exitCode') === 0) return undefined;
    return said.join('\n') || String(error);
  }
  return undefined;
}

/** Whether some command would take an option that a page names alone: `--format csv`, or with each of its values, `csv/json`. */
export async function complaintOfOption(words: readonly string[]): Promise<Complaint> {
  const [option = '', given = '', ...others] = words;
  const value = /^[<[]/.test(given) ? '' : given;
  const commands = idleProgram(() => undefined).commands.filter(({ options }) =>
    options.some(({ long }) => long === option),
  );
  const lines = value.split('/').map((one) => [option, ...(one === '' ? [] : [one]), ...others]);
  const ends = await Promise.all(
    lines.map(async (line) => {
      const driven = [...DRIVEN].map(([action, kind]) =>
        complaintOfDriven(action, kind === 'stacks' ? 'all' : '', line),
      );
      const parsed = await Promise.all(
        commands.map(async (command) => {
          const before = command.registeredArguments.map(({ argChoices }) => argChoices?.[0] ?? 'X');
          // An option that is only named lacks its value, and is known all the same.
          return value === '' ? undefined : await complaintOfTickerlake([command.name(), ...before, ...line]);
        }),
      );
      return [...parsed, ...driven];
    }),
  );
  const wrong = ends.find((complaints) => complaints.every((complaint) => complaint !== undefined));
  return wrong && (commands.length === 0 ? `no command of tickerlake or of the deployment takes ${option}.` : wrong[0]);
}

type Targets = ReadonlyMap<string, readonly string[]>;
let graph: Targets | undefined;

/** The targets of each project, as Nx itself knows them. */
function nxTargets(): Targets {
  if (graph) return graph;
  const printed = execFileSync(
    process.execPath,
    [createRequire(import.meta.url).resolve('nx/bin/nx.js'), 'graph', '--print'],
    { cwd: ROOT, env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8', maxBuffer: 64 << 20 },
  );
  const { graph: found }: { graph: { nodes: Record<string, { data: { targets?: object } }> } } = JSON.parse(printed);
  graph = new Map(
    Object.entries(found.nodes).map(([name, { data }]) => [name, Object.keys(data.targets ?? {})] as const),
  );
  return graph;
}

const listOf = (words: readonly string[], option: string): string[] => {
  const at = words.findIndex((word) => word === option);
  if (at === -1) return [];
  const rest = words.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('-'));
  return (end === -1 ? rest : rest.slice(0, end)).flatMap((word) => word.split(','));
};

/** A project by its name, or by that name without the scope, as Nx finds it. */
const projectNamed = (name: string): readonly string[] | undefined =>
  nxTargets().get(name) ?? nxTargets().get(`@tickerlake/${name}`);

function complaintOfTarget(project: string, target: string, options: readonly string[]): Complaint {
  const targets = projectNamed(project);
  if (!targets) return `Nx knows no project ${project}: there are ${[...nxTargets().keys()].toSorted().join(', ')}.`;
  if (!targets.includes(target)) return `${project} has no target ${target}: it has ${targets.join(', ')}.`;
  const driven = DRIVEN.get(target);
  if (!driven) return undefined;
  const part = project === 'infrastructure' ? 'all' : project;
  return complaintOfDriven(target, driven === 'stacks' ? part : '', options);
}

function complaintOfDriven(action: string, part: string, options: readonly string[]): Complaint {
  try {
    parseArguments([action, ...(part === '' ? [] : [part]), ...options.filter((word) => word !== '…')]);
  } catch (error) {
    return String(error);
  }
  return undefined;
}

/** Targets whose options the deployment's driver reads. */
const DRIVEN = new Map(
  Object.entries({ deploy: 'stacks', diff: 'stacks', synth: 'stacks', destroy: 'stacks', bootstrap: '', invoke: '' }),
);

/** Commands of Nx itself that pages name; what they are given is theirs to judge. */
const NX_COMMANDS = new Set(['g', 'generate', 'graph', 'release', 'affected', 'reset', 'show']);

function complaintOfNx([command = '', ...words]: readonly string[]): Complaint {
  if (command === 'run') {
    const [project = '', target = ''] = (words[0] ?? '').split(':');
    return complaintOfTarget(project, target, words.slice(1));
  }
  if (command === 'run-many') return complaintOfMany(words);
  if (NX_COMMANDS.has(command)) return undefined;
  return complaintOfTarget(words[0] ?? '', command, words.slice(1));
}

function complaintOfMany(words: readonly string[]): Complaint {
  const [targets, projects] = [listOf(words, '-t'), listOf(words, '-p')];
  if (targets.length === 0) return 'nx run-many needs -t and the targets.';
  const named = projects.flatMap((project) => targets.map((target) => complaintOfTarget(project, target, [])));
  const anywhere = targets
    .filter((target) => ![...nxTargets().values()].some((known) => known.includes(target)))
    .map((target) => `No project has a target ${target}.`);
  return [...named, ...anywhere].find((complaint) => complaint !== undefined);
}

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

async function complaintOfNpm([command = '', ...words]: readonly string[]): Promise<Complaint> {
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
