import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArguments } from '../../../apps/infrastructure/src/deploy/arguments.ts';
import type { Complaint } from './complaint.ts';
import { ROOT } from './root.ts';

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
  return DEPLOYMENT_ACTIONS.includes(target) ? complaintOfDeployment(target, project, options) : undefined;
}

/** Targets whose options the deployment's driver reads; of stacks, and of the account. */
const STACK_ACTIONS = ['deploy', 'diff', 'synth', 'destroy'];
const DEPLOYMENT_ACTIONS = [...STACK_ACTIONS, 'bootstrap', 'invoke'];

/** Has the deployment's driver read its options. */
function complaintOfDeployment(action: string, project: string, options: readonly string[]): Complaint {
  const part = project === 'infrastructure' ? 'all' : project;
  try {
    parseArguments([
      action,
      ...(STACK_ACTIONS.includes(action) ? [part] : []),
      ...options.filter((word) => word !== '…'),
    ]);
  } catch (error) {
    return String(error);
  }
  return undefined;
}

/** What each of the driver's actions says of options. */
export const complaintsOfDeployment = (options: readonly string[]): Complaint[] =>
  DEPLOYMENT_ACTIONS.map((action) => complaintOfDeployment(action, 'infrastructure', options));

/** Whether some action knows the option, though it may lack its value. */
export const isOptionOfDeployment = (option: string): boolean =>
  complaintsOfDeployment([option]).some((complaint) => complaint?.includes('is not known') !== true);

/** Commands of Nx itself that pages name; what they are given is theirs to judge. */
const NX_COMMANDS = new Set(['g', 'generate', 'graph', 'release', 'affected', 'reset', 'show']);

/** Asks Nx's graph, and of deployments the driver behind its targets. */
export function complaintOfNx([command = '', ...words]: readonly string[]): Complaint {
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
