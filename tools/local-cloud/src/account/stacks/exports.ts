import type { StackOutput, StackRecord } from './stack-record.ts';
import type { Exports } from './workshop.ts';

/** What the stacks of an account give to one another. */
export function exportsOf(records: () => Iterable<StackRecord>): Exports {
  const owner = (name: string) =>
    [...records()].find(({ outputs }) => outputs.some(({ exportName }) => exportName === name));
  return {
    valueOf: (name) => owner(name)?.outputs.find(({ exportName }) => exportName === name)?.value,
    ownerOf: (name) => owner(name)?.name,
    usersOf: (name) =>
      [...records()]
        .filter(({ imports, before }) => imports.includes(name) || before?.imports.includes(name))
        .map((one) => one.name),
  };
}

/** Why a stack cannot have these outputs: another exports that name, or uses one that would go or change. */
export function exportFault(
  { name: stackName, outputs: old }: StackRecord,
  outputs: readonly StackOutput[],
  { ownerOf, usersOf }: Exports,
): string | undefined {
  const wanted = new Map(
    outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])),
  );
  for (const name of wanted.keys()) {
    const owner = ownerOf(name);
    if (owner !== undefined && owner !== stackName)
      return `Export with name ${name} is already exported by stack ${owner}.`;
  }
  for (const { exportName: name = '', value } of old) {
    const users = usersOf(name);
    if (users.length === 0 || wanted.get(name) === value) continue;
    return `Export ${name} cannot be ${wanted.has(name) ? 'updated' : 'deleted'} as it is in use by ${listed(users)}`;
  }
  return undefined;
}

/** Why a stack cannot be deleted: others use what it exports. */
export function exportsInUse({ outputs }: StackRecord, { usersOf }: Exports): string | undefined {
  for (const { exportName: name } of outputs) {
    const users = name === undefined ? [] : usersOf(name);
    if (users.length > 0) return `Delete canceled. Cannot delete export ${name} as it is in use by ${listed(users)}.`;
  }
  return undefined;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
